namespace Weir.Engines.Sql.Tests.Parsing;

/// <summary>Statements that parse; each must print to a fixed point.</summary>
internal static class QueryCases
{
    public static readonly string[] Expressions =
    [
        "1", "-1", "+1", "- -1", "-9223372036854775808", "1.5", ".5", "1.", "1e10", "1E-3", "0x1F", "1_000", "'it''s'", "U&'\\00e9\\+01F600'", "U&'!00e9' UESCAPE '!'", "X'0aFF'",
        "null", "true", "FALSE", "a", "a.b", "a.b.c.d", "\"A b\".\"c\"\"d\"", "a + b - c * d / e % f", "a || b || c + 1", "-a * b", "(a + b) * c", "a AND b OR NOT c AND d",
        "NOT NOT a", "a = b", "a <> b", "a != b", "a < b", "a <= b", "a > b", "a >= b", "a IS NULL", "a IS NOT NULL", "a IS DISTINCT FROM b", "a IS NOT DISTINCT FROM b",
        "a BETWEEN 1 AND 2", "a NOT BETWEEN 1 AND 2 AND c", "a IN (1)", "a NOT IN (1, 2)", "a IN (SELECT b FROM t)", "a NOT IN (VALUES 1)", "a LIKE 'x%'", "a NOT LIKE '\\%' ESCAPE '\\'",
        "EXISTS (SELECT 1)", "NOT EXISTS (SELECT 1)", "a = ALL (SELECT 1)", "a > ANY (SELECT 1)", "a <= SOME (VALUES 1)", "(SELECT 1)", "(SELECT 1) + 1", "((SELECT 1) + 1)", "((SELECT 1))",
        "CASE WHEN a THEN b END", "CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END", "CAST(a AS bigint)", "TRY_CAST(a AS decimal(10, 2))", "CAST(a AS varchar(5))", "CAST(a AS row(x bigint, y array(varchar)))",
        "CAST(a AS map(varchar, double))", "CAST(a AS timestamp(3) with time zone)", "CAST(a AS time without time zone)", "CAST(a AS double precision)", "CAST(a AS interval day to second)", "CAST(a AS array<int>)", "CAST(a AS int array)",
        "CAST(a AS row(double, bigint))", "CAST(a AS row(\"select\" bigint))", "DATE '2024-01-01'", "TIMESTAMP '2024-01-01 00:00:00'", "TIME '01:02:03'", "DECIMAL '1.50'", "JSON '{}'", "CHAR 'x'", "DOUBLE PRECISION '1'", "IPADDRESS '::1'",
        "INTERVAL '1' DAY", "INTERVAL -'1' MONTH", "INTERVAL '2-1' YEAR TO MONTH", "INTERVAL '1 02:03:04' DAY TO SECOND", "a AT TIME ZONE 'UTC'", "now() AT TIME ZONE 'Asia/Seoul'", "a AT TIME ZONE f(x)[1]",
        "CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP(6)", "LOCALTIME(0)", "LOCALTIMESTAMP", "CURRENT_USER", "EXTRACT(YEAR FROM a)", "EXTRACT(day_of_week FROM a)",
        "count(*)", "count(DISTINCT a)", "count(ALL a)", "count()", "f()", "f(1, 'a', b)", "\"f\"(1)", "sum(a) FILTER (WHERE b > 1)", "array_agg(a ORDER BY b DESC NULLS FIRST)", "listagg(a, ',') WITHIN GROUP (ORDER BY a)",
        "LISTAGG(DISTINCT a, ',' ON OVERFLOW TRUNCATE '..' WITHOUT COUNT) WITHIN GROUP (ORDER BY a)", "listagg(a, ',' ON OVERFLOW ERROR) WITHIN GROUP (ORDER BY a)", "lag(a, 1) IGNORE NULLS OVER (ORDER BY b)", "first_value(a) RESPECT NULLS OVER w",
        "rank() OVER (PARTITION BY a, b ORDER BY c)", "sum(a) OVER ()", "sum(a) OVER (w)", "sum(a) OVER (w ROWS 1 PRECEDING)", "sum(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
        "sum(a) OVER (ORDER BY b RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND 2 FOLLOWING)", "sum(a) OVER (ORDER BY b GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)",
        "x -> x + 1", "(x, y) -> x + y", "() -> 1", "transform(a, x -> x * 2)", "reduce(a, 0, (s, x) -> s + x, s -> s)", "filter(a, x -> x IS NOT NULL)", "a[1]", "a[1][2].b", "f(x)[1]", "ARRAY[]", "ARRAY[1, 2]", "ARRAY[ARRAY[1], ARRAY[]]",
        "ROW(1, 'a')", "(1, 'a')", "(1, 2) IN ((1, 2), (3, 4))", "ROW(1).field0", "MAP(ARRAY['a'], ARRAY[1])", "POSITION('a' IN b)", "SUBSTRING(a FROM 2)", "SUBSTRING(a FROM 2 FOR 3)", "substring(a, 2, 3)", "substr(a, 1)",
        "TRIM(a)", "TRIM(BOTH 'x' FROM a)", "TRIM(LEADING FROM a)", "TRIM('x' FROM a)", "trim(a, 'xy')", "NORMALIZE(a)", "normalize(a, NFKD)", "TRY(a / b)", "IF(a, b)", "COALESCE(a, b)", "NULLIF(a, b)", "GROUPING(a, b)",
        "json_value(a, 'lax $.b')", "json_value(a, 'lax $.b' RETURNING bigint DEFAULT 1 ON EMPTY ERROR ON ERROR)", "json_query(a, '$' WITH CONDITIONAL ARRAY WRAPPER NULL ON ERROR)", "json_query(a, '$' WITH WRAPPER KEEP QUOTES EMPTY ARRAY ON EMPTY)", "json_exists(a, 'strict $.x' FALSE ON ERROR)",
        "?", "? + ?", "date", "year(date)", "interval", "row", "array", "map", "position", "first", "last", "rows", "timestamp", "a -- comment\n + /* more */ b", "a.\"b\"", "x[i + 1]", "(a)", "((a))", "date_add('day', 1, a)", "a = b = c",
    ];

    public static readonly string[] Queries =
    [
        "SELECT 1", "select 1;", "SELECT *", "SELECT t.*", "SELECT t.* AS (a, b) FROM t", "SELECT a.b.* FROM t a", "SELECT a AS b, c d, e AS \"f g\" FROM t", "SELECT DISTINCT a FROM t", "SELECT ALL a FROM t", "SELECT a FROM t, u, v",
        "SELECT 1 FROM a.b.c", "SELECT 1 FROM t AS x", "SELECT 1 FROM t x (a, b)", "SELECT 1 FROM t CROSS JOIN u", "SELECT 1 FROM t JOIN u ON t.a = u.a", "SELECT 1 FROM t INNER JOIN u USING (a, b)", "SELECT 1 FROM t LEFT JOIN u ON true",
        "SELECT 1 FROM t LEFT OUTER JOIN u ON true RIGHT OUTER JOIN v ON true FULL OUTER JOIN w ON true", "SELECT 1 FROM t NATURAL JOIN u", "SELECT 1 FROM t NATURAL LEFT JOIN u", "SELECT 1 FROM (t JOIN u ON a = b)", "SELECT 1 FROM t JOIN (u JOIN v ON c) ON d",
        "SELECT 1 FROM t JOIN u JOIN v ON c ON d", "SELECT 1 FROM (SELECT 1) x", "SELECT 1 FROM (SELECT 1)", "SELECT 1 FROM ((SELECT 1)) x", "SELECT 1 FROM ((SELECT 1) UNION (SELECT 2)) x", "SELECT 1 FROM t, LATERAL (SELECT t.a) x", "SELECT 1 FROM t CROSS JOIN LATERAL (SELECT 1)",
        "SELECT 1 FROM t CROSS JOIN UNNEST(a, b) WITH ORDINALITY AS x (c, d, n)", "SELECT 1 FROM UNNEST(ARRAY[1])", "SELECT 1 FROM t LEFT JOIN UNNEST(a) AS x (b) ON true", "SELECT 1 FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s)", "SELECT 1 FROM t TABLESAMPLE BERNOULLI (10)",
        "SELECT 1 FROM t x TABLESAMPLE SYSTEM (50.5)", "SELECT 1 FROM t FOR VERSION AS OF 123", "SELECT 1 FROM t FOR TIMESTAMP AS OF TIMESTAMP '2024-01-01 00:00:00 UTC' x", "SELECT 1 FROM t WHERE a", "SELECT a, count(*) FROM t GROUP BY a", "SELECT 1 FROM t GROUP BY 1, a + b, (c, d), ()",
        "SELECT 1 FROM t GROUP BY ROLLUP (a, b)", "SELECT 1 FROM t GROUP BY CUBE (a, (b, c))", "SELECT 1 FROM t GROUP BY GROUPING SETS ((a, b), a, ())", "SELECT 1 FROM t GROUP BY DISTINCT a, ROLLUP (b)", "SELECT 1 FROM t GROUP BY ALL a", "SELECT 1 FROM t GROUP BY a HAVING count(*) > 1",
        "SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY b), v AS (w ORDER BY c)", "SELECT 1 ORDER BY 1", "SELECT 1 ORDER BY a DESC, b ASC NULLS LAST, c NULLS FIRST", "SELECT 1 LIMIT 10", "SELECT 1 LIMIT ALL", "SELECT 1 OFFSET 5", "SELECT 1 OFFSET 5 ROWS LIMIT 10",
        "SELECT 1 LIMIT 10 OFFSET 5", "SELECT 1 FETCH FIRST 3 ROWS ONLY", "SELECT 1 OFFSET 2 ROW FETCH NEXT ROW ONLY", "SELECT 1 ORDER BY 1 FETCH FIRST 3 ROWS WITH TIES", "SELECT 1 LIMIT ?", "SELECT 1 UNION SELECT 2", "SELECT 1 UNION ALL SELECT 2 UNION DISTINCT SELECT 3",
        "SELECT 1 EXCEPT SELECT 2 INTERSECT SELECT 3", "SELECT 1 INTERSECT ALL SELECT 2", "(SELECT 1) UNION (SELECT 2 ORDER BY 1 LIMIT 1) ORDER BY 1", "(SELECT 1 UNION SELECT 2) INTERSECT SELECT 3", "SELECT 1 UNION (SELECT 2 EXCEPT SELECT 3)", "VALUES 1, 2", "VALUES (1, 'a'), (2, 'b')", "TABLE t",
        "TABLE a.b ORDER BY 1", "WITH a AS (SELECT 1) SELECT * FROM a", "WITH a (x) AS (SELECT 1), b AS (TABLE a) SELECT * FROM b", "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) TABLE r", "SELECT 1 FROM t limit 1", "SELECT offset FROM t offset 1", "(SELECT 1)", "((SELECT 1))",
        "SELECT (SELECT (SELECT 1))", "SELECT 1 FROM t WHERE (a, b) IN (SELECT 1, 2)", "WITH a AS (WITH b AS (SELECT 1) TABLE b) TABLE a", "SELECT \"a\".\"B\" FROM \"C\".\"d\"",
    ];

    public static readonly string[] Statements =
    [
        "EXPLAIN SELECT 1", "EXPLAIN (TYPE IO, FORMAT JSON) SELECT 1", "EXPLAIN (FORMAT GRAPHVIZ) SELECT 1", "EXPLAIN ANALYZE SELECT 1", "EXPLAIN ANALYZE VERBOSE SELECT 1", "EXPLAIN (SELECT 1)", "PREPARE p FROM SELECT ? + 1", "PREPARE p FROM INSERT INTO t SELECT ?", "EXECUTE p", "EXECUTE p USING 1, 'a', DATE '2024-01-01'",
        "DEALLOCATE PREPARE p", "CREATE TABLE t AS SELECT 1 AS a", "CREATE TABLE IF NOT EXISTS d.t WITH (format = 'PARQUET', partitioned_by = ARRAY['a', 'b'], bucket_count = 4) AS SELECT 1", "CREATE TABLE t (a, b) COMMENT 'x' AS SELECT 1, 2 WITH NO DATA", "CREATE TABLE t AS (SELECT 1) WITH DATA", "CREATE TABLE t WITH (external_location = 's3://b/p/') AS WITH a AS (SELECT 1) TABLE a",
        "INSERT INTO t SELECT 1", "INSERT INTO d.t (a, b) VALUES (1, 2)", "INSERT INTO t (SELECT 1)", "UNLOAD (SELECT 1) TO 's3://b/p/' WITH (format = 'PARQUET', compression = 'SNAPPY')", "UNLOAD (SELECT 1) TO 's3://b/p/'", "CREATE VIEW v AS SELECT 1 a", "CREATE OR REPLACE VIEW d.v SECURITY INVOKER AS SELECT 1", "CREATE VIEW v (a, b) COMMENT 'c' AS SELECT 1, 2", "DROP VIEW v", "DROP VIEW IF EXISTS d.v",
        "SHOW DATABASES", "SHOW SCHEMAS LIKE 'a*'", "SHOW DATABASES 'a*'", "SHOW TABLES", "SHOW TABLES IN d", "SHOW TABLES IN d 'a*|b*'", "SHOW TABLES FROM `d` LIKE 'x'", "SHOW VIEWS IN d LIKE 'v*'", "SHOW COLUMNS IN d.t", "SHOW COLUMNS FROM t IN d", "SHOW PARTITIONS d.t", "SHOW PARTITIONS t PARTITION (a = 'x')", "SHOW CREATE TABLE d.t", "SHOW CREATE VIEW v", "SHOW TBLPROPERTIES t", "SHOW TBLPROPERTIES t('a')", "SHOW FUNCTIONS", "SHOW FUNCTIONS LIKE 'a%'",
        "DESCRIBE t", "DESC d.t", "DESCRIBE EXTENDED t", "DESCRIBE FORMATTED d.t PARTITION (a = 1)", "DESCRIBE FORMATTED t c", "DESCRIBE VIEW v", "DESCRIBE INPUT p", "DESCRIBE OUTPUT p",
        "CREATE DATABASE d", "CREATE SCHEMA IF NOT EXISTS `d-1` COMMENT 'it''s' LOCATION 's3://b/' WITH DBPROPERTIES ('a' = 'b')", "DROP DATABASE d", "DROP SCHEMA IF EXISTS d CASCADE", "DROP DATABASE d RESTRICT", "DROP TABLE t", "DROP TABLE IF EXISTS `d`.`t`", "MSCK REPAIR TABLE d.t",
        "CREATE EXTERNAL TABLE t (a int, b string COMMENT 'x') LOCATION 's3://b/p/'", "CREATE EXTERNAL TABLE IF NOT EXISTS d.`t` (`a` bigint, s struct<x:int,`y`:array<map<string,decimal(10,2)>>>, c char(3), v varchar(10), ts timestamp, d double) COMMENT 'c' PARTITIONED BY (dt string, h int COMMENT 'hour') CLUSTERED BY (a) SORTED BY (b DESC) INTO 4 BUCKETS ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' COLLECTION ITEMS TERMINATED BY '\\002' MAP KEYS TERMINATED BY ':' LINES TERMINATED BY '\\n' NULL DEFINED AS '\\\\N' STORED AS TEXTFILE LOCATION 's3://b/p/' TBLPROPERTIES ('skip.header.line.count'='1', \"x\"=\"y\")",
        "CREATE EXTERNAL TABLE t (a int) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' WITH SERDEPROPERTIES ('ignore.malformed.json'='true') STORED AS INPUTFORMAT 'x.In' OUTPUTFORMAT 'x.Out' LOCATION 's3://b/'", "CREATE EXTERNAL TABLE t (a int) STORED AS PARQUET LOCATION 's3://b/'", "CREATE TABLE t (id bigint, ts timestamp) PARTITIONED BY (day(ts), bucket(16, id), id) LOCATION 's3://b/' TBLPROPERTIES ('table_type'='ICEBERG')",
        "ALTER TABLE t ADD PARTITION (dt = '2024-01-01')", "ALTER TABLE d.t ADD IF NOT EXISTS PARTITION (dt = '2024-01-01', h = 1) LOCATION 's3://b/x/' PARTITION (dt = '2', h = 2)", "ALTER TABLE t DROP PARTITION (dt = 'x')", "ALTER TABLE t DROP IF EXISTS PARTITION (dt < '2024'), PARTITION (dt > '2025', h <> 3)", "ALTER TABLE t PARTITION (a = 1) RENAME TO PARTITION (a = 2)", "ALTER TABLE t SET LOCATION 's3://b/'", "ALTER TABLE t PARTITION (a = DATE '2024-01-01') SET LOCATION 's3://b/'",
        "ALTER TABLE t ADD COLUMNS (a int, b struct<c:int>)", "ALTER TABLE t REPLACE COLUMNS (a int)", "ALTER TABLE t CHANGE COLUMN a b bigint COMMENT 'x' AFTER c", "ALTER TABLE t CHANGE a a string FIRST", "ALTER TABLE t DROP COLUMN a", "ALTER TABLE t RENAME TO u", "ALTER TABLE t SET TBLPROPERTIES ('a'='b')", "ALTER TABLE t UNSET TBLPROPERTIES ('a')",
    ];
}
