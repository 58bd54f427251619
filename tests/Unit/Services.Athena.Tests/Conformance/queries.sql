-- source: trino docs sql/select.html (select clause, column names); AWS Athena user guide (SELECT)
SELECT a, b FROM t ORDER BY a --> (a: integer, b: varchar) 1 | x ; 2 | y ; NULL | NULL
SELECT * FROM dept ORDER BY code --> (code: varchar, title: varchar, floor: integer) art | Design | NULL ; eng | Engineering | 3 ; law | Legal | 3 ; ops | Operations | 1
SELECT dept.* FROM dept WHERE code = 'law' --> (code: varchar, title: varchar, floor: integer) law | Legal | 3
SELECT d.* , 1 AS one FROM dept AS d WHERE d.code = 'law' --> (code: varchar, title: varchar, floor: integer, one: integer) law | Legal | 3 | 1
SELECT A, B AS "MiXed", t.A + 1 FROM T WHERE a = 1 --> (a: integer, mixed: varchar, _col2: integer) 1 | x | 2
SELECT default.t.a FROM default.t WHERE default.t.a = 1 --> (a: integer) 1
SELECT awsdatacatalog.default.t.a FROM awsdatacatalog.default.t WHERE a = 1 --> (a: integer) 1
SELECT x.a FROM t x WHERE x.a = 2 --> (a: integer) 2
SELECT t2.c FROM (SELECT a AS c FROM t) AS t2 WHERE c = 1 --> (c: integer) 1
SELECT v.x, v.y FROM (VALUES (1, 'a'), (2, 'b')) AS v (x, y) ORDER BY x --> (x: integer, y: varchar(1)) 1 | a ; 2 | b
SELECT * FROM (VALUES 1, 2) --> ~(_col0: integer) 1 ; 2
SELECT * FROM (VALUES (1, 'a'), (2, NULL)) ORDER BY 1 --> (_col0: integer, _col1: varchar(1)) 1 | a ; 2 | NULL
VALUES 1, 2, 3 --> ~(_col0: integer) 1 ; 2 ; 3
VALUES (1, 'a'), (2, 'bcd') --> ~(_col0: integer, _col1: varchar(3)) 1 | a ; 2 | bcd
TABLE dept ORDER BY code LIMIT 1 --> (code: varchar, title: varchar, floor: integer) art | Design | NULL
(SELECT 1) --> (integer) 1
SELECT (SELECT 1), (SELECT 'a' WHERE false) --> (integer, varchar(1)) 1 | NULL
SELECT ALL n FROM nums WHERE n < 3 ORDER BY n --> (integer) 1 ; 2
SELECT 'a' 'b' --> ! …
SELECT n AS x FROM nums WHERE n = 1 -- trailing comment --> (x: integer) 1
SELECT /* inner */ 1 --> (integer) 1
SELECT n FROM nums WHERE n > 8 ORDER BY n; --> (n: integer) 9 ; 10
SELECT "a" FROM "t" WHERE "a" = 1 --> (a: integer) 1
SELECT count(*) cnt, max(n) "max n" FROM nums --> (cnt: bigint, max n: integer) 10 | 10
SELECT v.* FROM v ORDER BY a --> (a: integer, n: bigint) 1 | 1 ; 2 | 1 ; NULL | 1
SELECT current_user IS NOT NULL, current_catalog, current_schema --> (boolean, varchar, varchar) true | awsdatacatalog | default

-- source: trino docs sql/select.html#where (predicates), #order-by-clause, #limit-or-fetch-first-clause, #offset-clause
SELECT n FROM nums WHERE n BETWEEN 3 AND 5 ORDER BY n --> (integer) 3 ; 4 ; 5
SELECT n FROM nums WHERE n IN (1, 3, 99) ORDER BY n DESC --> (integer) 3 ; 1
SELECT name FROM emp WHERE salary > 100 OR dept = 'ops' ORDER BY name --> (varchar) Ann ; Dee ; Eve ; Fay
SELECT name FROM emp WHERE dept <> 'eng' ORDER BY name --> (varchar) Dee ; Eve ; Fay
SELECT name FROM emp WHERE dept IS DISTINCT FROM 'eng' ORDER BY name --> (varchar) Dee ; Eve ; Fay ; Gus
SELECT name FROM emp WHERE NOT (dept = 'eng') ORDER BY name --> (varchar) Dee ; Eve ; Fay
SELECT name FROM emp WHERE name LIKE '_e_' ORDER BY 1 --> (varchar) Dee
SELECT a FROM t WHERE NULL --> (integer)
SELECT a FROM t WHERE true ORDER BY a --> (integer) 1 ; 2 ; NULL
SELECT a FROM t ORDER BY a DESC --> (integer) 2 ; 1 ; NULL
SELECT a FROM t ORDER BY a NULLS FIRST --> (integer) NULL ; 1 ; 2
SELECT a FROM t ORDER BY a DESC NULLS LAST --> (integer) 2 ; 1 ; NULL
SELECT name, salary FROM emp ORDER BY salary DESC NULLS LAST, name DESC LIMIT 4 --> (varchar, integer) Fay | 150 ; Ann | 120 ; Cid | 100 ; Bob | 100
SELECT name AS who FROM emp ORDER BY who LIMIT 2 --> (varchar) Ann ; Bob
SELECT name FROM emp ORDER BY 1 DESC LIMIT 1 --> (varchar) Gus
SELECT name FROM emp WHERE salary IS NOT NULL ORDER BY salary % 100, name LIMIT 3 --> (varchar) Bob ; Cid ; Ann
SELECT -n AS n FROM nums ORDER BY n LIMIT 2 --> (integer) -10 ; -9
SELECT n FROM nums ORDER BY -n LIMIT 2 --> (integer) 10 ; 9
SELECT n FROM nums ORDER BY n LIMIT 0 --> (integer)
SELECT n FROM nums ORDER BY n LIMIT ALL --> (integer) 1 ; 2 ; 3 ; 4 ; 5 ; 6 ; 7 ; 8 ; 9 ; 10
SELECT n FROM nums ORDER BY n OFFSET 8 --> (integer) 9 ; 10
SELECT n FROM nums ORDER BY n OFFSET 2 ROWS LIMIT 2 --> (integer) 3 ; 4
SELECT n FROM nums ORDER BY n OFFSET 100 --> (integer)
SELECT n FROM nums ORDER BY n FETCH FIRST 2 ROWS ONLY --> (integer) 1 ; 2
SELECT n FROM nums ORDER BY n FETCH FIRST ROW ONLY --> (integer) 1
SELECT n FROM nums ORDER BY n OFFSET 3 FETCH NEXT 2 ROWS ONLY --> (integer) 4 ; 5
SELECT salary FROM emp WHERE salary IS NOT NULL ORDER BY salary DESC FETCH FIRST 3 ROWS WITH TIES --> (integer) 150 ; 120 ; 100 ; 100
SELECT x FROM (VALUES 2e0, nan(), -infinity(), 1e0, infinity(), NULL) AS v (x) ORDER BY x --> (double) -Infinity ; 1.0 ; 2.0 ; Infinity ; NaN ; NULL
SELECT x FROM (VALUES 'b', 'A', 'a', 'B', '') AS v (x) ORDER BY x --> (varchar(1)) "" ; A ; B ; a ; b
SELECT x FROM (VALUES true, false, NULL) AS v (x) ORDER BY x --> (boolean) false ; true ; NULL
SELECT x FROM (VALUES ARRAY[2], ARRAY[1, 9], ARRAY[1]) AS v (x) ORDER BY x --> (array(integer)) [1] ; [1, 9] ; [2]
SELECT n FROM nums LIMIT -1 --> ! …
SELECT n FROM nums ORDER BY 2 --> ! INVALID_COLUMN_REFERENCE: line 1:29: ORDER BY position 2 is not in select list
SELECT DISTINCT n FROM nums ORDER BY n + 1 --> ! EXPRESSION_NOT_IN_DISTINCT: line 1:1: For SELECT DISTINCT, ORDER BY expressions must appear in select list

-- source: trino docs sql/select.html#joins
SELECT e.name, d.title FROM emp e JOIN dept d ON e.dept = d.code WHERE d.floor = 3 ORDER BY e.name --> (name: varchar, title: varchar) Ann | Engineering ; Bob | Engineering ; Cid | Engineering ; Fay | Legal
SELECT e.name, d.title FROM emp e LEFT JOIN dept d ON e.dept = d.code WHERE d.title IS NULL --> (varchar, varchar) Gus | NULL
SELECT d.code, count(e.id) FROM emp e RIGHT JOIN dept d ON e.dept = d.code GROUP BY d.code ORDER BY 1 --> (varchar, bigint) art | 0 ; eng | 3 ; law | 1 ; ops | 2
SELECT e.name, d.code FROM emp e FULL OUTER JOIN dept d ON e.dept = d.code WHERE e.id IS NULL OR d.code IS NULL ORDER BY 1 --> (varchar, varchar) Gus | NULL ; NULL | art
SELECT count(*) FROM emp CROSS JOIN dept --> (bigint) 28
SELECT count(*) FROM emp, dept --> (bigint) 28
SELECT a.n, b.n FROM nums a, nums b WHERE a.n = b.n + 8 ORDER BY 1 --> (n: integer, n: integer) 9 | 1 ; 10 | 2
SELECT a.n, b.n FROM nums a JOIN nums b ON a.n < b.n WHERE b.n < 4 ORDER BY 1, 2 --> (integer, integer) 1 | 2 ; 1 | 3 ; 2 | 3
SELECT e.name, m.name AS boss FROM emp e JOIN emp m ON e.manager = m.id WHERE m.id = 4 ORDER BY 1 --> (name: varchar, boss: varchar) Eve | Dee ; Gus | Dee
SELECT k, l, r FROM (VALUES (1, 'a'), (2, 'b')) AS x (k, l) JOIN (VALUES (2, 'c'), (3, 'd')) AS y (k, r) USING (k) --> (k: integer, l: varchar(1), r: varchar(1)) 2 | b | c
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS x (k, l) FULL JOIN (VALUES (2, 'c'), (3, 'd')) AS y (k, r) USING (k) ORDER BY k --> (k: integer, l: varchar(1), r: varchar(1)) 1 | a | NULL ; 2 | b | c ; 3 | NULL | d
SELECT x.k FROM (VALUES 1) AS x (k) JOIN (VALUES 1) AS y (k) USING (k) --> ! COLUMN_NOT_FOUND: line 1:8: Column 'x.k' cannot be resolved
SELECT count(*) FROM t a JOIN t b ON a.a = b.a --> (bigint) 2
SELECT l.a, r.a FROM t l LEFT JOIN t r ON l.a = r.a AND r.a > 1 ORDER BY l.a --> (integer, integer) 1 | NULL ; 2 | 2 ; NULL | NULL
SELECT d.code, x.n FROM dept d CROSS JOIN LATERAL (SELECT count(*) AS n FROM emp e WHERE e.dept = d.code) x ORDER BY 1 --> (code: varchar, n: bigint) art | 0 ; eng | 3 ; law | 1 ; ops | 2
SELECT n FROM nums JOIN (SELECT 3 AS m) ON n = m --> (integer) 3
SELECT * FROM nums NATURAL JOIN nums --> ! …
SELECT e.name FROM emp e JOIN dept d ON e.dept = d.nosuch --> ! COLUMN_NOT_FOUND: line 1:50: Column 'd.nosuch' cannot be resolved
SELECT code FROM dept d JOIN (VALUES 'eng') AS x (code) ON d.code = x.code --> ! AMBIGUOUS_NAME: line 1:8: Column 'code' is ambiguous

-- source: trino docs sql/select.html#subqueries
SELECT name FROM emp WHERE salary = (SELECT max(salary) FROM emp) --> (varchar) Fay
SELECT name FROM emp e WHERE salary > (SELECT avg(salary) FROM emp x WHERE x.dept = e.dept) ORDER BY name --> (varchar) Ann ; Eve
SELECT code FROM dept d WHERE EXISTS (SELECT 1 FROM emp e WHERE e.dept = d.code AND e.salary > 100) ORDER BY 1 --> (varchar) eng ; law
SELECT code FROM dept d WHERE NOT EXISTS (SELECT * FROM emp e WHERE e.dept = d.code) --> (varchar) art
SELECT name FROM emp WHERE dept IN (SELECT code FROM dept WHERE floor = 1) ORDER BY name --> (varchar) Dee ; Eve
SELECT code FROM dept WHERE code NOT IN (SELECT dept FROM emp) --> (varchar)
SELECT code FROM dept WHERE code NOT IN (SELECT dept FROM emp WHERE dept IS NOT NULL) --> (varchar) art
SELECT name, (SELECT title FROM dept WHERE code = emp.dept) FROM emp WHERE id IN (1, 7) ORDER BY id --> (name: varchar, _col1: varchar) Ann | Engineering ; Gus | NULL
SELECT (SELECT max(n) FROM nums WHERE n < e.id) FROM emp e WHERE id < 4 ORDER BY id --> (integer) NULL ; 1 ; 2
SELECT n FROM nums WHERE n > ALL (SELECT id FROM emp) ORDER BY n --> (integer) 8 ; 9 ; 10
SELECT n FROM nums WHERE n = ANY (SELECT id FROM emp WHERE dept = 'ops') ORDER BY n --> (integer) 4 ; 5
SELECT (SELECT n FROM nums) --> ! SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows
SELECT 1 WHERE EXISTS (SELECT 1 WHERE false) --> (integer)
SELECT EXISTS (SELECT 1 FROM empty_t), EXISTS (SELECT NULL) --> (boolean, boolean) false | true
SELECT name FROM emp WHERE (dept, salary) IN (SELECT dept, max(salary) FROM emp GROUP BY dept) ORDER BY name --> (varchar) Ann ; Eve ; Fay
SELECT sum(x.c) FROM (SELECT count(*) AS c FROM emp GROUP BY dept) AS x --> (bigint) 7
SELECT n, (SELECT count(*) FROM nums b WHERE b.n <= a.n) FROM nums a WHERE n < 3 ORDER BY n --> (integer, bigint) 1 | 1 ; 2 | 2
SELECT 1 IN (SELECT 1, 2) --> ! …

-- source: trino docs sql/select.html#set-operations
SELECT 13 UNION SELECT 42 --> ~(_col0: integer) 13 ; 42
SELECT 13 UNION SELECT * FROM (VALUES 42, 13) --> ~(integer) 13 ; 42
SELECT 13 UNION ALL SELECT * FROM (VALUES 42, 13) --> ~(integer) 13 ; 13 ; 42
SELECT * FROM (VALUES 13, 42) INTERSECT SELECT 13 --> (integer) 13
SELECT * FROM (VALUES 13, 42) EXCEPT SELECT 13 --> (integer) 42
SELECT * FROM (VALUES 13, 42, 13, 7) EXCEPT ALL SELECT 13 ORDER BY 1 --> (integer) 7 ; 13 ; 42
SELECT * FROM (VALUES 13, 13, 42) INTERSECT ALL SELECT * FROM (VALUES 13, 13, 7) --> (integer) 13 ; 13
SELECT a FROM t UNION SELECT a FROM t ORDER BY a --> (integer) 1 ; 2 ; NULL
SELECT 1 AS x UNION ALL SELECT 2 AS y ORDER BY x --> (x: integer) 1 ; 2
SELECT 1 UNION ALL SELECT 2.5 ORDER BY 1 --> (decimal(11,1)) 1.0 ; 2.5
SELECT 'a' UNION ALL SELECT 'bcd' ORDER BY 1 --> (varchar(3)) a ; bcd
SELECT NULL UNION ALL SELECT 1 ORDER BY 1 --> (integer) 1 ; NULL
SELECT 1 UNION SELECT 2 INTERSECT SELECT 2 ORDER BY 1 --> (integer) 1 ; 2
(SELECT 1 UNION SELECT 2) INTERSECT SELECT 2 --> (integer) 2
(SELECT n FROM nums ORDER BY n DESC LIMIT 1) UNION ALL (SELECT n FROM nums ORDER BY n LIMIT 1) ORDER BY 1 --> (integer) 1 ; 10
SELECT 1, 2 UNION SELECT 1 --> ! TYPE_MISMATCH: line 1:13: UNION query has different number of fields: 2, 1
SELECT 1 UNION SELECT 'a' --> ! TYPE_MISMATCH: line 1:10: column 1 in UNION query has incompatible types: integer, varchar(1)
SELECT count(*) FROM (SELECT n FROM nums EXCEPT SELECT id FROM emp) --> (bigint) 3

-- source: trino docs sql/select.html#unnest
SELECT * FROM UNNEST(ARRAY[1, 2]) AS u (x) --> (x: integer) 1 ; 2
SELECT * FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY AS u (x, n) --> (x: varchar(1), n: bigint) a | 1 ; b | 2
SELECT * FROM UNNEST(MAP(ARRAY['foo', 'bar'], ARRAY[1, 2])) AS u (animal, cnt) --> (animal: varchar(3), cnt: integer) foo | 1 ; bar | 2
SELECT * FROM UNNEST(ARRAY[ROW('Java', 1995), ROW('SQL', 1974)]) AS u (language, first_appeared_year) --> (language: varchar(4), first_appeared_year: integer) Java | 1995 ; SQL | 1974
SELECT * FROM UNNEST(ARRAY[1, 2], ARRAY['a', 'b', 'c']) AS u (n, s) --> (n: integer, s: varchar(1)) 1 | a ; 2 | b ; NULL | c
SELECT a, x FROM t CROSS JOIN UNNEST(arr) AS u (x) ORDER BY a, x --> (a: integer, x: integer) 1 | 1 ; 1 | 2 ; 2 | 3
SELECT a, x, i FROM t CROSS JOIN UNNEST(arr) WITH ORDINALITY AS u (x, i) ORDER BY a, i --> (integer, integer, bigint) 1 | 1 | 1 ; 1 | 2 | 2 ; 2 | 3 | 1
SELECT a, x FROM t LEFT JOIN UNNEST(arr) AS u (x) ON true ORDER BY a, x --> (integer, integer) 1 | 1 ; 1 | 2 ; 2 | 3 ; NULL | NULL
SELECT a, k, v FROM t CROSS JOIN UNNEST(m) AS u (k, v) ORDER BY a --> (integer, varchar, integer) 1 | k | 7 ; 2 | k | 8
SELECT x FROM UNNEST(sequence(1, 3)) AS u (x) --> (x: bigint) 1 ; 2 ; 3
SELECT count(*) FROM UNNEST(ARRAY[]) --> (bigint) 0
SELECT x FROM UNNEST(CAST(NULL AS array(integer))) AS u (x) --> (integer)
SELECT name, tag FROM (VALUES ('a', 'x,y'), ('b', 'z')) AS v (name, tags) CROSS JOIN UNNEST(split(tags, ',')) AS u (tag) ORDER BY 1, 2 --> (varchar(1), varchar(3)) a | x ; a | y ; b | z
SELECT x, y FROM UNNEST(ARRAY[ARRAY[1, 2], ARRAY[3]]) AS u (x) CROSS JOIN UNNEST(x) AS w (y) ORDER BY y --> (array(integer), integer) [1, 2] | 1 ; [1, 2] | 2 ; [3] | 3
SELECT sum(x) FROM UNNEST(ARRAY[1, NULL, 3]) AS u (x) --> (bigint) 4
SELECT * FROM UNNEST(5) --> ! INVALID_FUNCTION_ARGUMENT: line 1:22: Cannot unnest type: integer

-- source: trino docs sql/select.html#with-clause, #with-recursive-clause
WITH x AS (SELECT 1 AS a) SELECT a FROM x --> (a: integer) 1
WITH x AS (SELECT n FROM nums WHERE n < 3), y AS (SELECT n * 10 AS m FROM x) SELECT * FROM x, y ORDER BY 1, 2 --> (n: integer, m: integer) 1 | 10 ; 1 | 20 ; 2 | 10 ; 2 | 20
WITH x (p, q) AS (SELECT 1, 'a') SELECT q, p FROM x --> (q: varchar(1), p: integer) a | 1
WITH t AS (SELECT 99 AS a) SELECT a FROM t --> (integer) 99
WITH x AS (SELECT 1 AS a) SELECT a FROM x UNION ALL SELECT a + 1 FROM x ORDER BY 1 --> (integer) 1 ; 2
WITH RECURSIVE r (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT sum(n) FROM r --> (bigint) 10
WITH RECURSIVE r (n, f) AS (SELECT 1, BIGINT '1' UNION ALL SELECT n + 1, f * (n + 1) FROM r WHERE n < 5) SELECT max(f) FROM r --> (bigint) 120
WITH RECURSIVE chain (id, boss) AS (SELECT id, manager FROM emp WHERE id = 5 UNION ALL SELECT e.id, e.manager FROM emp e JOIN chain c ON e.id = c.boss) SELECT id FROM chain ORDER BY id --> (integer) 1 ; 4 ; 5
WITH x AS (SELECT 1 AS a), x AS (SELECT 2 AS a) SELECT * FROM x --> ! DUPLICATE_NAMED_QUERY: line 1:28: WITH query name 'x' specified more than once
WITH x (p) AS (SELECT 1, 2) SELECT * FROM x --> ! MISMATCHED_COLUMN_ALIASES: line 1:9: Column alias list has 1 entries but relation has 2 columns
SELECT * FROM (WITH y AS (SELECT 5 AS z) SELECT z FROM y) --> (z: integer) 5
SELECT count(*) FROM nums TABLESAMPLE BERNOULLI (100) --> (bigint) 10
SELECT count(*) FROM nums TABLESAMPLE BERNOULLI (0) --> (bigint) 0
SELECT count(*) FROM nums TABLESAMPLE SYSTEM (100) --> (bigint) 10
