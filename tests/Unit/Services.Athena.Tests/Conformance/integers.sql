-- source: trino docs functions/math.html (mathematical operators); trinodb/trino TestIntegerOperators
SELECT 37 + 17 --> (integer) 54
SELECT 37 - 17 --> (integer) 20
SELECT 37 * 17 --> (integer) 629
SELECT 37 / 17 --> (integer) 2
SELECT 37 % 17 --> (integer) 3
SELECT 17 / 37 --> (integer) 0
SELECT 17 % 37 --> (integer) 17
SELECT 7 / 2 --> (integer) 3
SELECT -7 / 2 --> (integer) -3
SELECT 7 / -2 --> (integer) -3
SELECT -7 / -2 --> (integer) 3
SELECT 7 % 3 --> (integer) 1
SELECT -7 % 3 --> (integer) -1
SELECT 7 % -3 --> (integer) 1
SELECT -7 % -3 --> (integer) -1
SELECT 1 + 2 * 3 --> (integer) 7
SELECT (1 + 2) * 3 --> (integer) 9
SELECT 10 - 2 - 3 --> (integer) 5
SELECT 100 / 10 / 5 --> (integer) 2
SELECT 2 * 7 % 4 --> (integer) 2
SELECT -(5) --> (integer) -5
SELECT - -5 --> (integer) 5
SELECT +5 --> (integer) 5
SELECT -(-5) --> (integer) 5
SELECT 1 + 3000000000 --> (bigint) 3000000001
SELECT 3000000000 * 2 --> (bigint) 6000000000
SELECT BIGINT '1' / 2 --> (bigint) 0
SELECT TINYINT '1' + TINYINT '2' --> (tinyint) 3
SELECT TINYINT '1' + SMALLINT '2' --> (smallint) 3
SELECT SMALLINT '7' * 2 --> (integer) 14
SELECT TINYINT '7' % BIGINT '4' --> (bigint) 3
SELECT SMALLINT '5' - SMALLINT '9' --> (smallint) -4
SELECT - TINYINT '5' --> (tinyint) -5
SELECT NULL + 1 --> (integer) NULL
SELECT 1 - NULL --> (integer) NULL
SELECT NULL * BIGINT '2' --> (bigint) NULL
SELECT a + 1 FROM t ORDER BY a --> (integer) 2 ; 3 ; NULL
SELECT a / 2, a % 2 FROM t ORDER BY a --> (integer, integer) 0 | 1 ; 1 | 0 ; NULL | NULL
SELECT typeof(1 + 1), typeof(1 + BIGINT '1'), typeof(TINYINT '1' * TINYINT '1') --> (varchar, varchar, varchar) integer | bigint | tinyint

-- source: trinodb/trino TestIntegerOperators, TestBigintOperators, TestSmallintOperators, TestTinyintOperators (overflow and division by zero)
SELECT 1 / 0 --> ! DIVISION_BY_ZERO: Division by zero
SELECT 1 % 0 --> ! DIVISION_BY_ZERO: Division by zero
SELECT BIGINT '1' / 0 --> ! DIVISION_BY_ZERO: Division by zero
SELECT TINYINT '1' / TINYINT '0' --> ! DIVISION_BY_ZERO: Division by zero
SELECT a / (a - a) FROM t WHERE a = 1 --> ! DIVISION_BY_ZERO: Division by zero
SELECT 2147483647 + 1 --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer addition overflow: 2147483647 + 1
SELECT -2147483648 - 1 --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer subtraction overflow: -2147483648 - 1
SELECT 2147483647 * 2 --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer multiplication overflow: 2147483647 * 2
SELECT INTEGER '-2147483648' / -1 --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer division overflow: -2147483648 / -1
SELECT - INTEGER '-2147483648' --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer negation overflow: -2147483648
SELECT 9223372036854775807 + 1 --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint addition overflow: 9223372036854775807 + 1
SELECT -9223372036854775808 - 1 --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint subtraction overflow: -9223372036854775808 - 1
SELECT 9223372036854775807 * 2 --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint multiplication overflow: 9223372036854775807 * 2
SELECT BIGINT '-9223372036854775808' / -1 --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint division overflow: -9223372036854775808 / -1
SELECT - BIGINT '-9223372036854775808' --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint negation overflow: -9223372036854775808
SELECT SMALLINT '32767' + SMALLINT '1' --> ! NUMERIC_VALUE_OUT_OF_RANGE: smallint addition overflow: 32767 + 1
SELECT SMALLINT '-32768' - SMALLINT '1' --> ! NUMERIC_VALUE_OUT_OF_RANGE: smallint subtraction overflow: -32768 - 1
SELECT SMALLINT '32767' * SMALLINT '2' --> ! NUMERIC_VALUE_OUT_OF_RANGE: smallint multiplication overflow: 32767 * 2
SELECT TINYINT '127' + TINYINT '1' --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint addition overflow: 127 + 1
SELECT TINYINT '-128' - TINYINT '1' --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint subtraction overflow: -128 - 1
SELECT TINYINT '127' * TINYINT '2' --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint multiplication overflow: 127 * 2
SELECT - TINYINT '-128' --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint negation overflow: -128
SELECT TINYINT '-128' / TINYINT '-1' --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint division overflow: -128 / -1
SELECT a + 2147483647 FROM t WHERE a = 1 --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer addition overflow: 1 + 2147483647
SELECT TRY(1 / 0) --> (integer) NULL
SELECT TRY(2147483647 + 1) --> (integer) NULL
SELECT COALESCE(TRY(a / (a - 1)), -1) FROM t WHERE a IS NOT NULL ORDER BY a --> (integer) -1 ; 2
SELECT BIGINT '-9223372036854775808' % -1 --> (bigint) 0
SELECT 1 + 'a' --> ! TYPE_MISMATCH: line 1:10: Cannot apply operator: integer + varchar(1)
SELECT true + 1 --> ! TYPE_MISMATCH: line 1:13: Cannot apply operator: boolean + integer
SELECT DATE '2020-01-01' * 2 --> ! TYPE_MISMATCH: line 1:26: Cannot apply operator: date * integer
SELECT - 'a' --> ! TYPE_MISMATCH: line 1:8: Cannot negate varchar(1)

-- source: trino docs functions/bitwise.html; trinodb/trino TestBitwiseFunctions
SELECT bit_count(9, 64) --> (bigint) 2
SELECT bit_count(9, 8) --> (bigint) 2
SELECT bit_count(-7, 64) --> (bigint) 62
SELECT bit_count(-7, 8) --> (bigint) 6
SELECT bit_count(0, 64) --> (bigint) 0
SELECT bit_count(24, 6) --> (bigint) 2
SELECT bitwise_and(19, 25) --> (bigint) 17
SELECT bitwise_or(19, 25) --> (bigint) 27
SELECT bitwise_xor(19, 25) --> (bigint) 10
SELECT bitwise_not(-12) --> (bigint) 11
SELECT bitwise_not(19) --> (bigint) -20
SELECT bitwise_not(25) --> (bigint) -26
SELECT bitwise_left_shift(1, 2) --> (integer) 4
SELECT bitwise_left_shift(5, 2) --> (integer) 20
SELECT bitwise_left_shift(0, 1) --> (integer) 0
SELECT bitwise_left_shift(20, 0) --> (integer) 20
SELECT bitwise_left_shift(BIGINT '1', 40) --> (bigint) 1099511627776
SELECT bitwise_right_shift(8, 3) --> (integer) 1
SELECT bitwise_right_shift(9, 1) --> (integer) 4
SELECT bitwise_right_shift(20, 0) --> (integer) 20
SELECT bitwise_right_shift(0, 1) --> (integer) 0
SELECT bitwise_right_shift_arithmetic(-8, 3) --> (integer) -1
SELECT bitwise_right_shift_arithmetic(9, 1) --> (integer) 4
SELECT bitwise_right_shift_arithmetic(BIGINT '-17', 1) --> (bigint) -9
SELECT bitwise_and(0, 255), bitwise_or(NULL, 1) --> (bigint, bigint) 0 | NULL
-- source: trino docs language/select.html (an expression is evaluated in the order it is written); found by comparing with an independent evaluator
SELECT x + 2000000000 + 2000000000 FROM (VALUES -2000000000) AS t (x) --> (integer) 2000000000
SELECT 12 * (x * 1396304905) FROM (VALUES 0) AS t (x) --> (integer) 0
SELECT 9000000000000000000 + (x + 9000000000000000000) FROM (VALUES BIGINT '-9000000000000000001') AS t (x) --> (bigint) 8999999999999999999
-- source: trino docs functions/conditional.html (arguments of COALESCE are evaluated only if necessary); found by comparing with an independent evaluator
SELECT COALESCE(SMALLINT '12', NULLIF(x + x, SMALLINT '3')) FROM (VALUES SMALLINT '-32768') AS t (x) --> (smallint) 12
SELECT COALESCE(y, NULLIF((x + x) / y, y)) FROM (VALUES (SMALLINT '-32768', SMALLINT '5')) AS t (x, y) --> (smallint) 5
-- source: trinodb/trino TestTinyintOperators (a negated tinyint is a tinyint); found by comparing with an independent evaluator
SELECT typeof(x * (- TINYINT '-12')) FROM (VALUES TINYINT '13') AS t (x) --> (varchar) tinyint
SELECT x * (- TINYINT '-12') FROM (VALUES TINYINT '13') AS t (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: …
-- source: trino docs functions/math.html: an integer sum that does not fit its type fails, also within an aggregate
SELECT sum(x + 1), sum(x - 1), sum(1 + x), sum(DISTINCT x + 1) FROM (VALUES SMALLINT '1', SMALLINT '2', NULL) AS v (x) --> (bigint, bigint, bigint, bigint) 5 | 1 | 5 | 5
SELECT sum(x + 1) FROM (VALUES 2147483647, -5) AS v (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer addition overflow: 2147483647 + 1
SELECT sum(x + 1) FROM (VALUES 9223372036854775807, -9223372036854775807) AS v (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint addition overflow: 9223372036854775807 + 1
SELECT sum(x + 32767) FROM (VALUES SMALLINT '32767', SMALLINT '1') AS v (x) --> (bigint) 98302
SELECT sum(x + SMALLINT '1') FROM (VALUES SMALLINT '32767', SMALLINT '-9') AS v (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: smallint addition overflow: 32767 + 1
-- source: trino docs functions/conditional.html (TRY, IF, CASE and COALESCE evaluate only what is needed); found by comparing with an independent evaluator
SELECT TRY((ARRAY[3, 7])[0] % x) FROM (VALUES 2, 0) AS t (x) --> (integer) NULL ; NULL
SELECT TRY(CAST('x' AS integer) % x) FROM (VALUES 2, 0) AS t (x) --> (integer) NULL ; NULL
SELECT IF(x < -5, CAST('x' AS integer) % x, x) FROM (VALUES 2) AS t (x) --> (integer) 2
SELECT CASE WHEN x > 0 THEN x ELSE 1 / 0 + x END FROM (VALUES 2) AS t (x) --> (integer) 2
SELECT COALESCE(x, 1, CAST('x' AS integer) % x) FROM (VALUES 2, NULL) AS t (x) --> (integer) 2 ; 1
-- source: trino docs functions/conditional.html (IF gives the value of the branch that holds, whatever is known beforehand); found by comparing with an independent evaluator
SELECT IF(true, TINYINT '12' + x) + IF(false, x, x + TINYINT '127') FROM (VALUES TINYINT '-8') AS t (x) --> (tinyint) 123
