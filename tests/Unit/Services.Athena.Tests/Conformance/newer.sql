-- What Trino's tests of 2024 say and those of 2021 did not.

-- source: trino: sql/query/TestJsonValueFunction, AbstractTestEngineOnlyQueries (an item is cast from its own type)
SELECT json_value('{"n": 0}', 'lax $.n' RETURNING boolean), json_value('[7]', 'strict $[0]' RETURNING boolean), json_value('[7]', 'lax $[0] - 7' RETURNING boolean) --> (boolean, boolean, boolean) false | true | false
SELECT json_value('[2.5]', 'lax $[0]'), json_value('[2.5]', 'lax $[0]' RETURNING bigint), json_value('[]', 'lax 2.5') --> (varchar, bigint, varchar) 2.5E0 | 3 | 2.5
SELECT json_value('["x"]', 'lax $[0]' RETURNING bigint ERROR ON ERROR) --> ! JSON_VALUE_RESULT_ERROR: cannot extract SQL scalar from JSON: Cannot cast value of type varchar to declared return type of function JSON_VALUE: bigint
SELECT json_value('[4]', 'lax $[0]' RETURNING date DEFAULT DATE '2001-02-03' ON ERROR), json_value('["2001-02-04"]', 'lax $[0]' RETURNING date) --> (date, date) 2001-02-03 | 2001-02-04
SELECT json_value('[4]', 'lax $[0]' RETURNING map(varchar, bigint)) --> ! TYPE_MISMATCH: line 1:8: Invalid return type of function JSON_VALUE: map(varchar, bigint)
SELECT json_value('[4]', 'lax $[9]' RETURNING integer DEFAULT 'four' ON EMPTY) --> ! TYPE_MISMATCH: line 1:63: Function JSON_VALUE default ON EMPTY result must evaluate to a integer (actual: varchar(4))
SELECT json_value('[4]', 'lax $[9]' ERROR ON EMPTY) --> ! JSON_VALUE_RESULT_ERROR: cannot extract SQL scalar from JSON: JSON path found no items

-- source: trino: sql/query/TestJsonExistsFunction, TestJsonQueryFunction, sql/analyzer/TestAnalyzer (path parameters: names in upper case unless quoted, NULL with a format is no item)
SELECT json_exists('[1, 2]', 'lax $[$place]' PASSING 1 AS place) --> ! INVALID_PATH: line 1:30: no value passed for parameter place. Try quoting "place" in the PASSING clause to match case
SELECT json_exists('[1, 2]', 'lax $[$place]' PASSING 1 AS other) --> ! INVALID_PATH: line 1:30: no value passed for parameter place
SELECT json_query('[1, 2]', 'lax $[$PLACE]' PASSING 1 AS place), json_query('[1, 2]', 'lax $[$place]' PASSING 0 AS "place") --> (varchar, varchar) 2 | 1
SELECT json_exists('[1]', 'lax $p' PASSING NULL FORMAT JSON AS "p"), json_exists('[1]', 'lax $p' PASSING NULL AS "p"), json_query('[1]', 'lax $p' PASSING NULL FORMAT JSON AS "p" EMPTY ARRAY ON EMPTY) --> (boolean, boolean, varchar) false | true | []
SELECT json_exists('[1]', 'lax $p' PASSING '{' FORMAT JSON AS "p"), json_exists('[1]', 'lax $p' PASSING '{' FORMAT JSON AS "p" UNKNOWN ON ERROR) --> (boolean, boolean) false | NULL
SELECT json_query('[1]', 'lax $d' PASSING DATE '2001-02-03' AS "d"), json_value('[1]', 'lax $d.type()' PASSING DATE '2001-02-03' AS "d"), json_value('[1]', 'lax $d' PASSING DATE '2001-02-03' AS "d") --> (varchar, varchar, varchar) NULL | date | 2001-02-03
SELECT json_query('[1]', 'lax $d' PASSING DATE '2001-02-03' AS "d" ERROR ON ERROR) --> ! JSON_OUTPUT_CONVERSION_ERROR: conversion from JSON failed: JSON path returned a scalar SQL value of type date that cannot be represented as JSON
SELECT json_exists('[1]', 'lax $' PASSING 1 AS a, 2 AS A) --> ! DUPLICATE_PARAMETER_NAME: line 1:56: A JSON path parameter is specified more than once
SELECT json_exists('[1, 2]', 'strict $[5]' ERROR ON ERROR) --> ! PATH_EVALUATION_ERROR: path evaluation failed: structural error: invalid array subscript: [5, 5] for array of size 2
SELECT json_exists('[]', 'strict $[5]' ERROR ON ERROR) --> ! PATH_EVALUATION_ERROR: path evaluation failed: structural error: invalid array subscript for empty array
SELECT json_exists('{}', 'strict $.a' ERROR ON ERROR) --> ! PATH_EVALUATION_ERROR: path evaluation failed: structural error: missing member 'a' in JSON object
SELECT json_exists('[', 'lax $' ERROR ON ERROR) --> ! JSON_INPUT_CONVERSION_ERROR: conversion to JSON failed:…
SELECT json_exists('[1]' FORMAT JSON ENCODING UTF16, 'lax $[0]') --> ! TYPE_MISMATCH: line 1:20: Cannot read input of type varchar(3) as JSON using formatting JSON ENCODING UTF16
SELECT json_query(X'5b0035005d00' FORMAT JSON ENCODING UTF16, 'lax $[0]'), json_query('[5]', 'lax $' RETURNING varbinary FORMAT JSON ENCODING UTF16) --> (varchar, varbinary) 5 | 5b 00 35 00 5d 00
SELECT json_query('[5]', 'lax $' RETURNING varchar FORMAT JSON ENCODING UTF8) --> ! TYPE_MISMATCH: line 1:8: Cannot output JSON value as varchar using formatting JSON ENCODING UTF8
SELECT json_query('[5, 6]', 'lax $[*]' ERROR ON ERROR) --> ! JSON_OUTPUT_CONVERSION_ERROR: conversion from JSON failed: JSON path found multiple items

-- source: trino: sql/query/TestJsonObjectFunction, TestJsonArrayFunction
SELECT json_array('{"k" : 1, "k" : 2}' FORMAT JSON), json_object('o' : '{"k" : 1, "j" : 0, "k" : 2}' FORMAT JSON) --> (varchar, varchar) [{"k":2}] | {"o":{"k":2,"j":0}}
SELECT json_object('k' : 1, 'k' : 2) --> ! NOT_SUPPORTED: cannot construct a JSON object with duplicate key
SELECT json_object('k' : '{}' FORMAT JSON WITH UNIQUE KEYS) --> ! NOT_SUPPORTED: line 1:8: WITH UNIQUE KEYS behavior is not supported for JSON_OBJECT function when input expression has FORMAT
SELECT json_object(7 : 1) --> ! INVALID_FUNCTION_ARGUMENT: line 1:20: Invalid type of JSON object key: integer
SELECT json_object(CAST('k' AS char(2)) : DATE '2001-02-03') --> (varchar) {"k ":"2001-02-03"}
SELECT json_object('k' : ARRAY[1]) --> ! NOT_SUPPORTED: line 1:8: Unsupported type of value passed to JSON_OBJECT function: array(integer)

-- source: trino: sql/query/TestJsonTable, sql/analyzer/TestAnalyzer (testJsonTable…)
SELECT * FROM JSON_TABLE('{"N": 5, "n": 6}', 'lax $' COLUMNS (n integer, "n" integer)) --> (integer, integer) 5 | 6
SELECT * FROM JSON_TABLE('[]', 'lax $' COLUMNS (a integer, A integer)) --> ! DUPLICATE_COLUMN_OR_PATH_NAME: line 1:60: All column and path names in JSON_TABLE invocation must be unique
SELECT * FROM JSON_TABLE('[]', 'lax $' AS p COLUMNS (a integer, NESTED PATH 'lax $' AS q COLUMNS (b integer)) PLAN (p)) --> ! INVALID_PLAN: line 1:117: JSON_TABLE plan should contain all JSON paths available at each level of nesting. Paths not included: Q
SELECT * FROM JSON_TABLE('[]', 'lax $' COLUMNS (NESTED PATH 'lax $' COLUMNS (b integer)) PLAN DEFAULT (OUTER)) --> ! MISSING_PATH_NAME: line 1:61: All nested JSON paths must be named when default plan is given
SELECT * FROM JSON_TABLE('[]', 'lax $' COLUMNS (a integer DEFAULT max(1) ON EMPTY)) --> ! EXPRESSION_NOT_SCALAR: line 1:67: default expression for JSON_TABLE column cannot contain aggregations, window functions or grouping operations: [max(1)]

-- source: trino: sql/query/TestCorrelatedAggregation (a subquery that always has a row keeps its constants)
SELECT * FROM (VALUES 1, 4) AS t (k) LEFT JOIN LATERAL (SELECT max(v), 'c' FROM (VALUES (2, 5), (3, 8)) AS u (w, v) WHERE w <= k) AS l (m, c) ON true ORDER BY 1 --> (integer, integer, varchar(1)) 1 | NULL | c ; 4 | 8 | c
SELECT * FROM (VALUES 1, 4) AS t (k) LEFT JOIN LATERAL (SELECT max(v), 'c' FROM (VALUES (2, 5), (3, 8)) AS u (w, v) WHERE w <= k) AS l (m, c) ON m > 7 ORDER BY 1 --> (integer, integer, varchar(1)) 1 | NULL | NULL ; 4 | 8 | c

-- source: trino: sql/query/TestSubqueries (a row of one field against a column)
SELECT ROW(3) > ALL (VALUES 1, 2), ROW(BIGINT '2') IN (SELECT 2), ROW(1) = ANY (VALUES ROW(2)) --> (boolean, boolean, boolean) true | true | false
SELECT (1, 2) IN (SELECT (1, 2)) --> ! TYPE_MISMATCH: line 1:15: Value expression and result of subquery must be of the same type: row(integer, integer) vs row(row(integer, integer))

-- source: trino: AbstractTestEngineOnlyQueries (fields that differ in case alone)
SELECT CAST(ROW(1, 2, 3) AS ROW(b bigint, B double, c varchar)).c, CAST(ROW(1, 2) AS ROW(b bigint, B double)) --> (varchar, row(b bigint, b double)) 3 | {b=1, b=2.0}
SELECT CAST(ROW(1, 2) AS ROW(b bigint, B double)).b --> ! AMBIGUOUS_NAME: line 1:8: Ambiguous row field reference: b

-- source: trino: sql/analyzer/TestAnalyzer
SELECT upper(DISTINCT s) FROM (VALUES 'a') AS t (s) --> ! FUNCTION_NOT_AGGREGATE: line 1:8: DISTINCT is not supported for non-aggregation functions
SELECT upper(s) FILTER (WHERE true) FROM (VALUES 'a') AS t (s) --> ! FUNCTION_NOT_AGGREGATE: line 1:8: Filter is only valid for aggregation functions
SELECT dense_rank() OVER (ORDER BY n ROWS 2 PRECEDING) FROM nums --> ! INVALID_WINDOW_FRAME: line 1:38: Cannot specify window frame for dense_rank function
SELECT n FROM nums WHERE max(n) > 1 OR count(*) OVER () > 1 --> ! EXPRESSION_NOT_SCALAR: line 1:26: WHERE clause cannot contain aggregations, window functions or grouping operations: [max(n), count(*) OVER ()]
SELECT n FROM nums WHERE lead(n) > 1 --> ! EXPRESSION_NOT_SCALAR: line 1:34: WHERE clause cannot contain aggregations, window functions or grouping operations: [lead(n)]
SELECT * FROM "no-such.table" --> ! TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.default."no-such.table"' does not exist

-- source: trino: AbstractTestEngineOnlyQueries (TRY over what is aggregated, over windows and subqueries)
SELECT g, TRY(sum(v) / (g - 1)), TRY_CAST(max(s) AS integer) FROM (VALUES (1, 4, 'x'), (3, 6, '7')) AS t (g, v, s) GROUP BY g ORDER BY g --> (integer, bigint, integer) 1 | NULL | NULL ; 3 | 3 | 7
SELECT TRY(sum(v) / 0), COALESCE(TRY(1 / count(*)), -1), TRY(CAST(array_agg(v)[2] AS varchar)) FROM (VALUES 1, 2) AS t (v) --> (bigint, bigint, varchar) NULL | 0 | 2
SELECT g FROM (VALUES (1, 4), (2, 5)) AS t (g, v) GROUP BY g HAVING TRY(1 / (sum(v) - 4)) IS NULL ORDER BY TRY(1 / sum(v)) --> (integer) 1
SELECT v, TRY(12 / (sum(v) OVER (ORDER BY v) - 1)) FROM (VALUES 1, 2) AS t (v) ORDER BY v --> (integer, bigint) 1 | NULL ; 2 | 6
SELECT TRY(CAST((SELECT 'x') AS integer)), TRY(6 / (SELECT 0)), TRY(6 / (SELECT 3)) --> (integer, integer, integer) NULL | NULL | 2
SELECT v, TRY(6 / v + (SELECT max(w) FROM (VALUES 1, 2) AS u (w) WHERE w <= v)) FROM (VALUES 0, 1, 3) AS t (v) ORDER BY v --> (integer, integer) 0 | NULL ; 1 | 7 ; 3 | 4
SELECT g, transform(array_agg(v), x -> TRY(x / (g - 1))) FROM (VALUES (1, 4), (2, 5)) AS t (g, v) GROUP BY g ORDER BY g --> (integer, array(integer)) 1 | [null] ; 2 | [5]
SELECT json_value((SELECT '[5]'), 'lax $[0]?(@ < $m)' PASSING (SELECT 3) AS "m" DEFAULT (SELECT 'none') ON EMPTY) --> (varchar) none

-- source: trino: sql/query/TestOrderedAggregation, TestWindow, TestLag
SELECT g, array_agg(v ORDER BY v DESC) OVER (PARTITION BY g) FROM (VALUES (1, 4), (1, 6), (2, 5)) AS t (g, v) ORDER BY g --> (integer, array(integer)) 1 | [6, 4] ; 1 | [6, 4] ; 2 | [5]
SELECT lag(v, NULL) OVER (ORDER BY v) FROM (VALUES 1, 2) AS t (v) --> ! INVALID_FUNCTION_ARGUMENT: Offset must not be null

-- source: trino: operator/scalar/TestArrayHistogramFunction, TestMapTransformKeysFunction, TestDateTimeFunctions, TestIpAddressFunctions, type/TestDate, TestIntervalYearMonth, TestArrayOperators
SELECT array_histogram(ARRAY[]), array_histogram(ARRAY[NULL]), array_histogram(ARRAY[7, NULL, 7]) --> (map(unknown, bigint), map(unknown, bigint), map(integer, bigint)) {} | {} | {7=2}
SELECT transform_keys(MAP(ARRAY[4, 6], ARRAY['a', 'b']), (k, v) -> k % 2) --> ! INVALID_FUNCTION_ARGUMENT: Duplicate map keys (0) are not allowed
SELECT from_unixtime_nanos(DECIMAL '2000.5'), from_unixtime_nanos(DECIMAL '-2000') --> (timestamp(9) with time zone, timestamp(9) with time zone) 1970-01-01 00:00:00.000002001 UTC | 1969-12-31 23:59:59.999998000 UTC
SELECT contains('::/0', IPADDRESS '1.2.3.4'), contains('0:0:0:0:0:ffff::/96', IPADDRESS '9.8.7.6'), contains('10.0.0.0/8', IPADDRESS '11.0.0.1') --> (boolean, boolean, boolean) true | true | false
SELECT DATE '44-3-15', CAST(' +2001-2-3 ' AS date), CAST('7-1-1' AS date) --> (date, date, date) 0044-03-15 | 2001-02-03 | 0007-01-01
SELECT INTERVAL '-2-3' YEAR TO MONTH, INTERVAL '8' YEAR TO MONTH, INTERVAL -'2-3' YEAR TO MONTH --> (interval year to month, interval year to month, interval year to month) -2-3 | 8-0 | -2-3
SELECT sequence(9223372036854775807, -9223372036854775808, -9223372036854775807) --> (array(bigint)) [9223372036854775807, 0, -9223372036854775807]
SELECT values_at_quantiles(tdigest_agg(d), ARRAY[0.9e0, 0.1e0]) FROM (VALUES 1e0) AS t (d) --> ! INVALID_FUNCTION_ARGUMENT: percentiles must be sorted in increasing order

-- source: trino: sql/analyzer/TestAnalyzer (row patterns)
SELECT * FROM nums MATCH_RECOGNIZE (PARTITION BY n PATTERN (A B+) SUBSET A = (B) DEFINE B AS true) --> ! INVALID_LABEL: line 1:74: union pattern variable name: A is a duplicate of primary pattern variable name
SELECT * FROM nums MATCH_RECOGNIZE (PARTITION BY n PATTERN (A B+) DEFINE C AS true) --> ! INVALID_LABEL: line 1:74: defined variable: C is not a primary pattern variable
SELECT * FROM nums MATCH_RECOGNIZE (PARTITION BY n AFTER MATCH SKIP TO LAST X PATTERN (A B+) DEFINE B AS true) --> ! INVALID_LABEL: line 1:77: X is not a primary or union pattern variable
SELECT * FROM nums MATCH_RECOGNIZE (PARTITION BY n PATTERN (A{3,2}) DEFINE A AS true) --> ! INVALID_RANGE: line 1:62: Pattern quantifier lower bound must not exceed upper bound
SELECT * FROM nums MATCH_RECOGNIZE (PARTITION BY n PATTERN (A{3000000000,}) DEFINE A AS true) --> ! NUMERIC_VALUE_OUT_OF_RANGE: line 1:62: Pattern quantifier lower bound must not exceed 2147483647
SELECT * FROM nums MATCH_RECOGNIZE (PARTITION BY n SEEK PATTERN (A) DEFINE A AS true) --> ! NOT_SUPPORTED: line 1:52: Pattern search modifier: SEEK is not allowed in MATCH_RECOGNIZE clause
SELECT * FROM nums MATCH_RECOGNIZE (PATTERN (A) DEFINE A AS true) --> ! TABLE_HAS_NO_COLUMNS: line 1:15: pattern recognition output table has no columns
SELECT m FROM nums MATCH_RECOGNIZE (ORDER BY n MEASURES PREV(LAST(n) + 1) AS m PATTERN (A) DEFINE A AS true) --> ! INVALID_NAVIGATION_NESTING: line 1:62: Immediate nesting is required for pattern navigation functions
SELECT m FROM nums MATCH_RECOGNIZE (ORDER BY n MEASURES LAST(NEXT(n)) AS m PATTERN (A) DEFINE A AS true) --> ! INVALID_NAVIGATION_NESTING: line 1:62: Cannot nest next pattern navigation function inside last pattern navigation function
SELECT m FROM nums MATCH_RECOGNIZE (ORDER BY n MEASURES LAST(A.n + n) AS m PATTERN (A) DEFINE A AS true) --> ! INVALID_ARGUMENTS: line 1:57: All labels and classifiers inside the call to 'last' must match
SELECT m FROM nums MATCH_RECOGNIZE (ORDER BY n MEASURES sum(DISTINCT n) AS m PATTERN (A) DEFINE A AS true) --> ! NOT_SUPPORTED: line 1:57: Cannot use DISTINCT with sum aggregate function in pattern recognition context
SELECT m FROM nums MATCH_RECOGNIZE (ORDER BY n MEASURES FINAL NEXT(n) AS m PATTERN (A) DEFINE A AS true) --> ! INVALID_PROCESSING_MODE: line 1:57: FINAL semantics is not supported with next pattern recognition function
SELECT m FROM nums MATCH_RECOGNIZE (ORDER BY n MEASURES PREV(n, -1) AS m PATTERN (A) DEFINE A AS true) --> ! NUMERIC_VALUE_OUT_OF_RANGE: line 1:57: prev pattern recognition navigation function requires a non-negative number as the second argument (actual: -1)
SELECT count(A.*) FROM nums AS a --> ! INVALID_FUNCTION_ARGUMENT: line 1:14: label.* syntax is only supported as the only argument of row pattern count function
SELECT FINAL sum(n) FROM nums --> ! INVALID_PROCESSING_MODE: line 1:8: FINAL semantics is not supported out of pattern recognition context
SELECT * FROM TABLE(no_such_function()) --> ! FUNCTION_NOT_FOUND: line 1:21: Table function 'no_such_function' not registered
SELECT * FROM (VALUES (1, 2)) AS t (k, K) MATCH_RECOGNIZE (PATTERN (A) DEFINE A AS true) --> ! AMBIGUOUS_NAME: line 1:15: ambiguous column: K in row pattern input relation
