-- source: trino docs functions/window.html (ranking functions)
SELECT name, row_number() OVER (ORDER BY salary DESC, name) FROM emp WHERE salary IS NOT NULL ORDER BY 2 --> (name: varchar, _col1: bigint) Fay | 1 ; Ann | 2 ; Bob | 3 ; Cid | 4 ; Eve | 5 ; Dee | 6
SELECT name, rank() OVER (ORDER BY salary DESC), dense_rank() OVER (ORDER BY salary DESC) FROM emp WHERE salary IS NOT NULL ORDER BY 2, 1 --> (varchar, bigint, bigint) Fay | 1 | 1 ; Ann | 2 | 2 ; Bob | 3 | 3 ; Cid | 3 | 3 ; Eve | 5 | 4 ; Dee | 6 | 5
SELECT name, percent_rank() OVER (ORDER BY salary), cume_dist() OVER (ORDER BY salary) FROM emp WHERE dept = 'eng' ORDER BY 1 --> (varchar, double, double) Ann | 1.0 | 1.0 ; Bob | 0.0 | 0.6666666666666666 ; Cid | 0.0 | 0.6666666666666666
SELECT n, ntile(3) OVER (ORDER BY n) FROM nums ORDER BY n --> (integer, bigint) 1 | 1 ; 2 | 1 ; 3 | 1 ; 4 | 1 ; 5 | 2 ; 6 | 2 ; 7 | 2 ; 8 | 3 ; 9 | 3 ; 10 | 3
SELECT n, ntile(20) OVER (ORDER BY n) FROM nums WHERE n < 4 ORDER BY n --> (integer, bigint) 1 | 1 ; 2 | 2 ; 3 | 3
SELECT dept, name, rank() OVER (PARTITION BY dept ORDER BY salary DESC) AS rnk FROM emp WHERE dept IN ('eng', 'ops') ORDER BY dept, rnk, name --> (dept: varchar, name: varchar, rnk: bigint) eng | Ann | 1 ; eng | Bob | 2 ; eng | Cid | 2 ; ops | Eve | 1 ; ops | Dee | 2
SELECT rank() OVER (), row_number() OVER () IS NOT NULL FROM (VALUES 1, 2) AS v (x) --> (bigint, boolean) 1 | true ; 1 | true

-- source: trino docs functions/window.html (value functions)
SELECT n, lag(n) OVER (ORDER BY n), lead(n) OVER (ORDER BY n) FROM nums WHERE n < 4 ORDER BY n --> (integer, integer, integer) 1 | NULL | 2 ; 2 | 1 | 3 ; 3 | 2 | NULL
SELECT n, lag(n, 2) OVER (ORDER BY n), lead(n, 2, -1) OVER (ORDER BY n), lag(n, 0) OVER (ORDER BY n) FROM nums WHERE n < 4 ORDER BY n --> (integer, integer, integer, integer) 1 | NULL | 3 | 1 ; 2 | NULL | -1 | 2 ; 3 | 1 | -1 | 3
SELECT n, first_value(n) OVER (ORDER BY n), last_value(n) OVER (ORDER BY n), nth_value(n, 2) OVER (ORDER BY n) FROM nums WHERE n < 4 ORDER BY n --> (integer, integer, integer, integer) 1 | 1 | 1 | NULL ; 2 | 1 | 2 | 2 ; 3 | 1 | 3 | 2
SELECT n, last_value(n) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM nums WHERE n < 4 ORDER BY n --> (integer, integer) 1 | 3 ; 2 | 3 ; 3 | 3
SELECT x, first_value(y) IGNORE NULLS OVER (ORDER BY x), last_value(y) IGNORE NULLS OVER (ORDER BY x), lag(y) IGNORE NULLS OVER (ORDER BY x) FROM (VALUES (1, NULL), (2, 'b'), (3, NULL), (4, 'd')) AS v (x, y) ORDER BY x --> (integer, varchar(1), varchar(1), varchar(1)) 1 | NULL | NULL | NULL ; 2 | b | b | NULL ; 3 | b | b | b ; 4 | b | d | b
SELECT lag(n, -1) OVER (ORDER BY n) FROM nums --> ! INVALID_FUNCTION_ARGUMENT: Offset must be at least 0
SELECT nth_value(n, 0) OVER (ORDER BY n) FROM nums --> ! INVALID_FUNCTION_ARGUMENT: Offset must be at least 1
SELECT ntile(0) OVER (ORDER BY n) FROM nums --> ! INVALID_FUNCTION_ARGUMENT: Buckets must be greater than 0

-- source: trino docs functions/window.html; sql/select.html#window-clause (aggregates and frames)
SELECT n, sum(n) OVER (ORDER BY n) FROM nums WHERE n < 5 ORDER BY n --> (integer, bigint) 1 | 1 ; 2 | 3 ; 3 | 6 ; 4 | 10
SELECT n, sum(n) OVER () FROM nums WHERE n < 4 ORDER BY n --> (integer, bigint) 1 | 6 ; 2 | 6 ; 3 | 6
SELECT n, avg(n) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM nums WHERE n < 5 ORDER BY n --> (integer, double) 1 | 1.5 ; 2 | 2.0 ; 3 | 3.0 ; 4 | 3.5
SELECT n, count(*) OVER (ORDER BY n ROWS 2 PRECEDING) FROM nums WHERE n < 5 ORDER BY n --> (integer, bigint) 1 | 1 ; 2 | 2 ; 3 | 3 ; 4 | 3
SELECT n, sum(n) OVER (ORDER BY n ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) FROM nums WHERE n < 5 ORDER BY n --> (integer, bigint) 1 | 7 ; 2 | 4 ; 3 | NULL ; 4 | NULL
SELECT n, array_agg(n) OVER (ORDER BY n ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) FROM nums WHERE n < 4 ORDER BY n --> (integer, array(integer)) 1 | [1, 2] ; 2 | [2, 3] ; 3 | [3]
SELECT x, sum(x) OVER (ORDER BY x RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM (VALUES 1, 2, 2, 3) AS v (x) ORDER BY x --> (integer, bigint) 1 | 1 ; 2 | 5 ; 2 | 5 ; 3 | 8
SELECT x, sum(x) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM (VALUES 1, 2, 4, 5) AS v (x) ORDER BY x --> (integer, bigint) 1 | 3 ; 2 | 3 ; 4 | 9 ; 5 | 9
SELECT x, count(*) OVER (ORDER BY x GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (VALUES 1, 2, 2, 3) AS v (x) ORDER BY x --> (integer, bigint) 1 | 1 ; 2 | 3 ; 2 | 3 ; 3 | 3
SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s FROM (VALUES 1, 2, 2, 3) AS v (x) ORDER BY s --> (integer, bigint) 1 | 1 ; 2 | 3 ; 2 | 5 ; 3 | 8
SELECT d, count(*) OVER (ORDER BY d RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND CURRENT ROW) FROM (VALUES DATE '2020-01-01', DATE '2020-01-20', DATE '2020-03-01') AS v (d) ORDER BY d --> (date, bigint) 2020-01-01 | 1 ; 2020-01-20 | 2 ; 2020-03-01 | 1
SELECT name, salary - avg(salary) OVER (PARTITION BY dept) FROM emp WHERE dept = 'ops' ORDER BY name --> (varchar, double) Dee | -5.0 ; Eve | 5.0
SELECT name, sum(salary) OVER w, count(*) OVER w FROM emp WHERE dept = 'eng' WINDOW w AS (PARTITION BY dept) ORDER BY name --> (varchar, bigint, bigint) Ann | 320 | 3 ; Bob | 320 | 3 ; Cid | 320 | 3
SELECT n, sum(n) OVER (w ORDER BY n) FROM nums WHERE n < 4 WINDOW w AS (PARTITION BY n % 2) ORDER BY n --> (integer, bigint) 1 | 1 ; 2 | 2 ; 3 | 4
SELECT dept, sum(salary), rank() OVER (ORDER BY sum(salary) DESC) FROM emp WHERE dept IS NOT NULL GROUP BY dept ORDER BY 3 --> (varchar, bigint, bigint) eng | 320 | 1 ; ops | 170 | 2 ; law | 150 | 3
SELECT n, sum(n) FILTER (WHERE n % 2 = 0) OVER (ORDER BY n) FROM nums WHERE n < 5 ORDER BY n --> ! NOT_SUPPORTED: line 1:1: FILTER is not yet supported for window functions
SELECT max(n) OVER (PARTITION BY n % 2 ORDER BY n DESC), min(n) OVER (PARTITION BY n % 2) FROM nums WHERE n = 10 --> (integer, integer) 10 | 10
SELECT a, row_number() OVER (ORDER BY a), row_number() OVER (ORDER BY a DESC), row_number() OVER (ORDER BY a NULLS FIRST) FROM t ORDER BY a --> (integer, bigint, bigint, bigint) 1 | 1 | 2 | 2 ; 2 | 2 | 1 | 3 ; NULL | 3 | 3 | 1
SELECT * FROM (SELECT name, row_number() OVER (PARTITION BY dept ORDER BY salary DESC, name) AS rn FROM emp) WHERE rn = 1 AND name <> 'Gus' ORDER BY name --> (name: varchar, rn: bigint) Ann | 1 ; Eve | 1 ; Fay | 1
SELECT n, sum(sum(n)) OVER (ORDER BY n) FROM nums WHERE n < 4 GROUP BY n ORDER BY n --> (integer, bigint) 1 | 1 ; 2 | 3 ; 3 | 6
SELECT count(*) OVER (), name FROM emp ORDER BY name LIMIT 1 --> (bigint, varchar) 7 | Ann
SELECT DISTINCT count(*) OVER (PARTITION BY dept) AS c FROM emp ORDER BY c --> (bigint) 1 ; 2 ; 3
SELECT n FROM nums ORDER BY row_number() OVER (ORDER BY n DESC) LIMIT 2 --> (integer) 10 ; 9

-- source: trinodb/trino TestAnalyzer (window errors)
SELECT rank() FROM nums --> ! MISSING_OVER: line 1:8: Window function rank requires an OVER clause
SELECT sum(rank() OVER ()) FROM nums --> ! NESTED_WINDOW: line 1:8: Cannot nest window functions or row pattern measures inside aggregation 'sum': [rank() OVER ()]
SELECT n FROM nums WHERE rank() OVER (ORDER BY n) = 1 --> ! EXPRESSION_NOT_SCALAR: line 1:51: WHERE clause cannot contain aggregations, window functions or grouping operations: [rank() OVER (ORDER BY n ASC)]
SELECT lower(name) OVER () FROM emp --> ! FUNCTION_NOT_WINDOW: line 1:8: 'lower' is not a window function
SELECT sum(n) OVER w FROM nums --> ! INVALID_WINDOW_REFERENCE: line 1:20: Cannot resolve WINDOW name w
SELECT sum(n) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED FOLLOWING AND CURRENT ROW) FROM nums --> ! INVALID_WINDOW_FRAME: line 1:32: Window frame start cannot be UNBOUNDED FOLLOWING
SELECT sum(n) OVER (ORDER BY n ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) FROM nums --> ! INVALID_WINDOW_FRAME: line 1:32: Window frame starting from CURRENT ROW cannot end with PRECEDING
SELECT sum(n) OVER (RANGE 1 PRECEDING) FROM nums --> ! MISSING_ORDER_BY: line 1:21: Window frame of type RANGE PRECEDING or FOLLOWING requires ORDER BY
