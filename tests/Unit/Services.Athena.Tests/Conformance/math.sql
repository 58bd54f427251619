-- source: trino docs functions/math.html; trinodb/trino TestMathFunctions
SELECT abs(-1), abs(5), abs(-1.5), abs(-1.5e0), abs(BIGINT '-9') --> (integer, integer, decimal(2,1), double, bigint) 1 | 5 | 1.5 | 1.5 | 9
SELECT abs(TINYINT '-3'), abs(SMALLINT '-3'), abs(REAL '-1.5') --> (tinyint, smallint, real) 3 | 3 | 1.5
SELECT abs(NULL) IS NULL --> (boolean) true
SELECT cbrt(27), cbrt(-8) --> (double, double) 3.0 | -2.0
SELECT ceil(1.5e0), ceil(-1.5e0), ceiling(0.1e0), ceil(5) --> (double, double, double, integer) 2.0 | -1.0 | 1.0 | 5
SELECT ceil(1.5), ceil(-1.5), ceil(1.00), ceil(123.45) --> (decimal(2,0), decimal(2,0), decimal(2,0), decimal(4,0)) 2 | -1 | 1 | 124
SELECT floor(1.5e0), floor(-1.5e0), floor(5) --> (double, double, integer) 1.0 | -2.0 | 5
SELECT floor(1.5), floor(-1.5), floor(123.45) --> (decimal(2,0), decimal(2,0), decimal(4,0)) 1 | -2 | 123
SELECT ceil(REAL '1.5'), floor(REAL '1.5'), round(REAL '2.5'), truncate(REAL '-2.7') --> (real, real, real, real) 2.0 | 1.0 | 3.0 | -2.0
SELECT degrees(pi()), radians(180) --> (double, double) 180.0 | 3.141592653589793
SELECT e(), pi() --> (double, double) 2.718281828459045 | 3.141592653589793
SELECT exp(0), exp(1) --> (double, double) 1.0 | 2.718281828459045
SELECT ln(1), ln(e()), ln(0), is_nan(ln(-1)) --> (double, double, double, boolean) 0.0 | 1.0 | -Infinity | true
SELECT log(2, 8), log(10, 100), log2(8), log10(1000), log10(0.001) --> (double, double, double, double, double) 3.0 | 2.0 | 3.0 | 3.0 | -3.0
SELECT mod(7, 3), mod(-7, 3), mod(7.5, 2), mod(7.5e0, 2), mod(BIGINT '7', 3) --> (integer, integer, decimal(2,1), double, bigint) 1 | -1 | 1.5 | 1.5 | 1
SELECT 5.5e0 % 2, -5.5e0 % 2, 5e0 / 0, is_nan(0e0 / 0), is_nan(5e0 % 0) --> (double, double, double, boolean, boolean) 1.5 | -1.5 | Infinity | true | true
SELECT pow(2, 10), power(2, -1), power(0, 0), power(2e0, 0.5e0) --> (double, double, double, double) 1024.0 | 0.5 | 1.0 | 1.4142135623730951
SELECT round(2.5e0), round(-2.5e0), round(2.4e0), round(-0.4e0) --> (double, double, double, double) 3.0 | -3.0 | 2.0 | -0.0
SELECT round(2.5), round(-2.5), round(2.4), round(9.9) --> (decimal(2,0), decimal(2,0), decimal(2,0), decimal(2,0)) 3 | -3 | 2 | 10
SELECT round(5), round(TINYINT '5'), round(BIGINT '5') --> (integer, tinyint, bigint) 5 | 5 | 5
SELECT round(3.14159e0, 2), round(-3.14159e0, 3), round(1234.567e0, -2) --> (double, double, double) 3.14 | -3.142 | 1200.0
SELECT round(2.55, 1), round(2.45, 1), round(-2.55, 1), round(123.456, -1), round(1.5, 5) --> (decimal(4,2), decimal(4,2), decimal(4,2), decimal(7,3), decimal(3,1)) 2.60 | 2.50 | -2.60 | 120.000 | 1.5
SELECT round(1234, -2), round(1250, -2), round(-1250, -2), round(5, 3) --> (integer, integer, integer, integer) 1200 | 1300 | -1300 | 5
SELECT round(nan()), round(infinity(), 2) --> (double, double) NaN | Infinity
SELECT sign(5), sign(-5), sign(0), sign(-1.5e0), sign(0e0), sign(-2.5), sign(BIGINT '7') --> (integer, integer, integer, double, double, decimal(1,0), bigint) 1 | -1 | 0 | -1.0 | 0.0 | -1 | 1
SELECT sqrt(4), sqrt(2), is_nan(sqrt(-1)) --> (double, double, boolean) 2.0 | 1.4142135623730951 | true
SELECT truncate(1.9e0), truncate(-1.9e0), truncate(12.345), truncate(-12.9) --> (double, double, decimal(2,0), decimal(2,0)) 1.0 | -1.0 | 12 | -12
SELECT truncate(12.345, 1), truncate(12.345, -1), truncate(REAL '12.333', 0) --> (decimal(5,3), decimal(5,3), real) 12.300 | 10.000 | 12.0
SELECT width_bucket(3.14e0, 0, 4, 3), width_bucket(2e0, 0, 4, 3), width_bucket(infinity(), 0, 4, 3), width_bucket(-1e0, 0, 3.2e0, 4) --> (bigint, bigint, bigint, bigint) 3 | 2 | 4 | 0
SELECT width_bucket(3.14e0, 4, 0, 3), width_bucket(5e0, 4, 0, 3) --> (bigint, bigint) 1 | 0
SELECT width_bucket(3.14e0, ARRAY[0e0, 2e0, 4e0]), width_bucket(-5e0, ARRAY[0e0, 2e0]), width_bucket(9e0, ARRAY[0e0, 2e0]) --> (bigint, bigint, bigint) 2 | 0 | 2
SELECT width_bucket(1e0, 0, 4, 0) --> ! INVALID_FUNCTION_ARGUMENT: bucketCount must be greater than 0
SELECT width_bucket(1e0, 4, 4, 1) --> ! INVALID_FUNCTION_ARGUMENT: bounds cannot equal each other
SELECT cosine_similarity(MAP(ARRAY['a', 'b'], ARRAY[3e0, 4e0]), MAP(ARRAY['a', 'b'], ARRAY[3e0, 4e0])) --> (double) 1.0
SELECT cosine_similarity(MAP(ARRAY['a'], ARRAY[1e0]), MAP(ARRAY['b'], ARRAY[1e0])) --> (double) 0.0
SELECT sin(0), cos(0), tan(0), asin(1), acos(1), atan(0), atan2(0, 1), sinh(0), cosh(0), tanh(0) --> (double, double, double, double, double, double, double, double, double, double) 0.0 | 1.0 | 0.0 | 1.5707963267948966 | 0.0 | 0.0 | 0.0 | 0.0 | 1.0 | 0.0
SELECT is_nan(acos(2)), is_nan(asin(-2)) --> (boolean, boolean) true | true
SELECT infinity(), -infinity(), nan() --> (double, double, double) Infinity | -Infinity | NaN
SELECT is_finite(1), is_finite(infinity()), is_infinite(infinity()), is_infinite(1), is_nan(nan()), is_nan(1) --> (boolean, boolean, boolean, boolean, boolean, boolean) true | false | true | false | true | false
SELECT from_base('0', 2), from_base('1010', 2), from_base('ff', 16), from_base('7fffffffffffffff', 16), from_base('-z', 36), from_base('12', 3) --> (bigint, bigint, bigint, bigint, bigint, bigint) 0 | 10 | 255 | 9223372036854775807 | -35 | 5
SELECT to_base(10, 2), to_base(255, 16), to_base(-255, 16), to_base(0, 2), to_base(35, 36) --> (varchar(64), varchar(64), varchar(64), varchar(64), varchar(64)) 1010 | ff | -ff | 0 | z
SELECT to_base(1, 1) --> ! INVALID_FUNCTION_ARGUMENT: Radix must be between 2 and 36
SELECT from_base('Z', 37) --> ! INVALID_FUNCTION_ARGUMENT: Radix must be between 2 and 36
SELECT from_base('Z', 35) --> ! INVALID_FUNCTION_ARGUMENT: Not a valid base-35 number: Z
SELECT random() < 1, random(5) < 5, random(3, 4), rand() >= 0 --> (boolean, boolean, integer, boolean) true | true | 3 | true
SELECT random(0) --> ! INVALID_FUNCTION_ARGUMENT: bound must be positive
SELECT random(5, 5) --> ! INVALID_FUNCTION_ARGUMENT: start value must be less than stop value
SELECT normal_cdf(0, 1, 0), inverse_normal_cdf(0, 1, 0.5e0), beta_cdf(3, 3, 1) --> (double, double, double) 0.5 | 0.0 | 1.0
SELECT normal_cdf(0, 0, 1) --> ! INVALID_FUNCTION_ARGUMENT: standardDeviation must be > 0
SELECT wilson_interval_lower(1250, 1310, 1.96e0) > 0.94e0, wilson_interval_upper(1250, 1310, 1.96e0) < 0.97e0 --> (boolean, boolean) true | true
SELECT 1e0 + 1, 1e0 - 0.5, 2e0 * 3, 1e0 / 4, 0.1e0 + 0.2e0 --> (double, double, double, double, double) 2.0 | 0.5 | 6.0 | 0.25 | 0.30000000000000004
SELECT REAL '1.5' + REAL '1', REAL '1' / REAL '3', REAL '0.1' + REAL '0.2', REAL '1' + 1e0 --> (real, real, real, double) 2.5 | 0.33333334 | 0.3 | 2.0
SELECT 1e0 / 0, -1e0 / 0, 1e308 * 10 --> (double, double, double) Infinity | -Infinity | Infinity
SELECT 100000e0, 1234567e0, 12345678e0, 0.001e0, 0.0001e0, 123456789012345678e0 --> (double, double, double, double, double, double) 100000.0 | 1234567.0 | 1.2345678E7 | 0.001 | 1.0E-4 | 1.2345678901234568E17
SELECT REAL '3.4028235e38', REAL '1e7', REAL '1234567', REAL '0.001', REAL '0.0001' --> (real, real, real, real, real) 3.4028235E38 | 1.0E7 | 1234567.0 | 0.001 | 1.0E-4
SELECT 1 + nan(), nan() * 0, infinity() - infinity() --> (double, double, double) NaN | NaN | NaN
SELECT power(2, 3) + 1, sqrt(n) FROM nums WHERE n = 9 --> (double, double) 9.0 | 3.0
SELECT round(d), ceil(d), floor(d), truncate(d), sign(d) FROM t WHERE a = 2 --> (double, double, double, double, double) -3.0 | -2.0 | -3.0 | -2.0 | -1.0
SELECT abs(INTEGER '-2147483648') --> ! NUMERIC_VALUE_OUT_OF_RANGE: Value -2147483648 is out of range for abs(integer)
SELECT sqrt('a') --> ! FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar(1)) for function sqrt. Expected: sqrt(double)
