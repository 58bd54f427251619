-- source: trino: operator/scalar/TestStringFunctions (normalize)
SELECT to_hex(to_utf8(normalize('schön', NFD))), normalize('ﬁ①ﾊﾝ', NFKC), to_hex(to_utf8(normalize('é', NFKD))), normalize('e' || chr(769), NFC) = 'é' --> (varchar, varchar, varchar, boolean) 7363686FCC886E | fi1ハン | 65CC81 | true

-- source: trino: type/TestJsonOperators, TestRowOperators, TestMapOperators, TestArrayOperators (casts to and from JSON)
SELECT CAST(ROW(7, 'x', NULL) AS JSON), CAST(CAST(ROW(7, 'x') AS ROW(id bigint, tag varchar)) AS JSON) --> (json, json) {"":7,"":"x","":null} | {"id":7,"tag":"x"}
SELECT CAST(MAP(ARRAY[20, 3], ARRAY['u', 'v']) AS JSON), CAST(MAP(ARRAY[true, false], ARRAY[1, NULL]) AS JSON) --> (json, json) {"20":"u","3":"v"} | {"false":null,"true":1}
SELECT CAST(nan() AS JSON), CAST(-infinity() AS JSON), CAST(REAL '2.7' AS JSON), CAST(1e300 AS JSON) --> (json, json, json, json) ""NaN"" | ""-Infinity"" | 2.7 | 1.0E300
SELECT CAST(ARRAY[DATE '2024-02-29', NULL] AS JSON), CAST(ARRAY[TIMESTAMP '2024-02-29 01:02:03.4'] AS JSON) --> (json, json) ["2024-02-29",null] | ["2024-02-29 01:02:03.4"]
SELECT CAST(CAST('ab' AS char(3)) AS JSON) --> ! TYPE_MISMATCH: line 1:8: Cannot cast char(3) to json
SELECT CAST(X'00' AS JSON) --> ! TYPE_MISMATCH: line 1:8: Cannot cast varbinary to json
SELECT CAST(MAP(ARRAY[ARRAY[1]], ARRAY[1]) AS JSON) --> ! TYPE_MISMATCH: line 1:8: Cannot cast map(array(integer), integer) to json

-- source: trino: operator/scalar/AbstractTestRegexpFunctions (replacement by a function, characters beyond the first plane)
SELECT regexp_replace('a1b22', '(\d)(x)?', m -> m[2]), regexp_replace('a1b22', '(\d+)', m -> '<' || m[1] || '>') --> (varchar, varchar) NULL | a<1>b<22>
SELECT regexp_extract_all('x😀y', '.'), regexp_replace('😀', '[^a]', m -> 'Q'), regexp_split('😀b', '') --> (array(varchar(3)), varchar, array(varchar(2))) [x, 😀, y] | Q | [, 😀, b, ]

-- source: trino: operator/scalar/TestMathFunctions (round, truncate)
SELECT round(BIGINT '8765', -2), round(SMALLINT '-155', -1), round(TINYINT '124', -1) --> (bigint, smallint, tinyint) 8800 | -160 | 120
SELECT round(TINYINT '125', -1) --> ! NUMERIC_VALUE_OUT_OF_RANGE: Out of range for tinyint: 130
SELECT round(9223372036854775807, -1) --> ! NUMERIC_VALUE_OUT_OF_RANGE: numerical overflow: 9223372036854775807
SELECT round(7, -19) --> ! NUMERIC_VALUE_OUT_OF_RANGE: numerical overflow: 7
SELECT round(DECIMAL '12.345', n), truncate(DECIMAL '-12.345', n) FROM (VALUES 1, 2, -1) AS v (n) --> (decimal(6,3), decimal(5,3)) 12.300 | -12.300 ; 12.350 | -12.340 ; 10.000 | -10.000

-- source: trino: type/TestMapOperators, operator/scalar/TestMapTransformKeysFunction, TestArrayExceptFunction; type/TestArrayOperators
SELECT CAST(JSON '{"7": 1, "8": null}' AS MAP(bigint, double)) --> (map(bigint, double)) {7=1.0, 8=null}
SELECT map_from_entries(ARRAY[(1, 'a'), (1, 'b')]) --> ! INVALID_FUNCTION_ARGUMENT: Duplicate map keys (1) are not allowed
SELECT map_from_entries(ARRAY[(1, 'a'), NULL]) --> ! INVALID_FUNCTION_ARGUMENT: map entry cannot be null
SELECT multimap_from_entries(ARRAY[(NULL, 1)]) --> ! INVALID_FUNCTION_ARGUMENT: map key cannot be null
SELECT transform_keys(MAP(ARRAY[4, 6], ARRAY[1, 2]), (k, v) -> k % 2) --> ! INVALID_FUNCTION_ARGUMENT: Duplicate map keys (0) are not allowed
SELECT map_concat(MAP(ARRAY[1], ARRAY[2]), NULL) --> (map(integer, integer)) NULL
SELECT array_distinct(ARRAY[]), array_intersect(ARRAY[], ARRAY[NULL]), array_except(ARRAY[], ARRAY[]), array_union(ARRAY[], ARRAY[]) --> (array(unknown), array(unknown), array(unknown), array(unknown)) [] | [] | [] | []
SELECT map_entries(NULL), array_except(NULL, NULL), multimap_from_entries(NULL) --> (array(row(unknown, unknown)), array(unknown), map(unknown, array(unknown))) NULL | NULL | NULL
SELECT MAP(ARRAY['ab'], ARRAY[1])['abcdef'] --> ! INVALID_FUNCTION_ARGUMENT: Key not present in map: abcdef
SELECT MAP(ARRAY[1, 2], ARRAY['x', 'y'])[BIGINT '2'] --> (varchar(1)) y
SELECT ARRAY[1, 2][1.5e0] --> ! TYPE_MISMATCH: line 1:8: Cannot use double for subscript of array(integer)
SELECT split_to_multimap('a=1,b', ',', '=') --> ! INVALID_FUNCTION_ARGUMENT: Key-value delimiter must appear exactly once in each entry. Bad input: b

-- source: trino: operator/scalar/TestStringFunctions, TestConcatWsFunction, TestVarbinaryFunctions, TestConditions
SELECT concat('one') --> ! INVALID_FUNCTION_ARGUMENT: There must be two or more concatenation arguments
SELECT concat(ARRAY[1]) --> ! INVALID_FUNCTION_ARGUMENT: There must be two or more arguments to concat
SELECT concat(ARRAY[1, 2], 3), concat(0, ARRAY[1]), concat(ARRAY['a'], CAST(NULL AS varchar)) --> (array(integer), array(integer), array(varchar)) [1, 2, 3] | [0, 1] | NULL
SELECT concat(CAST('a' AS char(3)), 'bc'), typeof(concat('x', CAST('y' AS char(2)))) --> (char(5), varchar) a  bc | char(3)
SELECT concat_ws('-', CAST(NULL AS array(varchar))), concat_ws(NULL, 'a') --> (varchar, varchar) NULL | NULL
SELECT concat_ws('-') --> ! INVALID_FUNCTION_ARGUMENT: There must be two or more arguments
SELECT substring(X'0A0B0C0D' FROM 2 FOR 2), substr(CAST('abc' AS char(5)), 2), typeof(substr(CAST('abc' AS char(5)), 2)) --> (varbinary, varchar(5), varchar) 0b 0c | "bc  " | varchar(5)
SELECT codepoint('ab') --> ! FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar(2)) for function codepoint. Expected: codepoint(varchar(1))
SELECT '50%' LIKE '50%' ESCAPE '', 'a_b' LIKE 'a_b' ESCAPE '' --> (boolean, boolean) true | true
SELECT split_to_map('a:1;b:2;a:3', ';', ':', (k, v1, v2) -> v1 || v2), split_part('', '', 1) --> (map(varchar, varchar), varchar(0)) {a=13, b=2} | NULL
SELECT split_to_map('a=1,b', ',', '=') --> ! INVALID_FUNCTION_ARGUMENT: Key-value delimiter must appear exactly once in each entry. Bad input: 'b'

-- source: trino: operator/scalar/TestDateTimeFunctions, TestMathFunctions, TestBitwiseFunctions, TestVarbinaryFunctions, TestZipFunction; teradata/TestTeradataDateFunctions
SELECT CAST(JSON '[9, "k", 1]' AS ROW(a bigint, b varchar, c boolean)), CAST(JSON '{"B": "z", "extra": [1]}' AS ROW(a bigint, b varchar)) --> (row(a bigint, b varchar, c boolean), row(a bigint, b varchar)) {a=9, b=k, c=true} | {a=null, b=z}
SELECT CAST(JSON 'true' AS bigint), CAST(JSON '2.5' AS integer), CAST(JSON '" 17 "' AS smallint), CAST(JSON 'false' AS double), CAST(JSON '4.2' AS varchar), CAST(JSON '0.0' AS boolean) --> (bigint, integer, smallint, double, varchar, boolean) 1 | 3 | 17 | 0.0 | 4.2E0 | false
SELECT CAST(JSON '"1.5"' AS integer) --> ! INVALID_CAST_ARGUMENT: Cannot cast '1.5' to INT
SELECT CAST(JSON '[1, "x"]' AS ARRAY(bigint)) --> ! INVALID_CAST_ARGUMENT: Cannot cast to array(bigint). Cannot cast 'x' to BIGINT…
SELECT CAST(JSON '{"p": 1}' AS ARRAY(bigint)) --> ! INVALID_CAST_ARGUMENT: Cannot cast to array(bigint). Expected a json array, but got {…
SELECT CAST(JSON '[1, 2, 3]' AS ROW(a bigint, b bigint)) --> ! INVALID_CAST_ARGUMENT: Cannot cast to row(a bigint, b bigint). Expected json array ending, but got 3…
SELECT CAST(JSON '{"q": 1}' AS ROW(bigint)) --> ! INVALID_CAST_ARGUMENT: Cannot cast to row(bigint). Cannot cast a JSON object to anonymous row type. Input must be a JSON array.…
SELECT CAST(JSON '{"a": 1, "A": 2}' AS ROW(a bigint)) --> ! INVALID_CAST_ARGUMENT: Cannot cast to row(a bigint). Duplicate field: a…
SELECT CAST(JSON '"1234.5"' AS decimal(4,2)), 1 --> ! INVALID_CAST_ARGUMENT: Cannot cast input json to DECIMAL(4,2)
SELECT CAST(JSON '"12.345"' AS decimal(4,2)), CAST(JSON '1e2' AS decimal(5,1)) --> (decimal(4,2), decimal(5,1)) 12.35 | 100.0
SELECT CAST(JSON '["n", null, {"k": 1}]' AS ARRAY(JSON)) --> (array(json)) ["n", null, {"k":1}]
SELECT from_unixtime(0, 15, 0) --> ! INVALID_FUNCTION_ARGUMENT: Invalid offset minutes 900
SELECT typeof(to_iso8601(TIMESTAMP '2024-01-01 00:00:00')), typeof(to_iso8601(DATE '2024-01-01')) --> (varchar, varchar) varchar(22) | varchar(16)
SELECT parse_duration('') --> ! INVALID_FUNCTION_ARGUMENT: duration is empty
SELECT width_bucket(2.5e0, ARRAY[1.0e0, 3.0e0, 2.0e0]), mod(7, NULL) --> (bigint, integer) 1 | NULL
SELECT from_ieee754_32(X'00') --> ! INVALID_FUNCTION_ARGUMENT: Input floating-point value must be exactly 4 bytes long
SELECT bit_count(300, 8) --> ! INVALID_FUNCTION_ARGUMENT: Number must be representable with the bits specified. 300 cannot be represented with 8 bits
SELECT to_date('2024/03/05', 'YYYY/MM/DD'), zip(NULL, ARRAY[1]), zip_with(CAST(NULL AS array(integer)), ARRAY[1], (x, y) -> y) --> (date, array(row(unknown, integer)), array(integer)) 2024-03-05 | NULL | NULL

-- source: trino: plugin/geospatial/TestGeoFunctions (rings run counterclockwise, overlays begin at their lowest point)
SELECT ST_AsText(ST_Polygon('POLYGON ((0 0, 0 2, 3 2, 3 0, 0 0))')) --> (varchar) POLYGON ((0 0, 3 0, 3 2, 0 2, 0 0))
SELECT ST_AsText(ST_Envelope(ST_GeometryFromText('LINESTRING (4 7, 1 2)'))) --> (varchar) POLYGON ((1 2, 4 2, 4 7, 1 7, 1 2))
SELECT ST_AsText(ST_Union(ST_Polygon('POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))'), ST_Polygon('POLYGON ((1 1, 3 1, 3 3, 1 3, 1 1))'))) --> (varchar) POLYGON ((0 0, 2 0, 2 1, 3 1, 3 3, 1 3, 1 2, 0 2, 0 0))
SELECT ST_AsText(ST_Union(ST_LineFromText('LINESTRING (0 0, 2 0)'), ST_LineFromText('LINESTRING (1 0, 5 0)'))) --> (varchar) LINESTRING (0 0, 1 0, 2 0, 5 0)
SELECT ST_AsText(ST_Intersection(ST_Polygon('POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))'), ST_Polygon('POLYGON ((2 -1, 6 -1, 6 2, 2 2, 2 -1))'))) --> (varchar) POLYGON ((2 0, 4 0, 4 2, 2 2, 2 0))
SELECT ST_AsText(ST_ConvexHull(ST_GeometryFromText('MULTIPOINT (5 5, 1 3, 4 0, 3 2)'))), ST_AsText(ST_ConvexHull(ST_GeometryFromText('POINT EMPTY'))) --> (varchar, varchar) POLYGON ((1 3, 4 0, 5 5, 1 3)) | POINT EMPTY
SELECT ST_AsText(ST_Boundary(ST_Polygon('POLYGON ((0 0, 3 0, 0 3))'))), ST_AsText(ST_Boundary(ST_Point(1, 1))) --> (varchar, varchar) MULTILINESTRING ((0 0, 3 0, 0 3, 0 0)) | MULTIPOINT EMPTY
SELECT transform(ST_Points(ST_Polygon('POLYGON ((0 0, 3 0, 0 3, 0 0))')), p -> ST_AsText(p)) --> (array(varchar)) [POINT (0 0), POINT (0 3), POINT (3 0), POINT (0 0)]
SELECT bing_tile('') --> ! INVALID_FUNCTION_ARGUMENT: QuadKey must not be empty string
SELECT bing_tile_at(10, 20, 0) --> ! INVALID_FUNCTION_ARGUMENT: Zoom level must be > 0

-- source: trino: operator/scalar/TestJsonFunctions
SELECT json_array_get('["k", null, 2.5, [1]]', 0), json_array_get('["k", null, 2.5, [1]]', 1), json_array_get('["k", null, 2.5, [1]]', -1) --> (json, json, json) k | NULL | [1]

-- source: trino: type/TestDecimalParametricType, TestDecimalCasts, TestDecimalOperators
SELECT CAST(1 AS decimal(0,0)) --> ! INVALID_FUNCTION_ARGUMENT: DECIMAL precision must be in range [1, 38]: 0
SELECT CAST(1 AS decimal(5,6)) --> ! INVALID_FUNCTION_ARGUMENT: DECIMAL scale must be in range [0, precision (5)]: 6
SELECT CAST(DOUBLE '9.8765432109876543E21' AS decimal(25,2)) --> (decimal(25,2)) 9876543210987654000000.00
SELECT DECIMAL '11.00000000000000000000000000000000000' % DECIMAL '4', DECIMAL '88888888888888888888888888888888888889' % DECIMAL '5.0000000000', DECIMAL '0.3' % DECIMAL '0.1', DECIMAL '-7.5' % DECIMAL '2' --> (decimal(36,35), decimal(11,10), decimal(1,1), decimal(2,1)) 3.00000000000000000000000000000000000 | 4.0000000000 | 0.0 | -1.5

-- source: trino: type/TestArrayOperators
SELECT sequence(DATE '2024-01-01', DATE '2024-01-05', INTERVAL '36' HOUR) --> ! INVALID_FUNCTION_ARGUMENT: sequence step must be a day interval if start and end values are dates
SELECT sequence(DATE '2024-01-01', DATE '2024-01-05', INTERVAL '2' DAY) --> (array(date)) [2024-01-01, 2024-01-03, 2024-01-05]
SELECT contains(ARRAY[ARRAY[1, 2]], ARRAY[1, NULL]) --> ! NOT_SUPPORTED: contains does not support arrays with elements that are null or contain null
SELECT contains(ARRAY[ARRAY[1, 2]], ARRAY[3, NULL]), contains(ARRAY[ARRAY[1, NULL], ARRAY[2, 3]], ARRAY[2, 3]) --> (boolean, boolean) false | true
SELECT array_position(ARRAY[ARRAY[NULL]], ARRAY[5]) --> ! NOT_SUPPORTED: array_position does not support arrays with elements that are null or contain null
SELECT array_remove(ARRAY[ARRAY[CAST(NULL AS integer)]], ARRAY[5]) --> ! NOT_SUPPORTED: array_remove does not support arrays with elements that are null or contain null
SELECT ARRAY[ARRAY[1]] || ARRAY[true] --> ! FUNCTION_NOT_FOUND: line 1:24: Unexpected parameters (array(array(integer)), array(boolean)) for function concat. Expected: concat(char(x), char(y)), concat(array(E), E) E, concat(E, array(E)) E, concat(array(E)) E, concat(varchar), concat(varbinary)

-- source: trino: operator/scalar/TestDateTimeFunctions, TestWordStemFunction, AbstractTestRegexpFunctions; teradata/TestTeradataDateFunctions
SELECT with_timezone(TIMESTAMP '2024-01-01 00:00:00', 'Mars/Olympus') --> ! INVALID_FUNCTION_ARGUMENT: 'Mars/Olympus' is not a valid time zone
SELECT word_stem('works', 'zz') --> ! INVALID_FUNCTION_ARGUMENT: Unknown stemmer language: zz
SELECT to_timestamp('99/12/31', 'yy/mm/dd'), to_date('2024-05-06 noon', 'yyyy-mm-dd "noon"') --> (timestamp(3), date) 2099-12-31 00:00:00.000 | 2024-05-06
SELECT regexp_replace('aba', '(a)', '$01-') --> (varchar(27)) a-ba-

-- source: trino: operator/scalar/TestFormatFunction
SELECT format('%s %s', TIMESTAMP '2024-03-04 05:06:00', TIMESTAMP '2024-03-04 05:06:07.12'), format('%s', TIMESTAMP '2024-03-04 05:06:00 +02:00'), format('%s', TIMESTAMP '2024-03-04 05:06:00 UTC') --> (varchar, varchar, varchar) 2024-03-04T05:06 2024-03-04T05:06:07.120 | 2024-03-04T05:06+02:00 | 2024-03-04T05:06Z[UTC]
SELECT format('%s', TIME '05:06:00') --> (varchar) 05:06
SELECT format('%.2d', 5) --> ! INVALID_FUNCTION_ARGUMENT: Invalid format string: %.2d (IllegalFormatPrecision: 2)
SELECT format('%-07d', 5) --> ! INVALID_FUNCTION_ARGUMENT: Invalid format string: %-07d (IllegalFormatFlags: Flags = '-0')
SELECT format('%++d', 5) --> ! INVALID_FUNCTION_ARGUMENT: Invalid format string: %++d (DuplicateFormatFlags: Flags = '+')
SELECT format('%,s', 5) --> ! INVALID_FUNCTION_ARGUMENT: Invalid format string: %,s (FormatFlagsConversionMismatch: Conversion = s, Flags = ,)
SELECT format('%-d', 5) --> ! INVALID_FUNCTION_ARGUMENT: Invalid format string: %-d (MissingFormatWidth: %-d)
SELECT format('%3n', 1) --> ! INVALID_FUNCTION_ARGUMENT: Invalid format string: %3n (IllegalFormatWidth: 3)
SELECT format('%s', ARRAY[1]) --> ! NOT_SUPPORTED: line 1:21: Type not supported for formatting: array(integer)

-- source: trino: type/TestJsonOperators (numbers beyond a double)
SELECT CAST(JSON '1e400' AS double), CAST(JSON '-1e400' AS varchar) --> (double, varchar) Infinity | -Infinity
SELECT CAST(JSON '98765432109876543210' AS boolean) --> ! INVALID_CAST_ARGUMENT: Cannot cast '98765432109876543210' to BOOLEAN

-- source: trino: plugin/geospatial/TestGeoFunctions, TestBingTileFunctions (empty shapes, refusals)
SELECT ST_AsText(ST_Buffer(ST_GeometryFromText('POLYGON ((0 0, 0 3, 3 3, 3 0))'), 0)), ST_Buffer(ST_GeometryFromText('LINESTRING EMPTY'), 2) --> (varchar, Geometry) POLYGON ((0 0, 3 0, 3 3, 0 3, 0 0)) | NULL
SELECT line_locate_point(ST_Point(1, 2), ST_Point(1, 2)) --> ! INVALID_FUNCTION_ARGUMENT: First argument to line_locate_point must be a LineString or a MultiLineString. Got: Point
SELECT geometry_to_bing_tiles(ST_Point(5, 88), 4) --> ! INVALID_FUNCTION_ARGUMENT: Latitude span for the geometry must be in [-85.05, 85.05] range

-- source: trino: type/TestUuidOperators, type/TestMapOperators
SELECT CAST('0123456789abcdef0123456789abcdef0123' AS uuid) --> ! INVALID_CAST_ARGUMENT: Cannot cast value to UUID: 0123456789abcdef0123456789abcdef0123
SELECT MAP(ARRAY[4], ARRAY[5]) IN (NULL), MAP(ARRAY[4], ARRAY[5]) IN (MAP(ARRAY[4], ARRAY[6]), NULL) --> (boolean, boolean) NULL | NULL
