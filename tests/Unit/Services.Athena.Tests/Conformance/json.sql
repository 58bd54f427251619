-- source: trino docs functions/json.html (cast to and from JSON); trinodb/trino TestJsonOperators
SELECT CAST(NULL AS JSON) --> (json) NULL
SELECT CAST(1 AS JSON) --> (json) 1
SELECT CAST(9223372036854775807 AS JSON) --> (json) 9223372036854775807
SELECT CAST('abc' AS JSON) --> (json) ""abc""
SELECT CAST(true AS JSON), CAST(false AS JSON) --> (json, json) true | false
SELECT CAST(1.234 AS JSON) --> (json) 1.234
SELECT CAST(1.5e0 AS JSON) --> (json) 1.5
SELECT CAST(ARRAY[1, 23, 456] AS JSON) --> (json) [1,23,456]
SELECT CAST(ARRAY[1, NULL, 456] AS JSON) --> (json) [1,null,456]
SELECT CAST(ARRAY[ARRAY[1, 23], ARRAY[456]] AS JSON) --> (json) [[1,23],[456]]
SELECT CAST(MAP(ARRAY['k1', 'k2', 'k3'], ARRAY[1, 23, 456]) AS JSON) --> (json) {"k1":1,"k2":23,"k3":456}
SELECT CAST(CAST(ROW(123, 'abc', true) AS ROW(v1 BIGINT, v2 VARCHAR, v3 BOOLEAN)) AS JSON) --> (json) {"v1":123,"v2":"abc","v3":true}
SELECT CAST(JSON 'null' AS VARCHAR) --> (varchar) NULL
SELECT CAST(JSON '1' AS INTEGER), CAST(JSON '9223372036854775807' AS BIGINT) --> (integer, bigint) 1 | 9223372036854775807
SELECT CAST(JSON '"abc"' AS VARCHAR), CAST(JSON 'true' AS BOOLEAN), CAST(JSON '1.234' AS DOUBLE) --> (varchar, boolean, double) abc | true | 1.234
SELECT CAST(JSON '[1,23,456]' AS ARRAY(INTEGER)), CAST(JSON '[1,null,456]' AS ARRAY(INTEGER)) --> (array(integer), array(integer)) [1, 23, 456] | [1, null, 456]
SELECT CAST(JSON '[[1,23],[456]]' AS ARRAY(ARRAY(INTEGER))) --> (array(array(integer))) [[1, 23], [456]]
SELECT CAST(JSON '{"k1":1,"k2":23,"k3":456}' AS MAP(VARCHAR, INTEGER)) --> (map(varchar, integer)) {k1=1, k2=23, k3=456}
SELECT CAST(JSON '{"v1":123,"v2":"abc","v3":true}' AS ROW(v1 BIGINT, v2 VARCHAR, v3 BOOLEAN)) --> (row(v1 bigint, v2 varchar, v3 boolean)) {v1=123, v2=abc, v3=true}
SELECT CAST(JSON '12' AS VARCHAR), CAST(JSON 'true' AS VARCHAR) --> (varchar, varchar) 12 | true
SELECT typeof(JSON '1'), typeof(json_parse('1')) --> (varchar, varchar) json | json

-- source: trino docs functions/json.html (functions); trinodb/trino TestJsonFunctions, TestJsonExtract
SELECT json_array_length('[1, 2, 3]'), json_array_length('[]'), json_array_length('{"a":1}'), json_array_length(JSON '[1,[2,3]]') --> (bigint, bigint, bigint, bigint) 3 | 0 | NULL | 2
SELECT json_array_contains('[1, 2, 3]', 2), json_array_contains('[1, 2, 3]', 9), json_array_contains('["a","b"]', 'b'), json_array_contains('[true]', true) --> (boolean, boolean, boolean, boolean) true | false | true | true
SELECT json_array_get('["a", [3, 9], "c"]', 1) --> (json) [3,9]
SELECT json_array_get('["a", "b", "c"]', -1) IS NOT NULL, json_array_get('["a"]', 9), json_array_get('[]', 0) --> (boolean, json, json) true | NULL | NULL
SELECT json_extract('{"a": {"b": [1, 2, 3]}}', '$.a.b') --> (json) [1,2,3]
SELECT json_extract('{"a": {"b": [1, 2, 3]}}', '$.a.b[0]'), json_extract('{"a": 1}', '$.x') --> (json, json) 1 | NULL
SELECT json_extract('{"a": "x"}', '$.a'), json_extract('{"a": null}', '$.a') --> (json, json) ""x"" | null
SELECT json_extract('[1, {"k": 2}]', '$[1].k'), json_extract('{"a b": 1}', '$["a b"]') --> (json, json) 2 | 1
SELECT json_extract_scalar('[1, 2, 3]', '$[2]'), json_extract_scalar('{"a": {"b": "c"}}', '$.a.b') --> (varchar(9), varchar(17)) 3 | c
SELECT json_extract_scalar('{"a": [1]}', '$.a'), json_extract_scalar('{"a": null}', '$.a'), json_extract_scalar('{"a": true}', '$.a') --> (varchar(10), varchar(11), varchar(11)) NULL | NULL | true
SELECT json_extract_scalar('not json', '$.a'), json_extract('{', '$') --> (varchar(8), json) NULL | NULL
SELECT json_format(JSON '[1, 2, 3]'), json_format(JSON '"a"') --> (varchar, varchar) [1,2,3] | ""a""
SELECT json_parse('[1,2,3]'), json_parse('"a"'), json_parse('{"a": {"b": 1}}') --> (json, json, json) [1,2,3] | ""a"" | {"a":{"b":1}}
SELECT json_parse('{"b": 1, "a": 2}') --> (json) {"a":2,"b":1}
SELECT json_parse('[1 , 2 ]') --> (json) [1,2]
SELECT json_parse('{') --> ! INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON: '{'
SELECT json_size('{"x": {"a": 1, "b": 2}}', '$.x'), json_size('{"x": [1, 2, 3]}', '$.x'), json_size('{"x": {"a": 1, "b": 2}}', '$.x.a') --> (bigint, bigint, bigint) 2 | 3 | 0
SELECT is_json_scalar('1'), is_json_scalar('[1, 2, 3]'), is_json_scalar('"a"'), is_json_scalar('{}') --> (boolean, boolean, boolean, boolean) true | false | true | false
SELECT JSON '1' = JSON '1', JSON '{"a":1,"b":2}' = JSON '{"b":2,"a":1}' --> (boolean, boolean) true | true
SELECT json_extract_scalar(j, '$.n') FROM (VALUES '{"n":1}', '{"n":"x"}', 'bad', NULL) AS v (j) ORDER BY 1 --> (varchar(9)) 1 ; x ; NULL ; NULL

-- source: trino docs functions/json.html (json_exists, json_value, json_query, json_object, json_array)
SELECT json_exists('{"a": 1}', 'lax $.a'), json_exists('{"a": 1}', 'lax $.b'), json_exists('{"a": [1, 2]}', 'lax $.a[5]') --> (boolean, boolean, boolean) true | false | false
SELECT json_exists('{"a": 1}', 'strict $.b'), json_exists('{"a": 1}', 'strict $.b' TRUE ON ERROR), json_exists('{"a": 1}', 'strict $.b' UNKNOWN ON ERROR) --> (boolean, boolean, boolean) false | true | NULL
SELECT json_value('{"a": "x"}', 'lax $.a'), json_value('{"a": 5}', 'lax $.a' RETURNING integer), json_value('{"a": true}', 'lax $.a' RETURNING boolean) --> (varchar, integer, boolean) x | 5 | true
SELECT json_value('{"a": 1}', 'lax $.b'), json_value('{"a": 1}', 'lax $.b' DEFAULT 'none' ON EMPTY) --> (varchar, varchar) NULL | none
SELECT json_value('{"a": [1, 2]}', 'lax $.a'), json_value('{"a": [1]}', 'lax $.a[0]') --> (varchar, varchar) NULL | 1
SELECT json_query('{"a": [1, 2]}', 'lax $.a'), json_query('{"a": {"b": 1}}', 'lax $.a') --> (varchar, varchar) [1,2] | {"b":1}
SELECT json_query('{"a": [1, 2]}', 'lax $.a[*]' WITH ARRAY WRAPPER), json_query('{"a": "x"}', 'lax $.a' OMIT QUOTES) --> (varchar, varchar) [1,2] | x
SELECT json_query('{"a": 1}', 'lax $.b'), json_query('{"a": 1}', 'lax $.b' EMPTY ARRAY ON EMPTY), json_query('{"a": 1}', 'lax $.b' EMPTY OBJECT ON EMPTY) --> (varchar, varchar, varchar) NULL | [] | {}
SELECT json_object('key1': 1, 'key2': true) --> (varchar) {"key1":1,"key2":true}
SELECT json_object(KEY 'a' VALUE 1), json_object('a' VALUE 'x'), json_object() --> (varchar, varchar, varchar) {"a":1} | {"a":"x"} | {}
SELECT json_object('a': NULL NULL ON NULL), json_object('a': NULL ABSENT ON NULL) --> (varchar, varchar) {"a":null} | {}
SELECT json_array(true, 12e-1, 'text'), json_array(), json_array(1, NULL), json_array(1, NULL NULL ON NULL) --> (varchar, varchar, varchar, varchar) [true,1.2,"text"] | [] | [1] | [1,null]

-- source: trino docs functions/url.html; trinodb/trino TestUrlFunctions
SELECT url_extract_protocol('https://u@example.com:8080/p/q?x=1#f') --> (varchar(36)) https
SELECT url_extract_host('http://example.com/path'), url_extract_host('https://u:p@example.com:80/') --> (varchar(23), varchar(27)) example.com | example.com
SELECT url_extract_port('http://example.com:8080/path1/'), url_extract_port('http://example.com/') --> (bigint, bigint) 8080 | NULL
SELECT url_extract_path('http://example.com/path1/p.php?k1=v1'), url_extract_path('http://example.com') --> (varchar(36), varchar(18)) /path1/p.php | ""
SELECT url_extract_query('http://example.com/path?k1=v1&k2=v2#Ref1'), url_extract_query('http://example.com/') --> (varchar(40), varchar(19)) k1=v1&k2=v2 | ""
SELECT url_extract_fragment('http://example.com/path?k1=v1#Ref1') --> (varchar(34)) Ref1
SELECT url_extract_parameter('http://example.com/path?k1=v1&k2=v2', 'k2'), url_extract_parameter('http://example.com/path?k1=v1&k2=v2', 'k3') --> (varchar(35), varchar(35)) v2 | NULL
SELECT url_extract_parameter('http://example.com/path?k1=v1&k1=v2&k1&k4', 'k1'), url_extract_parameter('http://example.com/path?k1', 'k1') --> (varchar(41), varchar(26)) v1 | ""
SELECT url_encode('http://test') --> (varchar(132)) http%3A%2F%2Ftest
SELECT url_encode('a b&c*d_e-f.g~'), url_encode('é') --> (varchar(168), varchar(12)) a+b%26c*d_e-f.g%7E | %C3%A9
SELECT url_decode('http%3A%2F%2Ftest'), url_decode('a+b%26c') --> (varchar(17), varchar(7)) http://test | a b&c

-- source: trino docs functions/binary.html; trinodb/trino TestVarbinaryFunctions
SELECT length(X'616263'), length(X'') --> (bigint, bigint) 3 | 0
SELECT to_hex(X'0f1e'), to_hex(to_utf8('abc')), from_hex('616263') --> (varchar, varchar, varbinary) 0F1E | 616263 | 61 62 63
SELECT to_base64(to_utf8('hello')), from_base64('aGVsbG8='), from_utf8(from_base64('aGVsbG8=')) --> (varchar, varbinary, varchar) aGVsbG8= | 68 65 6c 6c 6f | hello
SELECT to_base64url(X'fffe'), from_base64url('__4=') --> (varchar, varbinary) __4= | ff fe
SELECT to_base32(to_utf8('abc')), from_utf8(from_base32('MFRGG===')) --> (varchar, varchar) MFRGG=== | abc
SELECT to_hex(md5(to_utf8('hashme'))) --> (varchar) 533F6357E0210E67D91F651BC49E1278
SELECT to_hex(sha1(to_utf8('abc'))) --> (varchar) A9993E364706816ABA3E25717850C26C9CD0D89D
SELECT to_hex(sha256(to_utf8('abc'))) --> (varchar) BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD
SELECT to_hex(crc32(to_utf8('hello'))) --> ! …
SELECT crc32(to_utf8('CRC me!')), crc32(to_utf8('')) --> (bigint, bigint) 38028046 | 0
SELECT to_hex(xxhash64(to_utf8(''))), to_hex(xxhash64(to_utf8('hashme'))) --> (varchar, varchar) EF46DB3751D8E999 | F9D96E0E1165E892
SELECT to_hex(hmac_md5(to_utf8('The quick brown fox jumps over the lazy dog'), to_utf8('key'))) --> (varchar) 80070713463E7749B90C2DC24911E275
SELECT to_hex(hmac_sha1(to_utf8('The quick brown fox jumps over the lazy dog'), to_utf8('key'))) --> (varchar) DE7C9B85B8B78AA6BC8A7A36F70A90701C9DB4D9
SELECT to_hex(hmac_sha256(to_utf8('The quick brown fox jumps over the lazy dog'), to_utf8('key'))) --> (varchar) F7BC83F430538424B13298E6AA6FB143EF4D59A14946175997479DBC2D1A3CD8
SELECT to_big_endian_64(1), from_big_endian_64(X'0000000000000001') --> (varbinary, bigint) 00 00 00 00 00 00 00 01 | 1
SELECT to_big_endian_32(258), from_big_endian_32(X'00000102') --> (varbinary, integer) 00 00 01 02 | 258
SELECT to_ieee754_64(1e0), from_ieee754_64(X'3FF0000000000000') --> (varbinary, double) 3f f0 00 00 00 00 00 00 | 1.0
SELECT to_ieee754_32(REAL '1'), from_ieee754_32(X'3F800000') --> (varbinary, real) 3f 80 00 00 | 1.0
SELECT concat(X'61', X'62'), X'61' || X'62' --> (varbinary, varbinary) 61 62 | 61 62
SELECT substr(X'616263', 2), substr(X'616263', 1, 1), reverse(X'616263') --> (varbinary, varbinary, varbinary) 62 63 | 61 | 63 62 61
SELECT lpad(X'61', 3, X'00'), rpad(X'61', 3, X'00') --> (varbinary, varbinary) 00 00 61 | 61 00 00
SELECT from_hex('6') --> ! INVALID_FUNCTION_ARGUMENT: …
SELECT X'61' = X'61', X'61' < X'6162' --> (boolean, boolean) true | true
SELECT to_hex(CAST('abc' AS varbinary)), from_utf8(X'') --> (varchar, varchar) 616263 | ""

-- source: trino docs functions/teradata.html, functions/uuid.html, functions/color.html, functions/session.html
SELECT char2hexint('A'), index('abc', 'c') --> (varchar, bigint) 0041 | 3
SELECT cardinality(ARRAY[uuid(), uuid()]), typeof(uuid()) --> (bigint, varchar) 2 | uuid
SELECT length(CAST(uuid() AS varchar)), uuid() <> uuid() --> (bigint, boolean) 36 | true
-- source: trino docs functions/json.html#json-table (PLAN); trino: sql/query/TestJsonTable, sql/analyzer/TestAnalyzer
SELECT a, b, c FROM (VALUES '[{"a": 1, "b": [1, 2], "c": ["x", "y"]}, {"a": 2, "b": [], "c": ["z"]}, {"a": 3, "b": [5], "c": []}]') AS t (j), JSON_TABLE(j, 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b[*]' AS nb COLUMNS (b integer PATH 'lax $'), NESTED PATH 'lax $.c[*]' AS nc COLUMNS (c varchar(5) PATH 'lax $'))) --> ~ (integer, integer, varchar(5)) 1 | 1 | NULL ; 1 | 2 | NULL ; 1 | NULL | x ; 1 | NULL | y ; 2 | NULL | z ; 3 | 5 | NULL
SELECT a, b, c FROM (VALUES '[{"a": 1, "b": [1, 2], "c": ["x", "y"]}, {"a": 2, "b": [], "c": ["z"]}, {"a": 3, "b": [5], "c": []}]') AS t (j), JSON_TABLE(j, 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b[*]' AS nb COLUMNS (b integer PATH 'lax $'), NESTED PATH 'lax $.c[*]' AS nc COLUMNS (c varchar(5) PATH 'lax $')) PLAN (r OUTER (nb UNION nc))) --> ~ (integer, integer, varchar(5)) 1 | 1 | NULL ; 1 | 2 | NULL ; 1 | NULL | x ; 1 | NULL | y ; 2 | NULL | z ; 3 | 5 | NULL
SELECT a, b, c FROM (VALUES '[{"a": 1, "b": [1, 2], "c": ["x", "y"]}, {"a": 2, "b": [], "c": ["z"]}, {"a": 3, "b": [5], "c": []}]') AS t (j), JSON_TABLE(j, 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b[*]' AS nb COLUMNS (b integer PATH 'lax $'), NESTED PATH 'lax $.c[*]' AS nc COLUMNS (c varchar(5) PATH 'lax $')) PLAN (r OUTER (nb CROSS nc))) --> ~ (integer, integer, varchar(5)) 1 | 1 | x ; 1 | 1 | y ; 1 | 2 | x ; 1 | 2 | y ; 2 | NULL | NULL ; 3 | NULL | NULL
SELECT a, b, c FROM (VALUES '[{"a": 1, "b": [1, 2], "c": ["x", "y"]}, {"a": 2, "b": [], "c": ["z"]}, {"a": 3, "b": [5], "c": []}]') AS t (j), JSON_TABLE(j, 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b[*]' AS nb COLUMNS (b integer PATH 'lax $'), NESTED PATH 'lax $.c[*]' AS nc COLUMNS (c varchar(5) PATH 'lax $')) PLAN (r INNER (nc CROSS nb))) --> ~ (integer, integer, varchar(5)) 1 | 1 | x ; 1 | 2 | x ; 1 | 1 | y ; 1 | 2 | y
SELECT a, b, c FROM (VALUES '[{"a": 1, "b": [1, 2], "c": ["x", "y"]}, {"a": 2, "b": [], "c": ["z"]}, {"a": 3, "b": [5], "c": []}]') AS t (j), JSON_TABLE(j, 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b[*]' AS nb COLUMNS (b integer PATH 'lax $'), NESTED PATH 'lax $.c[*]' AS nc COLUMNS (c varchar(5) PATH 'lax $')) PLAN (r INNER (nc UNION nb))) --> ~ (integer, integer, varchar(5)) 1 | NULL | x ; 1 | NULL | y ; 1 | 1 | NULL ; 1 | 2 | NULL ; 2 | NULL | z ; 3 | 5 | NULL
SELECT a, b, c FROM (VALUES '[{"a": 1, "b": [{"v": 7, "c": ["x", "y"]}, {"v": 8, "c": []}]}, {"a": 2, "b": []}]') AS t (j), JSON_TABLE(j, 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b[*]' AS nb COLUMNS (b integer PATH 'lax $.v', NESTED PATH 'lax $.c[*]' AS nc COLUMNS (c varchar(5) PATH 'lax $'))) PLAN (r OUTER (nb INNER nc))) --> ~ (integer, integer, varchar(5)) 1 | 7 | x ; 1 | 7 | y ; 2 | NULL | NULL
SELECT a, b, c FROM (VALUES '[{"a": 1, "b": [{"v": 7, "c": ["x", "y"]}, {"v": 8, "c": []}]}, {"a": 2, "b": []}]') AS t (j), JSON_TABLE(j, 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b[*]' AS nb COLUMNS (b integer PATH 'lax $.v', NESTED PATH 'lax $.c[*]' AS nc COLUMNS (c varchar(5) PATH 'lax $'))) PLAN (r INNER (nb OUTER nc))) --> ~ (integer, integer, varchar(5)) 1 | 7 | x ; 1 | 7 | y ; 1 | 8 | NULL
SELECT a FROM JSON_TABLE('[{"a": 1}]', 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a') PLAN (r)) --> (integer) 1
SELECT a FROM JSON_TABLE('[{"a": 1}]', 'lax $[*]' COLUMNS (a integer PATH 'lax $.a') PLAN (r)) --> ! MISSING_PATH_NAME: …
SELECT a FROM JSON_TABLE('[{"a": 1}]', 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a') PLAN (x)) --> ! INVALID_PLAN: …
SELECT a FROM JSON_TABLE('[{"a": 1}]', 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b' AS nb COLUMNS (b integer)) PLAN (r UNION nb)) --> ! INVALID_PLAN: …
SELECT a FROM JSON_TABLE('[{"a": 1}]', 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b' AS nb COLUMNS (b integer)) PLAN (r)) --> ! INVALID_PLAN: …
SELECT a FROM JSON_TABLE('[{"a": 1}]', 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b' AS nb COLUMNS (b integer)) PLAN (r OUTER (nb UNION nx))) --> ! INVALID_PLAN: …
SELECT a FROM JSON_TABLE('[{"a": 1}]', 'lax $[*]' AS r COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b' COLUMNS (b integer)) PLAN (r OUTER nb)) --> ! MISSING_PATH_NAME: …
SELECT a FROM JSON_TABLE('[{"a": 1}]', 'lax $[*]' AS a COLUMNS (a integer PATH 'lax $.a')) --> ! DUPLICATE_COLUMN_OR_PATH_NAME: …
SELECT a, b, c FROM (VALUES '[{"a": 1, "b": [1, 2], "c": ["x", "y"]}, {"a": 2, "b": [], "c": ["z"]}]') AS t (j), JSON_TABLE(j, 'lax $[*]' COLUMNS (a integer PATH 'lax $.a', NESTED PATH 'lax $.b[*]' AS bs COLUMNS (b integer PATH 'lax $'), NESTED PATH 'lax $.c[*]' AS cs COLUMNS (c varchar(5) PATH 'lax $')) PLAN DEFAULT (CROSS, INNER)) --> ~ (integer, integer, varchar(5)) 1 | 1 | x ; 1 | 1 | y ; 1 | 2 | x ; 1 | 2 | y
