-- source: trino docs language/types.html, functions/comparison.html, functions/conditional.html: the same rules where values come from rows, not literals
SELECT x + y FROM (VALUES (TINYINT '127', TINYINT '1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint addition overflow: 127 + 1
SELECT x - y FROM (VALUES (TINYINT '-128', TINYINT '1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint subtraction overflow: -128 - 1
SELECT x * y FROM (VALUES (TINYINT '127', TINYINT '3')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint multiplication overflow: 127 * 3
SELECT x / y FROM (VALUES (TINYINT '-128', TINYINT '-1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint division overflow: -128 / -1
SELECT -x FROM (VALUES TINYINT '-128') AS v (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: tinyint negation overflow: -128
SELECT x % y FROM (VALUES (TINYINT '-128', TINYINT '-1')) AS v (x, y) --> (tinyint) 0
SELECT x / y FROM (VALUES (TINYINT '7', TINYINT '0')) AS v (x, y) --> ! DIVISION_BY_ZERO: Division by zero
SELECT x % y FROM (VALUES (TINYINT '7', TINYINT '0')) AS v (x, y) --> ! DIVISION_BY_ZERO: Division by zero
SELECT x / y, x % y FROM (VALUES (TINYINT '-7', TINYINT '2')) AS v (x, y) --> (tinyint, tinyint) -3 | -1
SELECT x / y FROM (VALUES (CAST(NULL AS tinyint), TINYINT '0')) AS v (x, y) --> (tinyint) NULL
SELECT TRY(x + y), TRY(x / y) FROM (VALUES (TINYINT '127', TINYINT '1'), (TINYINT '4', TINYINT '0')) AS v (x, y) ORDER BY y --> (tinyint, tinyint) 4 | NULL ; NULL | 127
SELECT abs(x), sign(x) FROM (VALUES TINYINT '-5') AS v (x) --> (tinyint, tinyint) 5 | -1
SELECT CAST(x AS varchar), CAST(x AS double), CAST(x AS boolean) FROM (VALUES TINYINT '-5') AS v (x) --> (varchar, double, boolean) -5 | -5.0 | true
SELECT min(x), max(x), sum(x), avg(x), count(x) FROM (VALUES TINYINT '3', TINYINT '4', NULL) AS v (x) --> (tinyint, tinyint, bigint, double, bigint) 3 | 4 | 7 | 3.5 | 2
SELECT CAST(x AS tinyint) FROM (VALUES '-128') AS v (x) --> (tinyint) -128
SELECT CAST(x AS tinyint) FROM (VALUES '128') AS v (x) --> ! INVALID_CAST_ARGUMENT: Cannot cast '128' to TINYINT
SELECT greatest(x, y), least(x, y) FROM (VALUES (TINYINT '3', TINYINT '9')) AS v (x, y) --> (tinyint, tinyint) 9 | 3
SELECT x BETWEEN y AND y + TINYINT '1', x IN (y, TINYINT '4'), NULLIF(x, y) FROM (VALUES (TINYINT '3', TINYINT '2')) AS v (x, y) --> (boolean, boolean, tinyint) true | false | 3
SELECT x + y FROM (VALUES (SMALLINT '32767', SMALLINT '1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: smallint addition overflow: 32767 + 1
SELECT x - y FROM (VALUES (SMALLINT '-32768', SMALLINT '1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: smallint subtraction overflow: -32768 - 1
SELECT x * y FROM (VALUES (SMALLINT '32767', SMALLINT '3')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: smallint multiplication overflow: 32767 * 3
SELECT x / y FROM (VALUES (SMALLINT '-32768', SMALLINT '-1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: smallint division overflow: -32768 / -1
SELECT -x FROM (VALUES SMALLINT '-32768') AS v (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: smallint negation overflow: -32768
SELECT x % y FROM (VALUES (SMALLINT '-32768', SMALLINT '-1')) AS v (x, y) --> (smallint) 0
SELECT x / y FROM (VALUES (SMALLINT '7', SMALLINT '0')) AS v (x, y) --> ! DIVISION_BY_ZERO: Division by zero
SELECT x % y FROM (VALUES (SMALLINT '7', SMALLINT '0')) AS v (x, y) --> ! DIVISION_BY_ZERO: Division by zero
SELECT x / y, x % y FROM (VALUES (SMALLINT '-7', SMALLINT '2')) AS v (x, y) --> (smallint, smallint) -3 | -1
SELECT x / y FROM (VALUES (CAST(NULL AS smallint), SMALLINT '0')) AS v (x, y) --> (smallint) NULL
SELECT TRY(x + y), TRY(x / y) FROM (VALUES (SMALLINT '32767', SMALLINT '1'), (SMALLINT '4', SMALLINT '0')) AS v (x, y) ORDER BY y --> (smallint, smallint) 4 | NULL ; NULL | 32767
SELECT abs(x), sign(x) FROM (VALUES SMALLINT '-5') AS v (x) --> (smallint, smallint) 5 | -1
SELECT CAST(x AS varchar), CAST(x AS double), CAST(x AS boolean) FROM (VALUES SMALLINT '-5') AS v (x) --> (varchar, double, boolean) -5 | -5.0 | true
SELECT min(x), max(x), sum(x), avg(x), count(x) FROM (VALUES SMALLINT '3', SMALLINT '4', NULL) AS v (x) --> (smallint, smallint, bigint, double, bigint) 3 | 4 | 7 | 3.5 | 2
SELECT CAST(x AS smallint) FROM (VALUES '-32768') AS v (x) --> (smallint) -32768
SELECT CAST(x AS smallint) FROM (VALUES '32768') AS v (x) --> ! INVALID_CAST_ARGUMENT: Cannot cast '32768' to SMALLINT
SELECT greatest(x, y), least(x, y) FROM (VALUES (SMALLINT '3', SMALLINT '9')) AS v (x, y) --> (smallint, smallint) 9 | 3
SELECT x BETWEEN y AND y + SMALLINT '1', x IN (y, SMALLINT '4'), NULLIF(x, y) FROM (VALUES (SMALLINT '3', SMALLINT '2')) AS v (x, y) --> (boolean, boolean, smallint) true | false | 3
SELECT x + y FROM (VALUES (INTEGER '2147483647', INTEGER '1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer addition overflow: 2147483647 + 1
SELECT x - y FROM (VALUES (INTEGER '-2147483648', INTEGER '1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer subtraction overflow: -2147483648 - 1
SELECT x * y FROM (VALUES (INTEGER '2147483647', INTEGER '3')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer multiplication overflow: 2147483647 * 3
SELECT x / y FROM (VALUES (INTEGER '-2147483648', INTEGER '-1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer division overflow: -2147483648 / -1
SELECT -x FROM (VALUES INTEGER '-2147483648') AS v (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: integer negation overflow: -2147483648
SELECT x % y FROM (VALUES (INTEGER '-2147483648', INTEGER '-1')) AS v (x, y) --> (integer) 0
SELECT x / y FROM (VALUES (INTEGER '7', INTEGER '0')) AS v (x, y) --> ! DIVISION_BY_ZERO: Division by zero
SELECT x % y FROM (VALUES (INTEGER '7', INTEGER '0')) AS v (x, y) --> ! DIVISION_BY_ZERO: Division by zero
SELECT x / y, x % y FROM (VALUES (INTEGER '-7', INTEGER '2')) AS v (x, y) --> (integer, integer) -3 | -1
SELECT x / y FROM (VALUES (CAST(NULL AS integer), INTEGER '0')) AS v (x, y) --> (integer) NULL
SELECT TRY(x + y), TRY(x / y) FROM (VALUES (INTEGER '2147483647', INTEGER '1'), (INTEGER '4', INTEGER '0')) AS v (x, y) ORDER BY y --> (integer, integer) 4 | NULL ; NULL | 2147483647
SELECT abs(x), sign(x) FROM (VALUES INTEGER '-5') AS v (x) --> (integer, integer) 5 | -1
SELECT CAST(x AS varchar), CAST(x AS double), CAST(x AS boolean) FROM (VALUES INTEGER '-5') AS v (x) --> (varchar, double, boolean) -5 | -5.0 | true
SELECT min(x), max(x), sum(x), avg(x), count(x) FROM (VALUES INTEGER '3', INTEGER '4', NULL) AS v (x) --> (integer, integer, bigint, double, bigint) 3 | 4 | 7 | 3.5 | 2
SELECT CAST(x AS integer) FROM (VALUES '-2147483648') AS v (x) --> (integer) -2147483648
SELECT CAST(x AS integer) FROM (VALUES '2147483648') AS v (x) --> ! INVALID_CAST_ARGUMENT: Cannot cast '2147483648' to INT
SELECT greatest(x, y), least(x, y) FROM (VALUES (INTEGER '3', INTEGER '9')) AS v (x, y) --> (integer, integer) 9 | 3
SELECT x BETWEEN y AND y + INTEGER '1', x IN (y, INTEGER '4'), NULLIF(x, y) FROM (VALUES (INTEGER '3', INTEGER '2')) AS v (x, y) --> (boolean, boolean, integer) true | false | 3
SELECT x + y FROM (VALUES (BIGINT '9223372036854775807', BIGINT '1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint addition overflow: 9223372036854775807 + 1
SELECT x - y FROM (VALUES (BIGINT '-9223372036854775808', BIGINT '1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint subtraction overflow: -9223372036854775808 - 1
SELECT x * y FROM (VALUES (BIGINT '9223372036854775807', BIGINT '3')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint multiplication overflow: 9223372036854775807 * 3
SELECT x / y FROM (VALUES (BIGINT '-9223372036854775808', BIGINT '-1')) AS v (x, y) --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint division overflow: -9223372036854775808 / -1
SELECT -x FROM (VALUES BIGINT '-9223372036854775808') AS v (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: bigint negation overflow: -9223372036854775808
SELECT x % y FROM (VALUES (BIGINT '-9223372036854775808', BIGINT '-1')) AS v (x, y) --> (bigint) 0
SELECT x / y FROM (VALUES (BIGINT '7', BIGINT '0')) AS v (x, y) --> ! DIVISION_BY_ZERO: Division by zero
SELECT x % y FROM (VALUES (BIGINT '7', BIGINT '0')) AS v (x, y) --> ! DIVISION_BY_ZERO: Division by zero
SELECT x / y, x % y FROM (VALUES (BIGINT '-7', BIGINT '2')) AS v (x, y) --> (bigint, bigint) -3 | -1
SELECT x / y FROM (VALUES (CAST(NULL AS bigint), BIGINT '0')) AS v (x, y) --> (bigint) NULL
SELECT TRY(x + y), TRY(x / y) FROM (VALUES (BIGINT '9223372036854775807', BIGINT '1'), (BIGINT '4', BIGINT '0')) AS v (x, y) ORDER BY y --> (bigint, bigint) 4 | NULL ; NULL | 9223372036854775807
SELECT abs(x), sign(x) FROM (VALUES BIGINT '-5') AS v (x) --> (bigint, bigint) 5 | -1
SELECT CAST(x AS varchar), CAST(x AS double), CAST(x AS boolean) FROM (VALUES BIGINT '-5') AS v (x) --> (varchar, double, boolean) -5 | -5.0 | true
SELECT min(x), max(x), sum(x), avg(x), count(x) FROM (VALUES BIGINT '3', BIGINT '4', NULL) AS v (x) --> (bigint, bigint, bigint, double, bigint) 3 | 4 | 7 | 3.5 | 2
SELECT CAST(x AS bigint) FROM (VALUES '-9223372036854775808') AS v (x) --> (bigint) -9223372036854775808
SELECT CAST(x AS bigint) FROM (VALUES '9223372036854775808') AS v (x) --> ! INVALID_CAST_ARGUMENT: Cannot cast '9223372036854775808' to BIGINT
SELECT greatest(x, y), least(x, y) FROM (VALUES (BIGINT '3', BIGINT '9')) AS v (x, y) --> (bigint, bigint) 9 | 3
SELECT x BETWEEN y AND y + BIGINT '1', x IN (y, BIGINT '4'), NULLIF(x, y) FROM (VALUES (BIGINT '3', BIGINT '2')) AS v (x, y) --> (boolean, boolean, bigint) true | false | 3

-- source: trino docs functions/datetime.html, functions/string.html: formats, units and patterns that differ by row
SELECT date_trunc(u, TIMESTAMP '2022-05-20 05:10:25') FROM (VALUES 'year', 'day') AS v (u) ORDER BY 1 --> (timestamp(0)) 2022-01-01 00:00:00 ; 2022-05-20 00:00:00
SELECT x, x = y, x IS DISTINCT FROM y FROM (VALUES (1, 1), (1, 2), (NULL, 1)) AS v (x, y) ORDER BY 1, 2 --> (integer, boolean, boolean) 1 | false | true ; 1 | true | false ; NULL | NULL | true
SELECT CAST(s AS date) FROM (VALUES '2020-01-01', NULL) AS v (s) ORDER BY 1 --> (date) 2020-01-01 ; NULL
SELECT CAST(s AS date) FROM (VALUES '2020-01-01', 'x') AS v (s) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to date: x
SELECT TRY_CAST(s AS date) FROM (VALUES '2020-01-01', 'x') AS v (s) ORDER BY 1 --> (date) 2020-01-01 ; NULL
SELECT TRY_CAST(s AS double) FROM (VALUES '1.5', 'x', '') AS v (s) ORDER BY 1 --> (double) 1.5 ; NULL ; NULL
SELECT TRY_CAST(s AS decimal(4,2)) FROM (VALUES '12.345', '123', 'x') AS v (s) ORDER BY 1 --> (decimal(4,2)) 12.35 ; NULL ; NULL
SELECT TRY_CAST(s AS timestamp) FROM (VALUES '2020-01-01 00:00:00', '2020-13-01') AS v (s) ORDER BY 1 --> (timestamp(3)) 2020-01-01 00:00:00.000 ; NULL
SELECT CAST(d AS varchar) FROM (VALUES 1e0, 1e10, nan(), -0e0) AS v (d) ORDER BY d --> (varchar) -0E0 ; 1.0E0 ; 1.0E10 ; NaN
SELECT d, CAST(d AS decimal(6,2)) FROM (VALUES 1.005e0, 2.675e0, -1.005e0) AS v (d) ORDER BY d --> (double, decimal(6,2)) -1.005 | -1.01 ; 1.005 | 1.01 ; 2.675 | 2.68
SELECT a || b FROM (VALUES ('x', 'y'), (NULL, 'y')) AS v (a, b) ORDER BY 1 --> (varchar) xy ; NULL
SELECT x[i] FROM (VALUES (ARRAY[1, 2], 2), (ARRAY[3], 1)) AS v (x, i) ORDER BY 1 --> (integer) 2 ; 3
SELECT x[i] FROM (VALUES (ARRAY[1, 2], 5)) AS v (x, i) --> ! INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: 5 > 2
SELECT TRY(x[i]) FROM (VALUES (ARRAY[1, 2], 5), (ARRAY[7], 1)) AS v (x, i) ORDER BY 1 --> (integer) 7 ; NULL
SELECT element_at(m, k) FROM (VALUES (MAP(ARRAY[1], ARRAY['a']), 1), (MAP(ARRAY[1], ARRAY['a']), 2)) AS v (m, k) ORDER BY 1 --> (varchar(1)) a ; NULL
SELECT COALESCE(x, y / 0) FROM (VALUES (1, 1), (2, 2)) AS v (x, y) ORDER BY 1 --> (integer) 1 ; 2
SELECT CASE WHEN y <> 0 THEN x / y ELSE -1 END FROM (VALUES (6, 3), (6, 0)) AS v (x, y) ORDER BY 1 --> (integer) -1 ; 2
SELECT IF(y = 0, 0, x % y) FROM (VALUES (7, 4), (7, 0)) AS v (x, y) ORDER BY 1 --> (integer) 0 ; 3
SELECT x FROM (VALUES 1, 2) AS v (x) WHERE x <> 1 AND 10 / (x - 1) > 5 --> (integer) 2
SELECT x * y FROM (VALUES (DECIMAL '99999999999999.9999', DECIMAL '99999999999999.9999')) AS v (x, y) --> (decimal(36,8)) 9999999999999999980000000000.00000001
SELECT x / y FROM (VALUES (DECIMAL '1.0000', DECIMAL '3.00')) AS v (x, y) --> (decimal(7,4)) 0.3333
SELECT TRY(x * y) FROM (VALUES (DECIMAL '99999999999999999999', DECIMAL '99999999999999999999')) AS v (x, y) --> (decimal(38,0)) NULL
SELECT x + y, x - y FROM (VALUES (0.1e0, 0.2e0)) AS v (x, y) --> (double, double) 0.30000000000000004 | -0.1
SELECT x < y, x > y, x = y FROM (VALUES (nan(), 1e0)) AS v (x, y) --> (boolean, boolean, boolean) false | false | false
SELECT count(*) FROM (VALUES nan(), nan(), 1e0) AS v (x) WHERE x = x --> (bigint) 1
SELECT DISTINCT x FROM (VALUES nan(), nan(), 1e0) AS v (x) ORDER BY 1 --> (double) 1.0 ; NaN
SELECT max(x), min(x) FROM (VALUES 1e0, infinity(), -infinity()) AS v (x) --> (double, double) Infinity | -Infinity
SELECT x AT TIME ZONE z FROM (VALUES (TIMESTAMP '2020-06-01 12:00:00 UTC', 'Asia/Tokyo'), (TIMESTAMP '2020-06-01 12:00:00 UTC', '-03:00')) AS v (x, z) ORDER BY z --> (timestamp(0) with time zone) 2020-06-01 09:00:00 -03:00 ; 2020-06-01 21:00:00 Asia/Tokyo
SELECT upper(x), length(x), reverse(x) FROM (VALUES 'abc', '') AS v (x) ORDER BY 2 --> (varchar(3), bigint, varchar(3)) "" | 0 | "" ; ABC | 3 | cba
SELECT (a, b) IN (SELECT k, v FROM pairs) FROM (VALUES (1, 'a'), (3, 'z')) AS x (a, b) ORDER BY a --> (boolean) true ; false
SELECT a IN (1, 5), a NOT IN (1, 5) FROM t ORDER BY a --> (boolean, boolean) true | false ; false | true ; NULL | NULL
SELECT count(*) FROM t WHERE a NOT IN (SELECT k FROM pairs) --> (bigint) 0

-- source: trino: spi/type/RowType, spi/type/ArrayType (comparison): fields decide in their order, and a NULL met before they have is an error
SELECT (1, NULL) < (2, 3), (1, NULL) >= (2, NULL), (3, 1) > (2, NULL) --> (boolean, boolean, boolean) true | false | true
SELECT (1, NULL) < (1, 3) --> ! NOT_SUPPORTED: ROW comparison not supported for fields with null elements
SELECT (NULL, 1) <= (1, 3) --> ! NOT_SUPPORTED: ROW comparison not supported for fields with null elements
SELECT (1, (2, NULL)) > (1, (2, 3)) --> ! NOT_SUPPORTED: ROW comparison not supported for fields with null elements
SELECT (1, 2) BETWEEN (1, NULL) AND (3, 4) --> ! NOT_SUPPORTED: ROW comparison not supported for fields with null elements
SELECT (0, 2) BETWEEN (1, NULL) AND (3, 4) --> (boolean) false
SELECT r < (2, 'b') FROM (VALUES ROW(ROW(1, 'z')), ROW(NULL), ROW(ROW(2, 'a')), ROW(ROW(3, NULL))) AS t (r) --> (boolean) true ; NULL ; true ; false
SELECT ARRAY[1, NULL] < ARRAY[2, 2], ARRAY[1] < ARRAY[1, NULL], ARRAY[] < ARRAY[NULL] --> (boolean, boolean, boolean) true | true | true
SELECT ARRAY[1, NULL] < ARRAY[1, 2] --> ! NOT_SUPPORTED: ARRAY comparison not supported for arrays with null elements
SELECT ARRAY[ROW(1, 'a')] <= ARRAY[ROW(1, 'a')], ARRAY[ROW(1, 'a'), ROW(0, 'x')] > ARRAY[ROW(1, 'a')] --> (boolean, boolean) true | true
SELECT CAST(NULL AS row(a integer)) < CAST(ROW(1) AS row(a integer)) --> (boolean) NULL

-- source: trino: spi/type/RowType (names may repeat), sql/analyzer/ExpressionAnalyzer
SELECT CAST(ROW(1, 2) AS row(a integer, "A" integer)) --> (row(a integer, a integer)) {a=1, a=2}
SELECT CAST(ROW(1, 2) AS row(x integer, X integer)) = ROW(1, 2) --> (boolean) true
SELECT CAST(ROW(1, 2) AS row(x integer, y integer, x integer)).y --> ! TYPE_MISMATCH: …
SELECT CAST(ROW(1, 2, 3) AS row(x integer, y integer, x integer)).y --> (integer) 2
SELECT CAST(ROW(1, 2) AS row(a integer, "A" integer)).a --> ! AMBIGUOUS_NAME: …
SELECT json_format(CAST(CAST(ROW(1, 2) AS row(b integer, "B" integer)) AS json)) --> (varchar) {"b":1,"b":2}
SELECT c, d FROM UNNEST(ARRAY[CAST(ROW(1, 'x') AS row(k integer, "K" varchar))]) AS t (c, d) --> (integer, varchar) 1 | x
