WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 11) SELECT sum(n) FROM r -- 66
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 11) SELECT count(*) FROM r a CROSS JOIN r b -- 121
WITH RECURSIVE r (n, p) AS (SELECT 1, CAST('a' AS varchar) UNION SELECT n + 1, p || 'b' FROM r WHERE n < 3) SELECT p FROM r ORDER BY n -- a ; ab ; abb
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT a.n * 2 FROM r a CROSS JOIN (VALUES 1, 2) b (k) WHERE a.n < 3) SELECT sum(n) FROM r -- 21
WITH RECURSIVE r (n) AS (VALUES 1 UNION ALL (SELECT n + 1 FROM r WHERE n < 5)), s (m) AS (SELECT max(n) FROM r UNION ALL SELECT m - 1 FROM s WHERE m > 3) SELECT n, m FROM r, s ORDER BY n, m LIMIT 2 -- 1|3 ; 1|4
SELECT a, x FROM t CROSS JOIN UNNEST(arr) u(x) WHERE a = 1 -- 1|1 ; 1|2
SELECT a, x, n FROM t LEFT JOIN UNNEST(arr) WITH ORDINALITY AS u(x, n) ON TRUE ORDER BY a, n -- 1|1|1 ; 1|2|2 ; 2|3|1 ; ||
SELECT * FROM (VALUES 1) t(a) LEFT JOIN UNNEST(CAST(ARRAY[] AS array(integer))) u(x) ON true -- 1|
SELECT a, k, v, y FROM t LEFT JOIN UNNEST(m, arr) u(k, v, y) ON true ORDER BY a, y -- 1|k|7|1 ; 1|||2 ; 2|k|8|3 ; |||
SELECT x, y, z FROM (VALUES (ARRAY[1,2], ARRAY[ROW('a', 5)])) v(p, q) CROSS JOIN UNNEST(p) u(x) CROSS JOIN UNNEST(q) w(y, z) -- 1|a|5 ; 2|a|5
SELECT x, y FROM (VALUES (ARRAY[ARRAY[1,2],ARRAY[3]])) v(p) CROSS JOIN UNNEST(p) u(x) CROSS JOIN UNNEST(x) w(y) -- [1, 2]|1 ; [1, 2]|2 ; [3]|3
SELECT n.f, n.g FROM (VALUES 1) v(q) LEFT JOIN UNNEST(ARRAY[ROW(1, 'a'), ROW(2, 'b')]) AS n (f, g) ON true -- 1|a ; 2|b
SELECT count(*) FROM t CROSS JOIN UNNEST(arr) u(x) WHERE x > 1 -- 2
SELECT x FROM (VALUES 1,1,2) v(x) ORDER BY x FETCH FIRST 1 ROWS WITH TIES -- 1 ; 1
SELECT DISTINCT x FROM (VALUES 1,1,2) v(x) ORDER BY x DESC FETCH FIRST 1 ROW WITH TIES -- 2
VALUES 1, 1, 2 ORDER BY 1 FETCH FIRST 1 ROW WITH TIES -- 1 ; 1
SELECT (SELECT a, b FROM t WHERE a = 1), (SELECT a, b FROM t WHERE a = 1).b -- {a=1, b=x}|x
SELECT EXTRACT(TIMEZONE_HOUR FROM TIMESTAMP '2024-01-01 00:00:00 +05:30'), EXTRACT(TIMEZONE_HOUR FROM TIMESTAMP '2024-01-01 00:00:00 -05:30'), EXTRACT(TIMEZONE_MINUTE FROM TIMESTAMP '2024-01-01 00:00:00 -05:30') -- 5|-5|-30
SELECT x, count(*) FROM (VALUES 1,1,2,3) v(x) GROUP BY x ORDER BY count(*) OFFSET 1 FETCH FIRST 1 ROW WITH TIES -- 3|1
SELECT x FROM (VALUES (1,5),(2,5),(3,6)) v(x, y) ORDER BY y DESC, x OFFSET 1 ROW FETCH FIRST 1 ROW WITH TIES -- 1
SELECT json_exists('{"a":1}', 'lax $.a'), json_exists('{"a":1}', 'strict $.b'), json_exists('{"a":1}', 'strict $.b' TRUE ON ERROR), json_exists('{"a":1}', 'strict $.b' UNKNOWN ON ERROR), json_exists('x', 'lax $'), json_exists(NULL, 'lax $') -- true|false|true||false|
SELECT json_exists('[1,2,3]', 'lax $[*]?(@ > 2)'), json_exists('[1,2,3]', 'lax $[*]?(@ > $x)' PASSING 5 AS "x"), json_exists('{"a":"abc"}', 'lax $.a?(@ starts with "ab")') -- true|false|true
SELECT json_value('{"a":"x"}', 'lax $.a'), json_value('{"a":1}', 'lax $.a' RETURNING bigint), json_value('{"a":1.6}', 'lax $.a' RETURNING bigint), json_value('{"a":true}', 'lax $.a'), json_value('{"a":null}', 'lax $.a'), json_value('{"a":[1]}', 'lax $.a'), json_value('{"a":[1,2]}', 'lax $.a[1]' RETURNING integer) -- x|1|2|true|||2
SELECT json_value('{"a":1}', 'lax $.b' DEFAULT 'none' ON EMPTY), json_value('{"a":[1]}', 'strict $.b' DEFAULT 'bad' ON ERROR), json_value('{"a":"z"}', 'lax $.a' RETURNING integer DEFAULT -1 ON ERROR) -- none|bad|-1
SELECT json_query('{"a":[1, 2]}', 'lax $.a'), json_query('{"a":"x"}', 'lax $.a'), json_query('{"a":"x"}', 'lax $.a' OMIT QUOTES), json_query('{"a":[1,2]}', 'lax $.a[*]'), json_query('{"a":[1,2]}', 'lax $.a[*]' WITH ARRAY WRAPPER), json_query('{"a":[1,2]}', 'lax $.a' WITH CONDITIONAL WRAPPER), json_query('{"a":1}', 'lax $.b' EMPTY ARRAY ON EMPTY), json_query('{"a":1}', 'strict $.b' EMPTY OBJECT ON ERROR) -- [1,2]|"x"|x||[1,2]|[1,2]|[]|{}
SELECT json_object('a': 1, 'b': 'x"y', 'c': NULL, 'd': true, 'e': 1.50, 'f': 2e0), json_object(KEY 'a' VALUE 1), json_object('a' VALUE NULL ABSENT ON NULL), json_object() -- {"a":1,"b":"x\"y","c":null,"d":true,"e":1.50,"f":2.0}|{"a":1}|{}|{}
SELECT json_object('a': json_array(1, 2), 'b': '[1, 2]' FORMAT JSON, 'c': json_query('{"x":{"y":1}}', 'lax $.x')) -- {"a":[1,2],"b":[1,2],"c":{"y":1}}
SELECT json_array(1, 'a', NULL, DATE '2024-01-01'), json_array(1, NULL NULL ON NULL), json_array(), json_array('{"a" : 1}' FORMAT JSON) -- [1,"a","2024-01-01"]|[1,null]|[]|[{"a":1}]
SELECT json_query('{"a":{"b":[{"c":1},{"c":2}]}}', 'lax $.a.b.c' WITH WRAPPER), json_query('{"a":{"b":[{"c":1},{"c":2}]}}', 'lax $..c' WITH WRAPPER), json_value('[1,2,3]', 'lax $.size()' RETURNING integer), json_query('{"a":1,"b":"x"}', 'lax $.*' WITH WRAPPER), json_query('[1,2,3,4]', 'lax $[1 to last]' WITH WRAPPER), json_value('[1,2,3]', 'lax $[last]'), json_query('{"k":1}', 'lax $.keyvalue()') -- [1,2]|[1,2]|3|[1,"x"]|[2,3,4]|3|{"name":"k","value":1,"id":0}
SELECT json_value('5', 'lax $ + 3' RETURNING integer), json_value('-5.5', 'lax $.abs()'), json_value('5.5', 'lax $.ceiling()' RETURNING integer), json_value('"x"', 'lax $.type()'), json_value('{"a b":1}', 'lax $."a b"'), json_value('7', 'lax -$ * 2 % 5') -- 8|5.5E0|6|string|1|-4
SELECT t.* FROM JSON_TABLE('[{"id":1,"n":"a"},{"id":2,"n":"b"}]', 'lax $[*]' COLUMNS (o FOR ORDINALITY, id bigint PATH 'lax $.id', n varchar PATH 'lax $.n', z varchar DEFAULT 'none' ON EMPTY)) AS t -- 1|1|a|none ; 2|2|b|none
SELECT * FROM JSON_TABLE('{"a":1,"k":[{"x":1,"y":["p","q"]},{"x":2,"y":[]}]}', 'lax $' COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.k[*]' COLUMNS (i FOR ORDINALITY, x integer PATH 'lax $.x', NESTED PATH 'lax $.y[*]' COLUMNS (y varchar PATH 'lax $')))) -- 1|1|1|p ; 1|1|1|q ; 1|2|2|
SELECT * FROM JSON_TABLE('{"p":[1,2],"q":["a"]}', 'lax $' COLUMNS (NESTED PATH 'lax $.p[*]' COLUMNS (p integer PATH 'lax $'), NESTED PATH 'lax $.q[*]' COLUMNS (q varchar PATH 'lax $'))) -- 1| ; 2| ; |a
SELECT * FROM JSON_TABLE('{"p":[1,2],"q":["a"]}', 'lax $' COLUMNS (NESTED PATH 'lax $.p[*]' AS ps COLUMNS (p integer PATH 'lax $'), NESTED PATH 'lax $.q[*]' AS qs COLUMNS (q varchar PATH 'lax $')) PLAN DEFAULT (CROSS)) -- 1|a ; 2|a
SELECT v.n, j.x, j.w FROM (VALUES (1, '[5,6]'), (2, NULL)) v(n, d) LEFT JOIN JSON_TABLE(d, 'lax $[*]' COLUMNS (x integer PATH 'lax $', w varchar FORMAT JSON PATH 'lax $' WITH WRAPPER)) j ON true ORDER BY 1, 2 -- 1|5|[5] ; 1|6|[6] ; 2||
SELECT json_value('{"a":1}', 'lax $.a' RETURNING varchar(1)), typeof(json_value('{}', 'lax $' RETURNING bigint)) -- 1|bigint
SELECT json_exists('{"a":[{"x":1,"y":2},{"x":3}]}', 'lax $.a[*]?(@.x > 2 && !exists(@.y))'), json_exists('[{"x":"a"}]', 'strict $[*]?((@.x > 1) is unknown)'), json_exists('[1]', 'lax $?((@ == 1 || @ == 2) && @ <> 3)') -- true|true|true
SELECT * FROM information_schema.schemata ORDER BY 2 -- awsdatacatalog|default ; awsdatacatalog|information_schema
SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'default' ORDER BY 1 -- t|BASE TABLE ; v|VIEW
SELECT column_name, ordinal_position, data_type, is_nullable FROM awsdatacatalog.information_schema.columns WHERE table_schema = 'default' AND table_name IN ('v') ORDER BY 2 -- a|1|integer|YES ; n|2|bigint|YES
SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 't' AND table_schema = 'default' AND column_name LIKE 'r%' -- r|row(x integer, y varchar)
SELECT table_name FROM information_schema.views WHERE table_schema = 'default' -- v
SELECT count(*) FROM information_schema.tables WHERE table_schema = 'nope' -- 0
SELECT count(*) FROM information_schema.table_privileges -- 0
SELECT table_name FROM information_schema.tables WHERE table_schema = 'information_schema' ORDER BY 1 -- columns ; schemata ; table_privileges ; tables ; views
SELECT s.schema_name, t.table_name FROM information_schema.schemata s JOIN information_schema.tables t ON s.schema_name = t.table_schema WHERE lower(t.table_name) = 't' -- default|t
SELECT IF(a > 100, 1/0, 5) FROM t WHERE a = 1 -- 5
SELECT 1/0 FROM t WHERE false -- 
SELECT CASE WHEN a = 1 THEN 1 ELSE CAST('x' AS integer) END FROM t WHERE a = 1 -- 1
SELECT a FROM t WHERE false AND 1/0 > 1 -- 
SELECT count(*) FROM t WHERE a < 0 AND CAST('abc' AS bigint) = 1 -- 0
SELECT count(DISTINCT x), count(*) FROM (VALUES TIMESTAMP '2024-01-01 00:00:00 UTC', TIMESTAMP '2024-01-01 01:00:00 +01:00') v(x) -- 1|2
SELECT count(*) FROM (SELECT DISTINCT x FROM (VALUES TIMESTAMP '2024-01-01 00:00:00 UTC', TIMESTAMP '2024-01-01 01:00:00 +01:00') v(x)) -- 1
SELECT x, count(*) FROM (VALUES TIMESTAMP '2024-01-01 00:00:00 UTC', TIMESTAMP '2024-01-01 01:00:00 +01:00') v(x) GROUP BY x -- 2024-01-01 01:00:00 +01:00|2
SELECT count(*) FROM (VALUES TIMESTAMP '2024-01-01 00:00:00 UTC') a(x) JOIN (VALUES TIMESTAMP '2024-01-01 01:00:00 +01:00') b(x) ON a.x = b.x -- 1
SELECT count(*) FROM (VALUES TIMESTAMP '2024-01-01 00:00:00 UTC') a(x) JOIN (VALUES TIMESTAMP '2024-01-01 01:00:00 +01:00') b(x) USING (x) -- 1
SELECT count(*) FROM (SELECT TIMESTAMP '2024-01-01 00:00:00 UTC' UNION SELECT TIMESTAMP '2024-01-01 01:00:00 +01:00') -- 1
SELECT count(*) FROM (SELECT TIMESTAMP '2024-01-01 00:00:00 UTC' INTERSECT SELECT TIMESTAMP '2024-01-01 01:00:00 +01:00') -- 1
SELECT TIMESTAMP '2024-01-01 00:00:00 UTC' IN (SELECT TIMESTAMP '2024-01-01 01:00:00 +01:00'), TIMESTAMP '2024-01-01 00:00:00 UTC' = ANY (VALUES TIMESTAMP '2024-01-01 01:00:00 +01:00') -- true|true
SELECT x FROM (VALUES TIMESTAMP '2024-01-01 05:00:00 +10:00', TIMESTAMP '2024-01-01 00:00:00 UTC') v(x) ORDER BY x -- 2024-01-01 05:00:00 +10:00 ; 2024-01-01 00:00:00 UTC
SELECT max(x), min(x) FROM (VALUES TIMESTAMP '2024-01-01 05:00:00 +10:00', TIMESTAMP '2024-01-01 00:00:00 UTC') v(x) -- 2024-01-01 00:00:00 UTC|2024-01-01 05:00:00 +10:00
SELECT rank() OVER (PARTITION BY x ORDER BY 1) FROM (VALUES TIMESTAMP '2024-01-01 01:00:00 +01:00', TIMESTAMP '2024-01-01 00:00:00 UTC') v(x) -- 1 ; 1
SELECT ARRAY[TIMESTAMP '2024-01-01 01:00:00 +01:00'] = ARRAY[TIMESTAMP '2024-01-01 00:00:00 UTC'], ROW(TIMESTAMP '2024-01-01 01:00:00 +01:00') = ROW(TIMESTAMP '2024-01-01 00:00:00 UTC') -- true|true
SELECT TIMESTAMP '2024-01-01 00:00:00 UTC' BETWEEN TIMESTAMP '2023-12-31 23:00:00 -01:00' AND TIMESTAMP '2024-01-02 00:00:00 UTC' -- true
SELECT CAST('a' AS char(3)) = 'a', CAST('a' AS char(3)) = CAST('a' AS char(5)), CAST('a' AS char(3)) || 'b', length(CAST('a' AS char(3))), CAST('a ' AS varchar) = 'a', CAST('a' AS char(3)) = CAST('a  ' AS varchar(3)) -- true|true|a  b|3|false|true
SELECT 1 = 1.0, 1 = 1e0, DATE '2024-01-01' = TIMESTAMP '2024-01-01 00:00:00', 'a' = CAST('a' AS varchar(10)) -- true|true|true|true
SELECT nan() = nan(), nan() < 1, is_nan(nan()), nan() <> nan() -- false|false|true|true
SELECT NULL = NULL, NULL IS NULL, NULL AND false, NULL OR true, NOT NULL -- |true|false|true|
SELECT -5 / 2, -5 % 3, 5 / -2, MOD(-5, 3) -- -2|-2|-2|-2
SELECT CAST(12.5 AS integer), CAST(-12.5 AS integer), CAST(12.4999 AS bigint), CAST('12' AS decimal(5,2)), CAST(1234.567 AS decimal(5,1)) -- 13|-13|12|12.00|1234.6
SELECT CAST(TIMESTAMP '2024-01-01 10:00:00' AS time), CAST(TIME '10:11:12' AS varchar), CAST(DATE '2024-01-01' AS timestamp) -- 10:00:00.000|10:11:12|2024-01-01 00:00:00.000
SELECT TIME '10:00:00' + INTERVAL '15' HOUR -- 01:00:00.000
SELECT date_diff('hour', TIMESTAMP '2024-01-01 00:00:00 UTC', TIMESTAMP '2024-01-01 05:00:00 +01:00') -- 4
SELECT x = y, x <> y, x < y, y > x, x >= 1e0, y <= x FROM (VALUES (nan(), 1e0)) v(x, y) -- false|true|false|false|false|false
SELECT x = y, x <> y, x IS NOT DISTINCT FROM y FROM (VALUES (nan(), nan())) v(x, y) -- false|true|true
SELECT x, y, count(*) FROM (VALUES (TIMESTAMP '2024-01-01 00:00:00 UTC', 1), (TIMESTAMP '2024-01-01 01:00:00 +01:00', 1)) v(x, y) GROUP BY ROLLUP (x, y) ORDER BY x, y -- 2024-01-01 01:00:00 +01:00|1|2 ; 2024-01-01 01:00:00 +01:00||2 ; ||2
SELECT DISTINCT x AT TIME ZONE 'UTC' z FROM (VALUES TIMESTAMP '2024-01-01 00:00:00 UTC', TIMESTAMP '2024-01-01 01:00:00 +01:00') v(x) ORDER BY z -- 2024-01-01 00:00:00 UTC
SELECT x FROM (SELECT TIMESTAMP '2024-01-01 00:00:00 UTC' x UNION ALL SELECT NULL) GROUP BY x HAVING x IS NOT NULL ORDER BY x DESC -- 2024-01-01 00:00:00 UTC
