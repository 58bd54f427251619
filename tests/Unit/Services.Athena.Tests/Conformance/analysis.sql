-- source: trino: sql/analyzer/TestAnalyzer (names, stars, ORDER BY scope)
SELECT n AS k, n AS k FROM nums ORDER BY k --> ! AMBIGUOUS_NAME: line 1:42: Column 'k' is ambiguous
SELECT name.first AS name FROM (VALUES ROW(CAST(ROW('Ann') AS ROW(first varchar)))) AS t (name) ORDER BY name.first --> ! TYPE_MISMATCH: line 1:106: Expression name is not of type ROW
SELECT r.* FROM t --> ! TABLE_NOT_FOUND: line 1:8: Unable to resolve reference r
SELECT a.b.c.d.* FROM t --> ! TABLE_NOT_FOUND: line 1:8: Unable to resolve reference a.b.c.d
SELECT t.r.* FROM t WHERE a = 2 --> (x: integer, y: varchar) 2 | q
SELECT t.b.* FROM t --> ! TYPE_MISMATCH: line 1:8: expected expression of type Row
SELECT r.p.* FROM (VALUES 1) AS r (n), (VALUES CAST(ROW(2) AS ROW(q integer))) AS s (p) --> ! TABLE_NOT_FOUND: line 1:8: Unable to resolve reference r.p
SELECT (SELECT e.code.* FROM (VALUES 1) AS z (o)) FROM (VALUES ROW(CAST(ROW(7) AS ROW(n integer)))) AS e (code) --> (integer) 7
SELECT max(salary) AS salary FROM emp GROUP BY dept ORDER BY max(salary + id) --> ! COLUMN_NOT_FOUND: line 1:66: Invalid reference to output projection attribute from ORDER BY aggregation
SELECT dept AS d FROM emp GROUP BY dept ORDER BY count(*) FILTER (WHERE d > 'a') --> ! COLUMN_NOT_FOUND: line 1:73: Invalid reference to output projection attribute from ORDER BY aggregation
SELECT dept AS d FROM emp GROUP BY dept ORDER BY array_agg(name ORDER BY d) --> ! COLUMN_NOT_FOUND: line 1:74: ORDER BY clause in aggregation function must not reference query output columns
SELECT -n AS n FROM nums WHERE n < 4 ORDER BY n --> (integer) -3 ; -2 ; -1
SELECT -n AS n FROM nums WHERE n < 4 ORDER BY nums.n --> (integer) -1 ; -2 ; -3
SELECT DISTINCT n % 2 AS p FROM nums ORDER BY p + 1 --> ! EXPRESSION_NOT_IN_DISTINCT: line 1:1: For SELECT DISTINCT, ORDER BY expressions must appear in select list
SELECT DISTINCT random() FROM nums ORDER BY random() --> ! EXPRESSION_NOT_IN_DISTINCT: line 1:45: Non deterministic ORDER BY expression is not supported with SELECT DISTINCT
SELECT DISTINCT x FROM (SELECT approx_set(n) AS x FROM nums) --> ! TYPE_MISMATCH: line 1:1: DISTINCT can only be applied to comparable types (actual: HyperLogLog): x

-- source: trino: sql/analyzer/TestAnalyzer (aggregation)
SELECT * FROM (SELECT id, dept FROM emp) AS e GROUP BY dept --> ! EXPRESSION_NOT_AGGREGATE: Column 'e.id' not in GROUP BY clause
SELECT * FROM (SELECT id + 1, dept FROM emp) GROUP BY dept --> ! EXPRESSION_NOT_AGGREGATE: Column 1 not in GROUP BY clause
SELECT (SELECT e.id FROM dept LIMIT 1) FROM emp AS e GROUP BY dept --> ! EXPRESSION_NOT_AGGREGATE: line 1:16: Subquery uses 'e.id' which must appear in GROUP BY clause
SELECT dept, EXISTS (SELECT 1 FROM nums WHERE n = salary) FROM emp GROUP BY dept --> ! EXPRESSION_NOT_AGGREGATE: line 1:51: Subquery uses 'salary' which must appear in GROUP BY clause
SELECT dept, (SELECT floor FROM dept AS d WHERE d.code = emp.dept) FROM emp WHERE dept < 'f' GROUP BY dept --> (varchar, integer) eng | 3
SELECT dept, max((SELECT emp.id)) FROM emp WHERE dept = 'ops' GROUP BY dept --> (varchar, integer) ops | 5
SELECT n IN (SELECT floor FROM dept), count(*) FROM nums WHERE n IN (1, 2, 3) GROUP BY n IN (SELECT floor FROM dept) ORDER BY 2 --> (boolean, bigint) NULL | 1 ; true | 2
SELECT cardinality(filter(arr, e -> e > 1)), count(*) FROM t GROUP BY cardinality(filter(arr, x -> x > 1)) ORDER BY 1 --> (bigint, bigint) 1 | 2 ; NULL | 1
SELECT count(*) FROM (SELECT sum(n) FROM nums) --> (bigint) 1
SELECT count(*) FROM (SELECT max(n), min(n) FROM nums WHERE n > 100) --> (bigint) 1
SELECT count(1) FROM (SELECT count(n) FROM nums LIMIT 5) AS c --> (bigint) 1
SELECT sum(n) AS s FROM nums HAVING s > 1 --> ! COLUMN_NOT_FOUND: line 1:37: Column 's' cannot be resolved
SELECT n FROM nums GROUP BY ROLLUP (n + 1) --> ! INVALID_COLUMN_REFERENCE: line 1:39: GROUP BY expression must be a column reference: (n + 1)
SELECT 1 FROM (VALUES (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)) AS v (a, b, c, d, e, f, g, h, i, j, k, l) GROUP BY CUBE (a, b, c, d, e, f, g, h, i, j, k, l) --> ! TOO_MANY_GROUPING_SETS: line 1:115: GROUP BY has 4096 grouping sets but can contain at most 2048
SELECT n FROM nums WHERE grouping(n) = 0 GROUP BY n --> ! EXPRESSION_NOT_SCALAR: line 1:38: WHERE clause cannot contain aggregations, window functions or grouping operations: [GROUPING (n)]
SELECT n FROM nums ORDER BY grouping(n) --> ! MISSING_GROUP_BY: line 1:1: A GROUPING() operation can only be used with a corresponding GROUPING SET/CUBE/ROLLUP/GROUP BY clause
SELECT grouping(n + 1) FROM nums GROUP BY n + 1 --> ! …
SELECT count(DISTINCT x) FROM (SELECT approx_set(n) AS x FROM nums) --> ! TYPE_MISMATCH: line 1:8: DISTINCT can only be applied to comparable types (actual: HyperLogLog)
SELECT array_agg(DISTINCT name ORDER BY id) FROM emp --> ! EXPRESSION_NOT_IN_DISTINCT: line 1:41: For aggregate function with DISTINCT, ORDER BY expressions must appear in arguments
SELECT array_agg(DISTINCT dept ORDER BY dept DESC) FROM emp WHERE id < 7 --> (array(varchar)) [ops, law, eng]
SELECT transform(ARRAY[1, 2], x -> max(x)) FROM nums --> ! EXPRESSION_NOT_SCALAR: line 1:36: Lambda expression cannot contain aggregations, window functions or grouping operations: [max(x)]
SELECT transform(ARRAY[1, 2], x -> (SELECT 3)) --> ! NOT_SUPPORTED: line 1:36: Lambda expression cannot contain subqueries
SELECT transform(ARRAY[1, 2], (x, y) -> x) --> ! INVALID_PARAMETER_USAGE: line 1:31: Expected a lambda that takes 1 argument(s) but got 2
SELECT map_filter(MAP(ARRAY[1], ARRAY[2]), k -> k > 0) --> ! INVALID_PARAMETER_USAGE: line 1:44: Expected a lambda that takes 2 argument(s) but got 1

-- source: trino: sql/analyzer/TestAnalyzer (windows)
SELECT n FROM nums WINDOW w AS (ORDER BY n), w AS () --> ! DUPLICATE_WINDOW_NAME: line 1:46: WINDOW name 'w' specified more than once
SELECT sum(n) OVER w FROM nums WINDOW "w" AS (ORDER BY n) --> ! INVALID_WINDOW_REFERENCE: line 1:20: Cannot resolve WINDOW name w
SELECT n FROM nums WINDOW later AS (early), early AS () --> ! INVALID_WINDOW_REFERENCE: line 1:37: Cannot resolve WINDOW name early
SELECT sum(n) OVER (w PARTITION BY n) FROM nums WINDOW w AS (ORDER BY n) --> ! INVALID_PARTITION_BY: line 1:36: WINDOW specification with named WINDOW reference cannot specify PARTITION BY
SELECT sum(n) OVER (w ORDER BY n) FROM nums WINDOW w AS (ORDER BY n) --> ! INVALID_ORDER_BY: line 1:23: Cannot specify ORDER BY if referenced named WINDOW specifies ORDER BY
SELECT sum(n) OVER (w ORDER BY n) FROM nums WINDOW w AS (ROWS 2 PRECEDING) --> ! INVALID_WINDOW_REFERENCE: line 1:21: Cannot reference named WINDOW containing frame specification
SELECT n FROM nums WINDOW w AS (RANGE UNBOUNDED FOLLOWING) --> ! INVALID_WINDOW_FRAME: line 1:33: Window frame start cannot be UNBOUNDED FOLLOWING
SELECT n FROM nums WINDOW w AS (ROWS 'x' PRECEDING) --> ! TYPE_MISMATCH: line 1:38: Window frame ROWS start value type must be exact numeric type with scale 0 (actual varchar(1))
SELECT sum(n) OVER (ORDER BY n GROUPS BETWEEN 1 PRECEDING AND 2.5 FOLLOWING) FROM nums --> ! TYPE_MISMATCH: line 1:63: Window frame GROUPS end value type must be exact numeric type with scale 0 (actual decimal(2,1))
SELECT sum(n) OVER (ORDER BY n, -n RANGE 1 PRECEDING) FROM nums --> ! INVALID_ORDER_BY: line 1:21: Window frame of type RANGE PRECEDING or FOLLOWING requires single sort item in ORDER BY (actual: 2)
SELECT count(*) OVER (ORDER BY name RANGE 1 PRECEDING) FROM emp --> ! TYPE_MISMATCH: line 1:32: Window frame of type RANGE PRECEDING or FOLLOWING requires that sort item type be numeric, datetime or interval (actual: varchar)
SELECT count(*) OVER (ORDER BY hired RANGE 1 PRECEDING) FROM emp --> ! TYPE_MISMATCH: line 1:44: Window frame RANGE value type (integer) not compatible with sort item type (date)
SELECT sum(n) OVER (ORDER BY n ROWS n - 5 PRECEDING) FROM nums --> ! INVALID_WINDOW_FRAME: Window frame offset value must not be negative or null
SELECT sum(a) OVER (ORDER BY dt ROWS a PRECEDING) FROM t --> ! INVALID_WINDOW_FRAME: Window frame offset value must not be negative or null
SELECT n, sum(n) OVER (ORDER BY n ROWS BETWEEN CURRENT ROW AND DECIMAL '99999999999999999999' FOLLOWING) FROM nums WHERE n > 8 ORDER BY n --> (integer, bigint) 9 | 19 ; 10 | 10
SELECT sum(n) OVER (PARTITION BY count(*) OVER ()) FROM nums --> ! NESTED_WINDOW: line 1:34: Cannot nest window functions or row pattern measures inside window specification
SELECT max(n) FROM nums GROUP BY n % 2 WINDOW w AS (ORDER BY n) --> ! EXPRESSION_NOT_AGGREGATE: line 1:62: 'n' must be an aggregate expression or appear in GROUP BY clause
SELECT rank() OVER (PARTITION BY n) FROM nums GROUP BY n % 2 --> ! EXPRESSION_NOT_AGGREGATE: line 1:34: PARTITION BY expression 'n' must be an aggregate expression or appear in GROUP BY clause
SELECT rank() OVER (ORDER BY n) FROM nums GROUP BY n % 2 --> ! EXPRESSION_NOT_AGGREGATE: line 1:30: ORDER BY expression 'n' must be an aggregate expression or appear in GROUP BY clause
SELECT lead(n) OVER () FROM nums --> ! MISSING_ORDER_BY: line 1:22: lead function requires an ORDER BY window clause
SELECT lag(n) OVER (ORDER BY n ROWS 1 PRECEDING) FROM nums --> ! INVALID_WINDOW_FRAME: line 1:32: Cannot specify window frame for lag function
SELECT count(DISTINCT n) OVER () FROM nums --> ! NOT_SUPPORTED: line 1:1: DISTINCT in window function parameters not yet supported: count(DISTINCT n) OVER ()
SELECT rank() IGNORE NULLS OVER (ORDER BY n) FROM nums --> ! NULL_TREATMENT_NOT_ALLOWED: line 1:8: Cannot specify null treatment clause for rank function
SELECT n FROM nums WHERE nosuch(n) OVER () > 1 --> ! EXPRESSION_NOT_SCALAR: line 1:44: WHERE clause cannot contain aggregations, window functions or grouping operations: [nosuch(n) OVER ()]
SELECT -n AS n, 2 AS m FROM nums WHERE n < 4 WINDOW w AS (ORDER BY n) ORDER BY count(*) OVER (w ROWS UNBOUNDED PRECEDING) DESC --> (integer, integer) -3 | 2 ; -2 | 2 ; -1 | 2

-- source: trino: sql/analyzer/TestAnalyzer and sql/query/TestRecursiveCte
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r --> ! MISSING_COLUMN_ALIASES: line 1:16: missing column aliases in recursive WITH query
WITH RECURSIVE r (n, n) AS (SELECT 1, 2) SELECT 1 FROM r --> ! DUPLICATE_COLUMN_NAME: line 1:22: Column name 'n' specified more than once
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT a.n FROM r AS a, r AS b) SELECT n FROM r --> ! INVALID_RECURSIVE_REFERENCE: line 1:69: multiple recursive references in the step relation of recursion
WITH RECURSIVE r (n) AS (SELECT n FROM r UNION ALL SELECT 2) SELECT n FROM r --> ! INVALID_RECURSIVE_REFERENCE: line 1:40: WITH table name is referenced in the base relation of recursion
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT 2 WHERE (SELECT true FROM r)) SELECT n FROM r --> ! INVALID_RECURSIVE_REFERENCE: line 1:78: recursive reference outside of FROM clause of the step relation of recursion
WITH RECURSIVE r (n) AS (SELECT 1 INTERSECT SELECT n + 1 FROM r) SELECT n FROM r --> ! INVALID_RECURSIVE_REFERENCE: line 1:63: recursive reference not allowed in this context
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3 LIMIT 5) SELECT n FROM r --> ! INVALID_LIMIT_CLAUSE: line 1:77: immediate FETCH FIRST / LIMIT clause in recursive query
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3 ORDER BY 1) SELECT n FROM r --> ! NOT_SUPPORTED: line 1:77: immediate ORDER BY clause in recursive query
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM (VALUES 1) AS v (k) LEFT JOIN r ON true WHERE n < 3) SELECT n FROM r --> ! INVALID_RECURSIVE_REFERENCE: line 1:93: recursive reference in right source of LEFT join
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n FROM ((SELECT 10) EXCEPT (SELECT n FROM r)) AS u (n)) SELECT n FROM r --> ! INVALID_RECURSIVE_REFERENCE: line 1:94: recursive reference in right relation of EXCEPT DISTINCT
WITH RECURSIVE r (n) AS (WITH RECURSIVE s (m) AS (SELECT 1) SELECT m FROM s) SELECT n FROM r --> ! NESTED_RECURSIVE: line 1:26: nested recursive WITH query
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n * 1.5 FROM r WHERE n < 4) SELECT n FROM r --> ! TYPE_MISMATCH: line 1:45: recursion step relation output type (decimal(12,1)) is not coercible to recursion base relation output type (integer) at column 1
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT m + 1 FROM (WITH r (m) AS (SELECT 5) SELECT m FROM r)) SELECT n FROM r ORDER BY n --> (integer) 1 ; 6
WITH RECURSIVE r (n) AS (SELECT 1) SELECT n FROM r --> (integer) 1
WITH w (a, A) AS (SELECT 1, 2) SELECT 1 FROM w --> ! DUPLICATE_COLUMN_NAME: line 1:12: Column name 'A' specified more than once

-- source: trino: sql/analyzer/TestAnalyzer, sql/query/TestJoin and TestUnnest (joins)
SELECT * FROM emp NATURAL JOIN dept --> ! NOT_SUPPORTED: line 1:15: Natural join not supported
SELECT * FROM (VALUES ARRAY[1]) AS a (x) LEFT JOIN UNNEST(x) AS b (y) ON y > 0 --> ! NOT_SUPPORTED: line 1:76: LEFT JOIN involving UNNEST is only supported with condition ON TRUE
SELECT * FROM (VALUES ARRAY[1]) AS a (x) FULL JOIN UNNEST(x) AS b (y) ON true --> ! INVALID_COLUMN_REFERENCE: line 1:59: LATERAL reference not allowed in FULL JOIN
SELECT * FROM nums AS a RIGHT JOIN LATERAL (SELECT a.n + 1) AS b (m) ON true --> ! INVALID_COLUMN_REFERENCE: line 1:52: LATERAL reference not allowed in RIGHT JOIN
SELECT * FROM nums AS a FULL JOIN LATERAL (VALUES 1) AS b (m) ON n = m --> ! NOT_SUPPORTED: line 1:68: FULL JOIN involving LATERAL relation is only supported with condition ON TRUE
SELECT * FROM nums AS a LEFT JOIN nums AS b ON b.n IN (SELECT a.n) --> ! NOT_SUPPORTED: line 1:63: Reference to column 'a.n' from outer scope not allowed in this context
SELECT count(*) FROM nums AS a LEFT JOIN nums AS b ON a.n = b.n AND b.n > (SELECT avg(floor) FROM dept) --> (bigint) 10
SELECT a.n, b.n FROM nums AS a LEFT JOIN nums AS b ON a.n = b.n AND b.n IN (SELECT floor FROM dept) WHERE a.n < 4 ORDER BY 1 --> (integer, integer) 1 | 1 ; 2 | NULL ; 3 | 3
SELECT a.n, b.n FROM (VALUES 1, 2) AS a (n) FULL JOIN (VALUES 2, 3) AS b (n) ON a.n = b.n AND EXISTS (SELECT 1 FROM dept) ORDER BY 1, 2 --> (integer, integer) 1 | NULL ; 2 | 2 ; NULL | 3
SELECT * FROM nums AS a JOIN nums AS b USING (n, n) --> ! DUPLICATE_COLUMN_NAME: line 1:50: Column 'n' appears multiple times in USING clause

-- source: trino: sql/query/TestValues and sql/analyzer/TestAnalyzer (VALUES, subscripts, limits, samples)
VALUES CAST(ROW(1, 'a') AS ROW(integer, varchar)), (2, 'b'), ROW(3, 'c') --> (integer, varchar) 1 | a ; 2 | b ; 3 | c
SELECT v.k FROM (VALUES CAST(ROW(1, 2.5) AS ROW(double, double)), (3, 4)) AS v (k, l) --> (double) 1.0 ; 3.0
VALUES (1, 2), (3, 4, 5) --> ! TYPE_MISMATCH: line 1:1: Values rows have mismatched sizes: 2 vs 3
VALUES (1, true), ('x', false) --> ! TYPE_MISMATCH: line 1:1: Values rows have mismatched types: row(integer, boolean) vs row(varchar(1), boolean)
SELECT ROW(7, 'x')[n] FROM nums --> ! EXPRESSION_NOT_CONSTANT: line 1:20: Subscript expression on ROW requires a constant index
SELECT ROW(7, 'x')[0] --> ! INVALID_FUNCTION_ARGUMENT: line 1:20: Invalid subscript index: 0. ROW indices start at 1
SELECT ROW(7, 'x')[3000000000] --> ! TYPE_MISMATCH: line 1:20: Subscript expression on ROW requires integer index, found bigint
SELECT ARRAY[7]['k'] --> ! TYPE_MISMATCH: line 1:8: Cannot use varchar(1) for subscript of array(integer)
SELECT n FROM nums FETCH FIRST 0 ROWS ONLY --> ! NUMERIC_VALUE_OUT_OF_RANGE: line 1:20: FETCH FIRST row count must be positive (actual value: 0)
SELECT n FROM nums FETCH FIRST 2 ROWS WITH TIES --> ! MISSING_ORDER_BY: line 1:20: FETCH FIRST WITH TIES clause requires ORDER BY
SELECT n FROM nums TABLESAMPLE BERNOULLI (n) --> ! EXPRESSION_NOT_CONSTANT: line 1:43: Sample percentage cannot contain column references
SELECT n FROM nums TABLESAMPLE BERNOULLI (NULL) --> ! INVALID_ARGUMENTS: line 1:43: Sample percentage cannot be NULL
SELECT n FROM nums TABLESAMPLE SYSTEM ('10') --> ! TYPE_MISMATCH: line 1:40: Sample percentage should be a numeric expression
SELECT n FROM nums TABLESAMPLE SYSTEM (101) --> ! NUMERIC_VALUE_OUT_OF_RANGE: line 1:40: Sample percentage must be less than or equal to 100
SELECT +'x' --> ! TYPE_MISMATCH: line 1:8: Unary '+' operator cannot by applied to varchar(1) type
SELECT 'a' BETWEEN 1 AND 'b' --> ! TYPE_MISMATCH: line 1:12: Cannot check if varchar(1) is BETWEEN integer and varchar(1)
SELECT EXTRACT(YEAR FROM 'x') --> ! TYPE_MISMATCH: line 1:26: Cannot extract YEAR from varchar(1)
SELECT MAP(ARRAY[1], ARRAY[2]) < ALL (VALUES MAP(ARRAY[1], ARRAY[2])) --> ! TYPE_MISMATCH: line 1:32: Type [row(map(integer, integer))] must be orderable in order to be used in quantified comparison
(SELECT approx_set(n) FROM nums) EXCEPT (SELECT approx_set(n) FROM nums) --> ! TYPE_MISMATCH: line 1:34: Type HyperLogLog is not comparable and therefore cannot be used in EXCEPT
SELECT CAST(1 AS ARRAY(wat)) --> ! TYPE_MISMATCH: line 1:8: Unknown type: array(wat)
SELECT n FROM nums WHERE n < ? --> ! INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 1 but found 0
