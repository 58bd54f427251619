-- source: trino docs functions/comparison.html
SELECT 1 = 1, 1 <> 2, 1 != 2, 1 < 2, 1 <= 1, 2 > 1, 2 >= 3 --> (boolean, boolean, boolean, boolean, boolean, boolean, boolean) true | true | true | true | true | true | false
SELECT 1 = 1.0 --> (boolean) true
SELECT 1 = 1e0 --> (boolean) true
SELECT 2 < 1.5 --> (boolean) false
SELECT 'a' < 'b', 'B' < 'a', 'abc' < 'abd', 'ab' < 'abc' --> (boolean, boolean, boolean, boolean) true | true | true | true
SELECT 'a' = 'a ' --> (boolean) false
SELECT CAST('a' AS char(3)) = CAST('a' AS char(5)) --> (boolean) true
SELECT 'é' > 'z' --> (boolean) true
SELECT true > false, false = false --> (boolean, boolean) true | true
SELECT DATE '2020-01-01' < DATE '2020-01-02' --> (boolean) true
SELECT DATE '2020-01-01' = TIMESTAMP '2020-01-01 00:00:00' --> (boolean) true
SELECT TIMESTAMP '2020-01-01 00:00:00.000' = TIMESTAMP '2020-01-01 00:00:00' --> (boolean) true
SELECT TIMESTAMP '2020-01-01 00:00:00 UTC' = TIMESTAMP '2020-01-01 09:00:00 Asia/Tokyo' --> (boolean) true
SELECT TIMESTAMP '2020-01-01 00:00:00 UTC' < TIMESTAMP '2020-01-01 00:00:00 America/New_York' --> (boolean) true
SELECT INTERVAL '1' DAY = INTERVAL '24' HOUR, INTERVAL '1' YEAR > INTERVAL '11' MONTH --> (boolean, boolean) true | true
SELECT X'01' < X'02', X'ff' > X'00' --> (boolean, boolean) true | true
SELECT 3 BETWEEN 2 AND 6 --> (boolean) true
SELECT 3 BETWEEN 4 AND 6 --> (boolean) false
SELECT 3 NOT BETWEEN 4 AND 6 --> (boolean) true
SELECT 3 BETWEEN 6 AND 2 --> (boolean) false
SELECT NULL BETWEEN 2 AND 4 --> (boolean) NULL
SELECT 2 BETWEEN NULL AND 6 --> (boolean) NULL
SELECT 7 BETWEEN NULL AND 6 --> (boolean) false
SELECT 2 BETWEEN 3 AND NULL --> (boolean) false
SELECT 'Paul' BETWEEN 'John' AND 'Ringo' --> (boolean) true
SELECT 1.5 BETWEEN 1 AND 2 --> (boolean) true
SELECT NULL = NULL --> (boolean) NULL
SELECT NULL <> 1 --> (boolean) NULL
SELECT 1 < NULL --> (boolean) NULL
SELECT NULL IS NULL, 1 IS NULL, 1 IS NOT NULL --> (boolean, boolean, boolean) true | false | true
SELECT 1 IS DISTINCT FROM 2, 1 IS DISTINCT FROM 1, 1 IS DISTINCT FROM NULL, NULL IS DISTINCT FROM NULL --> (boolean, boolean, boolean, boolean) true | false | true | false
SELECT 1 IS NOT DISTINCT FROM 1, NULL IS NOT DISTINCT FROM NULL, 1 IS NOT DISTINCT FROM NULL --> (boolean, boolean, boolean) true | true | false
SELECT greatest(1, 2, 3), least(1, 2, 3) --> (integer, integer) 3 | 1
SELECT greatest(1, NULL, 3) --> (integer) NULL
SELECT least(1.5, 2) --> (decimal(11,1)) 1.5
SELECT greatest('a', 'b'), greatest(DATE '2020-01-01', DATE '2021-01-01') --> (varchar(1), date) b | 2021-01-01
SELECT greatest(1, 2.5e0) --> (double) 2.5
SELECT 'hello' = ANY (VALUES 'hello', 'world') --> (boolean) true
SELECT 21 < ALL (VALUES 19, 20, 21) --> (boolean) false
SELECT 42 >= SOME (SELECT 41 UNION ALL SELECT 42 UNION ALL SELECT 43) --> (boolean) true
SELECT 1 = ANY (VALUES 2, NULL) --> (boolean) NULL
SELECT 1 = ANY (VALUES 1, NULL) --> (boolean) true
SELECT 1 <> ALL (VALUES 2, 3) --> (boolean) true
SELECT 1 <> ALL (VALUES 2, NULL) --> (boolean) NULL
SELECT 1 = ALL (SELECT a FROM empty_t) --> (boolean) true
SELECT 1 = ANY (SELECT a FROM empty_t) --> (boolean) false
SELECT 5 > ALL (SELECT a FROM t WHERE a IS NOT NULL) --> (boolean) true
SELECT 1 <> ANY (VALUES 1, 2) --> (boolean) true
SELECT 1 IN (1, 2), 3 IN (1, 2), 3 NOT IN (1, 2) --> (boolean, boolean, boolean) true | false | true
SELECT 3 IN (1, NULL), 1 IN (1, NULL), 3 NOT IN (1, NULL) --> (boolean, boolean, boolean) NULL | true | NULL
SELECT NULL IN (1, 2) --> (boolean) NULL
SELECT 1 IN (1.0, 2.5) --> (boolean) true
SELECT 'a' IN ('a', 'bcd') --> (boolean) true
SELECT 1 IN (SELECT n FROM nums), 11 IN (SELECT n FROM nums), 11 NOT IN (SELECT n FROM nums) --> (boolean, boolean, boolean) true | false | true
SELECT 9 IN (SELECT a FROM t), 1 IN (SELECT a FROM t), 9 NOT IN (SELECT a FROM t) --> (boolean, boolean, boolean) NULL | true | NULL
SELECT 1 IN (SELECT a FROM empty_t), 1 NOT IN (SELECT a FROM empty_t) --> (boolean, boolean) false | true
SELECT (1, 2) = (1, 2), (1, 2) < (1, 3), (2, 1) > (1, 9) --> (boolean, boolean, boolean) true | true | true
SELECT (1, 2) IN ((1, 2), (3, 4)) --> (boolean) true
SELECT (1, NULL) = (2, NULL) --> (boolean) false
SELECT (1, NULL) = (1, NULL) --> (boolean) NULL
SELECT ARRAY[1, 2] = ARRAY[1, 2], ARRAY[1, 2] < ARRAY[1, 3], ARRAY[1] < ARRAY[1, 0] --> (boolean, boolean, boolean) true | true | true
SELECT ARRAY[1, NULL] = ARRAY[1, NULL] --> (boolean) NULL
SELECT ARRAY[1, NULL] = ARRAY[2, NULL] --> (boolean) false
SELECT ARRAY[1, NULL] = ARRAY[1, NULL, 2] --> (boolean) false
SELECT MAP(ARRAY[1, 2], ARRAY['a', 'b']) = MAP(ARRAY[2, 1], ARRAY['b', 'a']) --> (boolean) true
SELECT MAP(ARRAY[1], ARRAY['a']) = MAP(ARRAY[1], ARRAY['b']) --> (boolean) false
SELECT nan() = nan() --> (boolean) false
SELECT nan() <> nan() --> (boolean) true
SELECT nan() < 1e0, nan() > 1e0, nan() >= nan() --> (boolean, boolean, boolean) false | false | false
SELECT nan() IS DISTINCT FROM nan() --> (boolean) false
SELECT infinity() > 1e308, -infinity() < -1e308 --> (boolean, boolean) true | true
SELECT 0e0 = -0e0 --> (boolean) true
SELECT 1 = 'a' --> ! TYPE_MISMATCH: line 1:10: Cannot apply operator: integer = varchar(1)
SELECT DATE '2020-01-01' > '2020-01-01' --> ! TYPE_MISMATCH: line 1:26: Cannot apply operator: date < varchar(10)
SELECT MAP(ARRAY[1], ARRAY[1]) < MAP(ARRAY[1], ARRAY[1]) --> ! TYPE_MISMATCH: line 1:32: Cannot apply operator: map(integer, integer) < map(integer, integer)

-- source: trino docs functions/comparison.html#like
SELECT 'abc' LIKE 'a%', 'abc' LIKE '_b_', 'abc' LIKE 'b%', 'abc' LIKE 'abc', 'abc' LIKE '%c' --> (boolean, boolean, boolean, boolean, boolean) true | true | false | true | true
SELECT 'ABC' LIKE 'abc' --> (boolean) false
SELECT 'abc' NOT LIKE 'a%' --> (boolean) false
SELECT 'South_America' LIKE 'South\_America' ESCAPE '\' --> (boolean) true
SELECT 'South America' LIKE 'South\_America' ESCAPE '\' --> (boolean) false
SELECT '100%' LIKE '100#%' ESCAPE '#', '1000' LIKE '100#%' ESCAPE '#' --> (boolean, boolean) true | false
SELECT 'a\b' LIKE 'a\b' --> (boolean) true
SELECT '' LIKE '%', '' LIKE '_', '' LIKE '' --> (boolean, boolean, boolean) true | false | true
SELECT NULL LIKE 'a', 'a' LIKE NULL --> (boolean, boolean) NULL | NULL
SELECT 'é' LIKE '_', '日本' LIKE '__' --> (boolean, boolean) true | true
SELECT U&'a\000Ab' LIKE 'a_b' --> (boolean) true
SELECT 'x' LIKE 'xx' ESCAPE 'ab' --> ! INVALID_FUNCTION_ARGUMENT: Escape string must be a single character
SELECT 'a' LIKE 'a\' ESCAPE '\' --> ! INVALID_FUNCTION_ARGUMENT: Escape character must be followed by '%', '_' or the escape character itself
SELECT continent FROM (VALUES 'America', 'Asia', 'Africa', 'Europe', 'Australia', 'Antarctica') AS t (continent) WHERE continent LIKE 'E%' --> (continent: varchar(10)) Europe
SELECT continent FROM (VALUES 'America', 'Asia', 'Africa', 'Europe', 'Australia', 'Antarctica') AS t (continent) WHERE continent LIKE 'A_i%' --> ~(varchar(10)) Asia
SELECT 1 LIKE '1' --> ! TYPE_MISMATCH: line 1:8: Left side of LIKE expression must evaluate to a varchar (actual: integer)

-- source: trino docs functions/logical.html
SELECT true AND true, true AND false, false AND NULL, true AND NULL, NULL AND NULL --> (boolean, boolean, boolean, boolean, boolean) true | false | false | NULL | NULL
SELECT true OR false, false OR false, true OR NULL, false OR NULL, NULL OR NULL --> (boolean, boolean, boolean, boolean, boolean) true | false | true | NULL | NULL
SELECT NOT true, NOT false, NOT NULL --> (boolean, boolean, boolean) false | true | NULL
SELECT NOT (1 = 2 AND 3 = 3) --> (boolean) true
SELECT true AND false OR true, true OR true AND false --> (boolean, boolean) true | true
SELECT NOT false AND false --> (boolean) false
SELECT 1 AND true --> ! TYPE_MISMATCH: line 1:8: Logical expression term must evaluate to a boolean (actual: integer)
SELECT NOT 1 --> ! TYPE_MISMATCH: line 1:12: Value of logical NOT expression must evaluate to a boolean (actual: integer)
SELECT a > 1, a > 1 OR a IS NULL FROM t ORDER BY a --> (boolean, boolean) false | false ; true | true ; NULL | true
SELECT NOT a = 1 FROM t ORDER BY a --> (boolean) false ; true ; NULL

-- source: trino docs functions/conditional.html
SELECT CASE 1 WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END --> (varchar(4)) one
SELECT n, CASE n WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END FROM nums WHERE n < 4 ORDER BY n --> (n: integer, _col1: varchar(4)) 1 | one ; 2 | two ; 3 | many
SELECT CASE WHEN n = 1 THEN 'aaa' WHEN n = 2 THEN 'b' END FROM nums WHERE n < 4 ORDER BY n --> (varchar(3)) aaa ; b ; NULL
SELECT CASE NULL WHEN NULL THEN 'x' ELSE 'y' END --> (varchar(1)) y
SELECT CASE WHEN NULL THEN 1 ELSE 2 END --> (integer) 2
SELECT CASE WHEN true THEN 1 ELSE 2.5 END --> (decimal(11,1)) 1.0
SELECT CASE WHEN false THEN 1 END --> (integer) NULL
SELECT CASE a WHEN 1 THEN 10 WHEN 2 THEN BIGINT '20' END FROM t ORDER BY a --> (bigint) 10 ; 20 ; NULL
SELECT CASE WHEN 1 = 0 THEN 1 / 0 ELSE 5 END --> (integer) 5
SELECT CASE WHEN true THEN 1 ELSE 'a' END --> ! TYPE_MISMATCH: line 1:35: All CASE results must be the same type or coercible to a common type. Cannot find common type between integer and varchar(1), all types (without duplicates): [integer, varchar(1)]
SELECT if(true, 1), if(false, 1), if(NULL, 1, 2) --> (integer, integer, integer) 1 | NULL | 2
SELECT if(1 > 0, 'yes', 'no') --> (varchar(3)) yes
SELECT if(a = 1, 'one', 'other') FROM t ORDER BY a --> (varchar(5)) one ; other ; other
SELECT if(true, 1, 2.5) --> (decimal(11,1)) 1.0
SELECT if(1, 2, 3) --> ! TYPE_MISMATCH: line 1:11: IF condition must evaluate to a boolean (actual: integer)
SELECT coalesce(NULL, 1), coalesce(NULL, NULL, 'a'), coalesce(NULL, NULL) --> (integer, varchar(1), unknown) 1 | a | NULL
SELECT coalesce(1, 1 / 0) --> (integer) 1
SELECT coalesce(a, 0) FROM t ORDER BY 1 --> (integer) 0 ; 1 ; 2
SELECT coalesce(NULL, 1, 2.5) --> (decimal(11,1)) 1.0
SELECT coalesce(b, 'none') FROM t ORDER BY 1 --> (varchar) none ; x ; y
SELECT nullif(1, 1), nullif(1, 2), nullif(NULL, 1), nullif(1, NULL) --> (integer, integer, unknown, integer) NULL | 1 | NULL | 1
SELECT nullif('a', 'b') --> (varchar(1)) a
SELECT nullif(1, 1.0) --> (integer) NULL
SELECT try(1 / 0), try(10 / 2), coalesce(try(CAST('x' AS integer)), -1) --> (integer, integer, integer) NULL | 5 | -1
SELECT COALESCE(TRY(10 / n), 0) FROM (VALUES 0, 5) AS x (n) ORDER BY 1 --> (integer) 0 ; 2
SELECT try(CAST('a' AS date)), try(ARRAY[1][2]), try(json_parse('{')) --> (date, integer, json) NULL | NULL | NULL
-- source: trino docs functions/comparison.html (a comparison with NULL is NULL) and language/types.html (NaN); found by comparing with an independent evaluator
SELECT x >= y, x = y, y < x, x > y, x <> y FROM (VALUES (nan(), CAST(NULL AS double))) AS t (x, y) --> (boolean, boolean, boolean, boolean, boolean) NULL | NULL | NULL | NULL | NULL
SELECT x IN (y), x NOT IN (y, z), x IN (z, z), ARRAY[x] = ARRAY[y], ROW(x, 1) = ROW(y, 1), contains(ARRAY[z, y], x) FROM (VALUES (nan(), CAST(NULL AS double), 2e0)) AS t (x, y, z) --> (boolean, boolean, boolean, boolean, boolean, boolean) NULL | NULL | false | NULL | NULL | NULL
SELECT x >= y, x = x, y < x, x > y, x <> x FROM (VALUES (nan(), DOUBLE '1')) AS t (x, y) --> (boolean, boolean, boolean, boolean, boolean) false | false | false | false | true
