-- source: trino docs functions/comparison.html (NULL, quantified comparisons) and sql/select.html#in; trino: sql/TestExpressionInterpreter (rows with NULL in lists)
SELECT (7, 8) IN (SELECT 7, 8), (7, 9) IN (SELECT 7, 8), (7, 9) NOT IN (SELECT 7, 8) --> (boolean, boolean, boolean) true | false | true
SELECT (7, NULL) IN (SELECT 7, 8), (7, NULL) IN (SELECT 6, 8), (7, NULL) NOT IN (SELECT 6, 8) --> (boolean, boolean, boolean) NULL | false | true
SELECT (7, NULL) IN (SELECT 7, 8 WHERE false), (7, NULL) NOT IN (SELECT 7, 8 WHERE false) --> (boolean, boolean) false | true
SELECT (7, 8) IN (SELECT 7, CAST(NULL AS integer)), (7, 8) IN (SELECT 6, CAST(NULL AS integer)) --> (boolean, boolean) NULL | false
SELECT (7, 8) NOT IN (SELECT 6, CAST(NULL AS integer)), (7, 8) NOT IN (SELECT 7, CAST(NULL AS integer)) --> (boolean, boolean) true | NULL
SELECT (7, 8) = ANY (SELECT 7, CAST(NULL AS integer)), (7, 8) <> ALL (SELECT 6, CAST(NULL AS integer)) --> (boolean, boolean) NULL | true
SELECT (7, 8) = ALL (SELECT 7, 8), (7, 8) = ALL (SELECT 7, 8 WHERE false), (7, 8) <> ANY (SELECT 7, 8 WHERE false) --> (boolean, boolean, boolean) true | true | false
SELECT (7, 8) <> ANY (SELECT 7, 9), (7, 8) <> ANY (SELECT 7, CAST(NULL AS integer)), (7, NULL) = ALL (SELECT 6, 8) --> (boolean, boolean, boolean) true | NULL | false
SELECT CAST(NULL AS row(a integer, b integer)) IN (SELECT 7, 8), CAST(NULL AS row(a integer, b integer)) IN (SELECT 7, 8 WHERE false) --> (boolean, boolean) NULL | false
SELECT ARRAY[7, NULL] IN (SELECT ARRAY[7, 8]), ARRAY[7, 8] IN (SELECT ARRAY[7, NULL]), ARRAY[7, 8] IN (SELECT ARRAY[6, NULL]) --> (boolean, boolean, boolean) NULL | NULL | false
SELECT ROW(1, ROW(2, NULL)) IN (SELECT 1, ROW(2, 3)), ROW(1, ROW(2, NULL)) IN (SELECT 1, ROW(3, 3)) --> (boolean, boolean) NULL | false
SELECT MAP(ARRAY[1], ARRAY[NULL]) IN (SELECT MAP(ARRAY[1], ARRAY[2])), MAP(ARRAY[1, 2], ARRAY[3, 4]) IN (SELECT MAP(ARRAY[2, 1], ARRAY[4, 3])) --> (boolean, boolean) NULL | true
SELECT (1, TIMESTAMP '2020-01-01 00:00:00 UTC') IN (SELECT 1, TIMESTAMP '2020-01-01 01:00:00 +01:00') --> (boolean) true
SELECT a, b FROM (VALUES (1, 2), (1, NULL), (3, 4), (5, NULL)) AS t (a, b) WHERE (a, b) NOT IN (SELECT 1, 3) ORDER BY a --> (integer, integer) 1 | 2 ; 3 | 4 ; 5 | NULL
SELECT a, b FROM (VALUES (1, 2), (1, NULL), (3, 4)) AS t (a, b) WHERE (a, b) NOT IN (VALUES (1, NULL)) --> (integer, integer) 3 | 4
SELECT a, b FROM (VALUES (1, 2), (1, NULL), (3, 4)) AS t (a, b) WHERE (a, b) IN (SELECT 1, 2) OR a = 3 ORDER BY a --> (integer, integer) 1 | 2 ; 3 | 4
SELECT a, b, (a, b) IN (SELECT c, d FROM (VALUES (1, 1), (1, 2), (2, NULL)) AS u (c, d) WHERE c = a) FROM (VALUES (1, 2), (1, NULL), (2, 4), (3, 3)) AS t (a, b) ORDER BY a, b --> (integer, integer, boolean) 1 | 2 | true ; 1 | NULL | NULL ; 2 | 4 | NULL ; 3 | 3 | false
SELECT a, (a, count(*)) IN (SELECT 1, 2) FROM (VALUES 1, 1, 2, NULL) AS t (a) GROUP BY a ORDER BY a --> (integer, boolean) 1 | true ; 2 | false ; NULL | false
WITH u AS (SELECT 1 AS c, 2 AS d) SELECT (a, b) IN (SELECT c, d FROM u), (a, b) NOT IN (TABLE u) FROM (VALUES (1, 2), (1, NULL), (3, 4)) AS t (a, b) ORDER BY a, b --> (boolean, boolean) true | false ; NULL | NULL ; false | true
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE (n, 1) NOT IN (SELECT 3, 1)) SELECT * FROM r --> ~ (integer) 1 ; 2 ; 3
SELECT (SELECT (a, b) IN (SELECT 1, 2)) FROM (VALUES (1, 2), (1, NULL), (3, 4)) AS t (a, b) ORDER BY a, b --> (boolean) true ; NULL ; false
SELECT a, a IN (SELECT b FROM (VALUES 1, NULL) AS u (b)), a NOT IN (SELECT b FROM (VALUES 1, NULL) AS u (b)) FROM (VALUES 1, 2, NULL) AS t (a) ORDER BY a --> (integer, boolean, boolean) 1 | true | false ; 2 | NULL | NULL ; NULL | NULL | NULL
SELECT a, a NOT IN (SELECT b FROM (VALUES 1, NULL) AS u (b) WHERE false) FROM (VALUES 1, NULL) AS t (a) ORDER BY a --> (integer, boolean) 1 | true ; NULL | true
SELECT a, a = ALL (VALUES 1, NULL), a > ALL (VALUES 1, NULL), a > ANY (VALUES 1, NULL), a <> ANY (VALUES 1, NULL) FROM (VALUES 1, 2, NULL) AS t (a) ORDER BY a --> (integer, boolean, boolean, boolean, boolean) 1 | NULL | false | NULL | NULL ; 2 | false | NULL | true | true ; NULL | NULL | NULL | NULL | NULL
SELECT ROW(1, 'a') IN (SELECT BIGINT '1', CAST('a' AS char(3))) --> (boolean) true
