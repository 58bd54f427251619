-- source: trino docs functions/conversion.html (cast, try_cast); trinodb/trino TestIntegerOperators, TestVarcharOperators (casts to integers)
SELECT CAST('12' AS integer) --> (integer) 12
SELECT CAST(' 12 ' AS integer) --> (integer) 12
SELECT CAST('+12' AS integer) --> (integer) 12
SELECT CAST('-12' AS bigint) --> (bigint) -12
SELECT CAST('127' AS tinyint), CAST('-32768' AS smallint) --> (tinyint, smallint) 127 | -32768
SELECT CAST('abc' AS integer) --> ! INVALID_CAST_ARGUMENT: Cannot cast 'abc' to INT
SELECT CAST('' AS integer) --> ! INVALID_CAST_ARGUMENT: Cannot cast '' to INT
SELECT CAST('1.5' AS bigint) --> ! INVALID_CAST_ARGUMENT: Cannot cast '1.5' to BIGINT
SELECT CAST('2147483648' AS integer) --> ! INVALID_CAST_ARGUMENT: Cannot cast '2147483648' to INT
SELECT CAST('9223372036854775808' AS bigint) --> ! INVALID_CAST_ARGUMENT: Cannot cast '9223372036854775808' to BIGINT
SELECT CAST('32768' AS smallint) --> ! INVALID_CAST_ARGUMENT: Cannot cast '32768' to SMALLINT
SELECT CAST('128' AS tinyint) --> ! INVALID_CAST_ARGUMENT: Cannot cast '128' to TINYINT
SELECT CAST('1e3' AS integer) --> ! INVALID_CAST_ARGUMENT: Cannot cast '1e3' to INT
SELECT CAST(1.4 AS integer), CAST(1.5 AS integer), CAST(-1.5 AS integer), CAST(2.5 AS integer) --> (integer, integer, integer, integer) 1 | 2 | -2 | 3
SELECT CAST(1.5e0 AS integer), CAST(2.5e0 AS integer), CAST(-1.5e0 AS integer), CAST(1.49e0 AS bigint) --> (integer, integer, integer, bigint) 2 | 3 | -2 | 1
SELECT CAST(0.5e0 AS bigint), CAST(-0.5e0 AS bigint), CAST(-2.5e0 AS bigint) --> (bigint, bigint, bigint) 1 | -1 | -3
SELECT CAST(REAL '2.5' AS integer), CAST(REAL '1.4' AS tinyint) --> (integer, tinyint) 3 | 1
SELECT CAST(3000000000 AS integer) --> ! NUMERIC_VALUE_OUT_OF_RANGE: Out of range for integer: 3000000000
SELECT CAST(40000 AS smallint) --> ! NUMERIC_VALUE_OUT_OF_RANGE: Out of range for smallint: 40000
SELECT CAST(128 AS tinyint) --> ! NUMERIC_VALUE_OUT_OF_RANGE: Out of range for tinyint: 128
SELECT CAST(BIGINT '-129' AS tinyint) --> ! NUMERIC_VALUE_OUT_OF_RANGE: Out of range for tinyint: -129
SELECT CAST(1e10 AS integer) --> ! NUMERIC_VALUE_OUT_OF_RANGE: Out of range for integer: 1.0E10
SELECT CAST(1e20 AS bigint) --> ! INVALID_CAST_ARGUMENT: Unable to cast 1.0E20 to bigint
SELECT CAST(nan() AS bigint) --> ! INVALID_CAST_ARGUMENT: Unable to cast NaN to bigint
SELECT CAST(nan() AS integer) --> ! INVALID_CAST_ARGUMENT: Cannot cast double NaN to integer
SELECT CAST(infinity() AS bigint) --> ! INVALID_CAST_ARGUMENT: Unable to cast Infinity to bigint
SELECT CAST(DECIMAL '3000000000' AS integer) --> ! INVALID_CAST_ARGUMENT: Cannot cast '3000000000' to INTEGER
SELECT CAST(DECIMAL '200.5' AS tinyint) --> ! INVALID_CAST_ARGUMENT: Cannot cast '201' to TINYINT
SELECT CAST(DECIMAL '12345678901234567890' AS bigint) --> ! INVALID_CAST_ARGUMENT: Cannot cast '12345678901234567890' to BIGINT
SELECT CAST(true AS integer), CAST(false AS bigint), CAST(true AS double), CAST(true AS decimal(3,1)) --> (integer, bigint, double, decimal(3,1)) 1 | 0 | 1.0 | 1.0
SELECT CAST(5 AS bigint), CAST(BIGINT '5' AS integer), CAST(5 AS tinyint) --> (bigint, integer, tinyint) 5 | 5 | 5
SELECT CAST(NULL AS integer), CAST(NULL AS varchar), CAST(NULL AS array(integer)) --> (integer, varchar, array(integer)) NULL | NULL | NULL
SELECT TRY_CAST('foo' AS bigint), TRY_CAST('7' AS bigint) --> (bigint, bigint) NULL | 7
SELECT TRY_CAST('x' AS double), TRY_CAST('x' AS date), TRY_CAST('x' AS boolean), TRY_CAST('x' AS decimal(5,2)) --> (double, date, boolean, decimal(5,2)) NULL | NULL | NULL | NULL
SELECT TRY_CAST(3000000000 AS integer), TRY_CAST(1e20 AS bigint) --> (integer, bigint) NULL | NULL
SELECT CAST(DATE '2020-01-01' AS integer) --> ! TYPE_MISMATCH: line 1:8: Cannot cast date to integer
SELECT CAST(ARRAY[1] AS integer) --> ! TYPE_MISMATCH: line 1:8: Cannot cast array(integer) to integer
SELECT CAST(1 AS date) --> ! TYPE_MISMATCH: line 1:8: Cannot cast integer to date
SELECT CAST(1 AS nosuchtype) --> ! TYPE_MISMATCH: line 1:8: Unknown type: nosuchtype

-- source: trinodb/trino TestVarcharOperators, TestDoubleOperators, TestRealOperators (casts to double and real)
SELECT CAST('1.5' AS double), CAST('1e3' AS double), CAST(' 2 ' AS double) --> (double, double, double) 1.5 | 1000.0 | 2.0
SELECT CAST('NaN' AS double), CAST('Infinity' AS double), CAST('-Infinity' AS double) --> (double, double, double) NaN | Infinity | -Infinity
SELECT CAST('abc' AS double) --> ! INVALID_CAST_ARGUMENT: Cannot cast 'abc' to DOUBLE
SELECT CAST('' AS double) --> ! INVALID_CAST_ARGUMENT: Cannot cast '' to DOUBLE
SELECT CAST('abc' AS real) --> ! INVALID_CAST_ARGUMENT: Cannot cast 'abc' to REAL
SELECT CAST(1 AS double), CAST(1.25 AS double), CAST(REAL '0.5' AS double) --> (double, double, double) 1.0 | 1.25 | 0.5
SELECT CAST(1 AS real), CAST(1.1 AS real), CAST(0.1e0 AS real), CAST('1.5' AS real) --> (real, real, real, real) 1.0 | 1.1 | 0.1 | 1.5
SELECT CAST(REAL '0.1' AS double) --> (double) 0.10000000149011612
SELECT CAST(16777217 AS real) --> (real) 1.6777216E7
SELECT CAST(9007199254740993 AS double) --> (double) 9.007199254740992E15
SELECT CAST(1e300 AS real) --> (real) Infinity
SELECT CAST(123456.789 AS double), CAST(DECIMAL '12345678901234567890' AS double) --> (double, double) 123456.789 | 1.2345678901234567E19

-- source: trino docs functions/decimal.html; trinodb/trino TestDecimalCasts, DecimalCasts
SELECT CAST(1 AS decimal(5,2)), CAST(-7 AS decimal(3,0)) --> (decimal(5,2), decimal(3,0)) 1.00 | -7
SELECT CAST('1.255' AS decimal(5,2)), CAST('-1.255' AS decimal(5,2)), CAST('1.254' AS decimal(5,2)) --> (decimal(5,2), decimal(5,2), decimal(5,2)) 1.26 | -1.26 | 1.25
SELECT CAST(1.255 AS decimal(5,2)), CAST(-1.255 AS decimal(5,2)) --> (decimal(5,2), decimal(5,2)) 1.26 | -1.26
SELECT CAST(1.255e0 AS decimal(5,2)), CAST(2.675e0 AS decimal(5,2)), CAST(0.1e0 AS decimal(38,20)) --> (decimal(5,2), decimal(5,2), decimal(38,20)) 1.26 | 2.68 | 0.10000000000000000000
SELECT CAST(REAL '1.5' AS decimal(4,1)) --> (decimal(4,1)) 1.5
SELECT CAST('1e2' AS decimal(5,1)) --> (decimal(5,1)) 100.0
SELECT CAST(1000 AS decimal(3,0)) --> ! INVALID_CAST_ARGUMENT: Cannot cast INTEGER '1000' to DECIMAL(3, 0)
SELECT CAST(BIGINT '1000' AS decimal(5,2)) --> ! INVALID_CAST_ARGUMENT: Cannot cast BIGINT '1000' to DECIMAL(5, 2)
SELECT CAST(TINYINT '100' AS decimal(2,0)) --> ! INVALID_CAST_ARGUMENT: Cannot cast TINYINT '100' to DECIMAL(2, 0)
SELECT CAST(SMALLINT '100' AS decimal(2,0)) --> ! INVALID_CAST_ARGUMENT: Cannot cast SMALLINT '100' to DECIMAL(2, 0)
SELECT CAST(123.4 AS decimal(3,1)) --> ! INVALID_CAST_ARGUMENT: Cannot cast DECIMAL(4, 1) '123.4' to DECIMAL(3, 1)
SELECT CAST(1e5 AS decimal(3,1)) --> ! INVALID_CAST_ARGUMENT: Cannot cast DOUBLE '100000.0' to DECIMAL(3, 1)
SELECT CAST(nan() AS decimal(3,1)) --> ! INVALID_CAST_ARGUMENT: Cannot cast DOUBLE 'NaN' to DECIMAL(3, 1)
SELECT CAST('abc' AS decimal(3,1)) --> ! INVALID_CAST_ARGUMENT: Cannot cast VARCHAR 'abc' to DECIMAL(3, 1). Value is not a number.
SELECT CAST('1234' AS decimal(3,1)) --> ! INVALID_CAST_ARGUMENT: Cannot cast VARCHAR '1234' to DECIMAL(3, 1). Value too large.
SELECT CAST(99.95 AS decimal(3,1)) --> ! INVALID_CAST_ARGUMENT: Cannot cast DECIMAL(4, 2) '99.95' to DECIMAL(3, 1)
SELECT CAST(99.94 AS decimal(3,1)) --> (decimal(3,1)) 99.9
SELECT CAST(0 AS decimal(2,2)), CAST(0.5 AS decimal(1,1)) --> (decimal(2,2), decimal(1,1)) 0.00 | 0.5

-- source: trinodb/trino TestVarcharOperators, TestBooleanOperators (casts to boolean)
SELECT CAST('true' AS boolean), CAST('TRUE' AS boolean), CAST('t' AS boolean), CAST('1' AS boolean) --> (boolean, boolean, boolean, boolean) true | true | true | true
SELECT CAST('false' AS boolean), CAST('F' AS boolean), CAST('0' AS boolean) --> (boolean, boolean, boolean) false | false | false
SELECT CAST('yes' AS boolean) --> ! INVALID_CAST_ARGUMENT: Cannot cast 'yes' to BOOLEAN
SELECT CAST(' true' AS boolean) --> ! INVALID_CAST_ARGUMENT: Cannot cast ' true' to BOOLEAN
SELECT CAST(0 AS boolean), CAST(-5 AS boolean), CAST(0.0 AS boolean), CAST(0.1 AS boolean), CAST(2e0 AS boolean) --> (boolean, boolean, boolean, boolean, boolean) false | true | false | true | true

-- source: trino docs language/types.html (string types); trinodb/trino TestVarcharOperators, cast rules to varchar(n) and char(n)
SELECT CAST(123 AS varchar), CAST(-5 AS varchar), CAST(BIGINT '9223372036854775807' AS varchar) --> (varchar, varchar, varchar) 123 | -5 | 9223372036854775807
SELECT CAST(1.50 AS varchar), CAST(-0.5 AS varchar), CAST(DECIMAL '100' AS varchar) --> (varchar, varchar, varchar) 1.50 | -0.5 | 100
SELECT CAST(true AS varchar), CAST(false AS varchar) --> (varchar, varchar) true | false
SELECT CAST(1e0 AS varchar), CAST(1.5e0 AS varchar), CAST(-0.25e0 AS varchar) --> (varchar, varchar, varchar) 1.0E0 | 1.5E0 | -2.5E-1
SELECT CAST(1e10 AS varchar), CAST(1.23e-5 AS varchar), CAST(123456e0 AS varchar) --> (varchar, varchar, varchar) 1.0E10 | 1.23E-5 | 1.23456E5
SELECT CAST(0e0 AS varchar), CAST(-0e0 AS varchar) --> (varchar, varchar) 0E0 | -0E0
SELECT CAST(nan() AS varchar), CAST(infinity() AS varchar), CAST(-infinity() AS varchar) --> (varchar, varchar, varchar) NaN | Infinity | -Infinity
SELECT CAST(REAL '1.5' AS varchar), CAST(REAL '123456.7' AS varchar) --> (varchar, varchar) 1.5E0 | 1.234567E5
SELECT CAST(DATE '2020-01-02' AS varchar) --> (varchar) 2020-01-02
SELECT CAST(TIME '01:02:03.4' AS varchar), CAST(TIME '01:02:03' AS varchar) --> (varchar, varchar) 01:02:03.4 | 01:02:03
SELECT CAST(TIMESTAMP '2020-01-02 03:04:05.678' AS varchar), CAST(TIMESTAMP '2020-01-02 03:04:05' AS varchar) --> (varchar, varchar) 2020-01-02 03:04:05.678 | 2020-01-02 03:04:05
SELECT CAST(TIMESTAMP '2020-01-02 03:04:05.678 Asia/Tokyo' AS varchar) --> (varchar) 2020-01-02 03:04:05.678 Asia/Tokyo
SELECT CAST(INTERVAL '1' DAY AS varchar), CAST(INTERVAL '14' MONTH AS varchar) --> (varchar, varchar) 1 00:00:00.000 | 1-2
SELECT CAST(UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59' AS varchar) --> (varchar) 12151fd2-7586-11e9-8f9e-2a86e4085a59
SELECT CAST('abcdef' AS varchar(3)), CAST('ab' AS varchar(3)) --> (varchar(3), varchar(3)) abc | ab
SELECT CAST(12 AS varchar(2)), CAST(-1 AS varchar(2)), CAST(true AS varchar(4)), CAST(DATE '2020-01-02' AS varchar(10)) --> (varchar(2), varchar(2), varchar(4), varchar(10)) 12 | -1 | true | 2020-01-02
SELECT CAST(123 AS varchar(2)) --> ! INVALID_CAST_ARGUMENT: Value 123 cannot be represented as varchar(2)
SELECT CAST(BIGINT '1234' AS varchar(3)) --> ! INVALID_CAST_ARGUMENT: Value 1234 cannot be represented as varchar(3)
SELECT CAST(true AS varchar(3)) --> ! INVALID_CAST_ARGUMENT: Value true cannot be represented as varchar(3)
SELECT CAST(DATE '2020-01-02' AS varchar(9)) --> ! INVALID_CAST_ARGUMENT: Value 2020-01-02 cannot be represented as varchar(9)
SELECT CAST(1.5e0 AS varchar(3)) --> ! INVALID_CAST_ARGUMENT: Value 1.5 (1.5E0) cannot be represented as varchar(3)
SELECT CAST(REAL '12e2' AS varchar(4)) --> ! INVALID_CAST_ARGUMENT: Value 1200.0 (1.2E3) cannot be represented as varchar(4)
SELECT CAST(REAL '12e2' AS varchar(5)), CAST(REAL '16777216' AS varchar) --> (varchar(5), varchar) 1.2E3 | 1.677722E7
SELECT CAST(0.1e0 + 0.2e0 AS varchar), CAST(12345678.9e0 AS varchar), CAST(1e0 / 3 AS varchar) --> (varchar, varchar, varchar) 3.0000000000000004E-1 | 1.23456789E7 | 3.333333333333333E-1
SELECT CAST('ab' AS char(4)), CAST('abcdef' AS char(3)) --> (char(4), char(3)) "ab  " | abc
SELECT CAST('a' AS char) --> (char(1)) a
SELECT length(CAST('ab' AS char(5))) --> (bigint) 5
SELECT CAST(CAST('ab' AS char(5)) AS varchar), CAST(CAST('ab' AS char(5)) AS varchar(3)) --> (varchar, varchar(3)) "ab   " | "ab "
SELECT CAST('ab' AS char(5)) || 'c' --> (char(6)) ab   c
SELECT CAST('abc' AS char(5)) = 'abc', CAST('a' AS char(2)) < CAST('b' AS char(2)) --> (boolean, boolean) true | true
SELECT typeof(CAST('ab' AS char(5))), typeof(CAST('ab' AS varchar(7))), typeof(CAST('ab' AS varchar)) --> (varchar, varchar, varchar) char(5) | varchar(7) | varchar
SELECT CAST('abc' AS varbinary) --> (varbinary) 61 62 63
SELECT CAST('aé' AS varbinary) --> (varbinary) 61 c3 a9
SELECT upper(CAST('ab' AS char(3))) --> (char(3)) "AB "

-- source: trino docs functions/datetime.html; trinodb/trino TestDate, TestTimestamp, TestTime (casts)
SELECT CAST('2020-02-29' AS date), CAST(' 2020-02-29 ' AS date) --> (date, date) 2020-02-29 | 2020-02-29
SELECT CAST('2020-2-9' AS date) --> (date) 2020-02-09
SELECT CAST('2021-02-29' AS date) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to date: 2021-02-29
SELECT CAST('abc' AS date) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to date: abc
SELECT CAST('2020-01-01 00:00:00' AS date) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to date: 2020-01-01 00:00:00
SELECT CAST(TIMESTAMP '2020-01-02 23:59:59.999' AS date) --> (date) 2020-01-02
SELECT CAST(TIMESTAMP '2020-01-02 23:00:00 America/New_York' AS date) --> (date) 2020-01-02
SELECT CAST('2020-01-02 03:04:05.678' AS timestamp) --> (timestamp(3)) 2020-01-02 03:04:05.678
SELECT CAST('2020-01-02 03:04:05' AS timestamp), CAST('2020-01-02' AS timestamp), CAST('2020-01-02 03:04' AS timestamp) --> (timestamp(3), timestamp(3), timestamp(3)) 2020-01-02 03:04:05.000 | 2020-01-02 00:00:00.000 | 2020-01-02 03:04:00.000
SELECT CAST('2020-01-02 03:04:05.6789' AS timestamp(3)), CAST('2020-01-02 03:04:05.6' AS timestamp(0)) --> (timestamp(3), timestamp(0)) 2020-01-02 03:04:05.679 | 2020-01-02 03:04:06
SELECT CAST('2020-01-02T03:04:05' AS timestamp) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to timestamp: 2020-01-02T03:04:05
SELECT CAST('abc' AS timestamp) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to timestamp: abc
SELECT CAST(DATE '2020-01-02' AS timestamp) --> (timestamp(3)) 2020-01-02 00:00:00.000
SELECT CAST(DATE '2020-01-02' AS timestamp(0)), CAST(DATE '2020-01-02' AS timestamp(6)) --> (timestamp(0), timestamp(6)) 2020-01-02 00:00:00 | 2020-01-02 00:00:00.000000
SELECT CAST(TIMESTAMP '2020-01-02 03:04:05.999' AS timestamp(0)) --> (timestamp(0)) 2020-01-02 03:04:06
SELECT CAST(TIMESTAMP '2020-01-02 03:04:05.123456' AS timestamp(3)) --> (timestamp(3)) 2020-01-02 03:04:05.123
SELECT CAST(TIMESTAMP '2020-01-02 03:04:05' AS timestamp(6)) --> (timestamp(6)) 2020-01-02 03:04:05.000000
SELECT CAST(TIMESTAMP '2020-01-02 03:04:05 UTC' AS timestamp(3)) --> (timestamp(3)) 2020-01-02 03:04:05.000
SELECT CAST(TIMESTAMP '2020-01-02 03:04:05 Asia/Tokyo' AS timestamp(0)) --> (timestamp(0)) 2020-01-02 03:04:05
SELECT CAST(TIMESTAMP '2020-01-02 03:04:05' AS timestamp(3) with time zone) --> (timestamp(3) with time zone) 2020-01-02 03:04:05.000 UTC
SELECT CAST(DATE '2020-01-02' AS timestamp with time zone) --> (timestamp(3) with time zone) 2020-01-02 00:00:00.000 UTC
SELECT CAST('2020-01-02 03:04:05 Asia/Tokyo' AS timestamp with time zone) --> (timestamp(3) with time zone) 2020-01-02 03:04:05.000 Asia/Tokyo
SELECT CAST('2020-01-02 03:04:05.1 +01:00' AS timestamp(1) with time zone) --> (timestamp(1) with time zone) 2020-01-02 03:04:05.1 +01:00
SELECT CAST('2020-01-02 03:04:05' AS timestamp with time zone) --> (timestamp(3) with time zone) 2020-01-02 03:04:05.000 UTC
SELECT CAST('x' AS timestamp with time zone) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to timestamp: x
SELECT CAST('01:02:03' AS time), CAST('01:02' AS time), CAST('01:02:03.4567' AS time) --> (time(3), time(3), time(3)) 01:02:03.000 | 01:02:00.000 | 01:02:03.457
SELECT CAST('x' AS time) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to time: x
SELECT CAST('25:00:00' AS time) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to time: 25:00:00
SELECT CAST(TIMESTAMP '2020-01-02 03:04:05.678' AS time(3)) --> (time(3)) 03:04:05.678
SELECT CAST(TIME '01:02:03.456' AS time(0)) --> (time(0)) 01:02:03
SELECT CAST(TIME '01:02:03.500' AS time(0)) --> (time(0)) 01:02:04
SELECT CAST('12151fd2-7586-11e9-8f9e-2a86e4085a59' AS uuid) --> (uuid) 12151fd2-7586-11e9-8f9e-2a86e4085a59
SELECT CAST('x' AS uuid) --> ! INVALID_CAST_ARGUMENT: Invalid UUID string length: 1

-- source: trino docs functions/conversion.html; language/types.html (structural casts)
SELECT CAST(ARRAY[1, 2] AS array(varchar)) --> (array(varchar)) [1, 2]
SELECT CAST(ARRAY['1', '2'] AS array(integer)) --> (array(integer)) [1, 2]
SELECT CAST(ARRAY['1', 'x'] AS array(integer)) --> ! INVALID_CAST_ARGUMENT: Cannot cast 'x' to INT
SELECT TRY_CAST(ARRAY['1', 'x'] AS array(integer)) --> (array(integer)) NULL
SELECT CAST(ARRAY[1.5, NULL] AS array(integer)) --> (array(integer)) [2, null]
SELECT CAST(MAP(ARRAY['1'], ARRAY['2']) AS map(integer, double)) --> (map(integer, double)) {1=2.0}
SELECT CAST(ROW(1, 'x') AS row(a varchar, b varchar)) --> (row(a varchar, b varchar)) {a=1, b=x}
SELECT CAST(ROW(1, 'x') AS row(a bigint, b varchar)).b --> (b: varchar) x
SELECT CAST(ARRAY[ROW(1)] AS array(row(x double))) --> (array(row(x double))) [{x=1.0}]
SELECT CAST(ROW(1, 2) AS row(a integer)) --> ! TYPE_MISMATCH: line 1:8: Cannot cast row(integer, integer) to row(a integer)
SELECT CAST(ARRAY[1] AS map(integer, integer)) --> ! TYPE_MISMATCH: line 1:8: Cannot cast array(integer) to map(integer, integer)
SELECT CAST(ARRAY[] AS array(integer)), CAST(MAP() AS map(varchar, integer)) --> (array(integer), map(varchar, integer)) [] | {}
SELECT CAST(NULL AS row(a integer)) --> (row(a integer)) NULL
SELECT format('%s', 123), format('%5d', 42), format('%-5d|', 42), format('%05d', 42) --> (varchar, varchar, varchar, varchar) 123 | "   42" | 42   | | 00042

-- source: trino docs functions/conversion.html (format, parse_data_size, typeof)
SELECT format('%s%%', 123) --> (varchar) 123%
SELECT format('%.5f', pi()) --> (varchar) 3.14159
SELECT format('%03d', 8) --> (varchar) 008
SELECT format('%,.2f', 1234567.89) --> (varchar) 1,234,567.89
SELECT format('%-7s,%7s', 'hello', 'world') --> (varchar) hello  ,  world
SELECT format('%2$s %3$s %1$s', 'a', 'b', 'c') --> (varchar) b c a
SELECT format('%1$tA, %1$tB %1$te, %1$tY', date '2006-07-04') --> (varchar) Tuesday, July 4, 2006
SELECT format('%x %X', 255, 255) --> (varchar) ff FF
SELECT format('%e', 12345.678e0) --> (varchar) 1.234568e+04
SELECT format('%b %s', true, NULL) --> (varchar) true null
SELECT format('%,d', 1234567) --> (varchar) 1,234,567
SELECT format('%+d', 5) --> (varchar) +5
SELECT format('%s %s', ARRAY[1, 2], DATE '2020-01-01') --> ! NOT_SUPPORTED: line 1:24: Type not supported for formatting: array(integer)
SELECT format('%s', DATE '2020-01-01') --> (varchar) 2020-01-01
SELECT format('%8.3f', 3.14159e0) --> (varchar) "   3.142"
SELECT parse_data_size('1B'), parse_data_size('1kB'), parse_data_size('2.3MB') --> (decimal(38,0), decimal(38,0), decimal(38,0)) 1 | 1024 | 2411724
SELECT parse_data_size('xyz') --> ! INVALID_FUNCTION_ARGUMENT: Invalid data size: 'xyz'
SELECT typeof(123), typeof('cat'), typeof(cos(2) + 1.5) --> (varchar, varchar, varchar) integer | varchar(3) | double
