-- source: trino docs functions/map.html; trinodb/trino TestMapOperators
SELECT MAP(ARRAY[1, 3], ARRAY[2, 4]) --> (map(integer, integer)) {1=2, 3=4}
SELECT MAP(ARRAY['foo', 'bar'], ARRAY[1, 2])['bar'] --> (integer) 2
SELECT MAP(ARRAY[1], ARRAY['a'])[2] --> ! INVALID_FUNCTION_ARGUMENT: Key not present in map: 2
SELECT MAP(ARRAY['x'], ARRAY[1])['y'] --> ! INVALID_FUNCTION_ARGUMENT: Key not present in map: y
SELECT MAP(ARRAY[1, 2], ARRAY[3]) --> ! INVALID_FUNCTION_ARGUMENT: Key and value arrays must be the same length
SELECT MAP(ARRAY[1, 1], ARRAY[2, 3]) --> ! INVALID_FUNCTION_ARGUMENT: Duplicate map keys (1) are not allowed
SELECT MAP(ARRAY['a', 'b', 'a'], ARRAY[1, 2, 3]) --> ! INVALID_FUNCTION_ARGUMENT: Duplicate map keys (a) are not allowed
SELECT MAP(ARRAY[NULL], ARRAY[1]) --> ! INVALID_FUNCTION_ARGUMENT: map key cannot be null
SELECT MAP(ARRAY['a'], ARRAY[NULL])['a'] --> (unknown) NULL
SELECT MAP(ARRAY[1], ARRAY[ARRAY[1, 2]]), MAP(ARRAY[ROW(1, 2)], ARRAY['x']) --> (map(integer, array(integer)), map(row(integer, integer), varchar(1))) {1=[1, 2]} | {{field0=1, field1=2}=x}
SELECT TRY(MAP(ARRAY[1], ARRAY[2])[9]) --> (integer) NULL
SELECT cardinality(MAP(ARRAY['a', 'b'], ARRAY[1, 2])), cardinality(MAP()) --> (bigint, bigint) 2 | 0
SELECT element_at(MAP(ARRAY['a'], ARRAY[1]), 'a'), element_at(MAP(ARRAY['a'], ARRAY[1]), 'b') --> (integer, integer) 1 | NULL
SELECT map_keys(MAP(ARRAY['a', 'b'], ARRAY[1, 2])), map_values(MAP(ARRAY['a', 'b'], ARRAY[1, 2])) --> (array(varchar(1)), array(integer)) [a, b] | [1, 2]
SELECT map_entries(MAP(ARRAY[1, 2], ARRAY['x', 'y'])) --> (array(row(integer, varchar(1)))) [{field0=1, field1=x}, {field0=2, field1=y}]
SELECT map_from_entries(ARRAY[(1, 'x'), (2, 'y')]) --> (map(integer, varchar(1))) {1=x, 2=y}
SELECT map_from_entries(ARRAY[(1, 'x'), (1, 'y')]) --> ! INVALID_FUNCTION_ARGUMENT: Duplicate map keys (1) are not allowed
SELECT map_from_entries(ARRAY[(CAST(NULL AS integer), 'x')]) --> ! INVALID_FUNCTION_ARGUMENT: map key cannot be null
SELECT multimap_from_entries(ARRAY[(1, 'x'), (2, 'y'), (1, 'z')]) --> (map(integer, array(varchar(1)))) {1=[x, z], 2=[y]}
SELECT map_concat(MAP(ARRAY[1], ARRAY['a']), MAP(ARRAY[2], ARRAY['b'])), map_concat(MAP(ARRAY[1], ARRAY['a']), MAP(ARRAY[1], ARRAY['b'])) --> (map(integer, varchar(1)), map(integer, varchar(1))) {1=a, 2=b} | {1=b}
SELECT map_filter(MAP(ARRAY[], ARRAY[]), (k, v) -> true), map_filter(MAP(ARRAY[10, 20, 30], ARRAY['a', NULL, 'c']), (k, v) -> v IS NOT NULL), map_filter(MAP(ARRAY['k1', 'k2', 'k3'], ARRAY[20, 3, 15]), (k, v) -> v > 10) --> (map(unknown, unknown), map(integer, varchar(1)), map(varchar(2), integer)) {} | {10=a, 30=c} | {k1=20, k3=15}
SELECT map_zip_with(MAP(ARRAY[1, 2, 3], ARRAY['a', 'b', 'c']), MAP(ARRAY[1, 2, 3], ARRAY['d', 'e', 'f']), (k, v1, v2) -> concat(v1, v2)) --> (map(integer, varchar)) {1=ad, 2=be, 3=cf}
SELECT map_zip_with(MAP(ARRAY['k1', 'k2'], ARRAY[1, 2]), MAP(ARRAY['k2', 'k3'], ARRAY[4, 9]), (k, v1, v2) -> (v1, v2)) --> (map(varchar(2), row(integer, integer))) {k1={field0=1, field1=null}, k2={field0=2, field1=4}, k3={field0=null, field1=9}}
SELECT transform_keys(MAP(ARRAY[1, 2, 3], ARRAY['a', 'b', 'c']), (k, v) -> k + 1), transform_keys(MAP(ARRAY['a', 'b', 'c'], ARRAY[1, 2, 3]), (k, v) -> v * v) --> (map(integer, varchar(1)), map(integer, integer)) {2=a, 3=b, 4=c} | {1=1, 4=2, 9=3}
SELECT transform_keys(MAP(ARRAY[1, 2], ARRAY['a', 'b']), (k, v) -> 1) --> ! INVALID_FUNCTION_ARGUMENT: Duplicate map keys (1) are not allowed
SELECT transform_values(MAP(ARRAY[1, 2, 3], ARRAY[10, 20, 30]), (k, v) -> v + 1), transform_values(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), (k, v) -> k || CAST(v AS varchar)) --> (map(integer, integer), map(varchar(1), varchar)) {1=11, 2=21, 3=31} | {a=a1, b=b2}
SELECT m, m['k'], element_at(m, 'z'), map_keys(m) FROM t ORDER BY a --> (m: map(varchar, integer), _col1: integer, _col2: integer, _col3: array(varchar)) {k=7} | 7 | NULL | [k] ; {k=8} | 8 | NULL | [k] ; NULL | NULL | NULL | NULL
SELECT MAP(ARRAY['a'], ARRAY[1.5]), MAP(ARRAY[DATE '2020-01-01'], ARRAY[true]), MAP(ARRAY[1e0], ARRAY[1e10]) --> (map(varchar(1), decimal(2,1)), map(date, boolean), map(double, double)) {a=1.5} | {2020-01-01=true} | {1.0=1.0E10}
SELECT MAP(ARRAY[1], ARRAY[2]) = MAP(ARRAY[1], ARRAY[2]), MAP(ARRAY[1], ARRAY[2]) <> MAP(ARRAY[1], ARRAY[3]), MAP(ARRAY[1], ARRAY[NULL]) = MAP(ARRAY[1], ARRAY[NULL]) --> (boolean, boolean, boolean) true | true | NULL
SELECT CAST(MAP(ARRAY[1], ARRAY['2']) AS map(varchar, integer)) --> (map(varchar, integer)) {1=2}

-- source: trino docs language/types.html (row); trinodb/trino TestRowOperators
SELECT CAST(ROW(1, 2.0) AS ROW(x BIGINT, y DOUBLE)).y --> (y: double) 2.0
SELECT ROW(1, 'b')[2], ROW(1, 'b')[1] --> (varchar(1), integer) b | 1
SELECT ROW(1, 2)[3] --> ! INVALID_FUNCTION_ARGUMENT: line 1:18: Subscript index out of bounds: 3, max value is 2
SELECT r, r.x, r.y FROM t ORDER BY a --> (r: row(x integer, y varchar), x: integer, y: varchar) {x=1, y=p} | 1 | p ; {x=2, y=q} | 2 | q ; NULL | NULL | NULL
SELECT t.r.x FROM t WHERE a = 1 --> (x: integer) 1
SELECT t.r.* FROM t WHERE a = 1 --> (x: integer, y: varchar) 1 | p
SELECT ROW(1, 2).* --> (_col0: integer, _col1: integer) 1 | 2
SELECT r.z FROM t --> ! COLUMN_NOT_FOUND: line 1:8: Column 'r.z' cannot be resolved
SELECT ROW(1, ROW(2, 'x'), ARRAY[3]) --> (row(integer, row(integer, varchar(1)), array(integer))) {field0=1, field1={field0=2, field1=x}, field2=[3]}
SELECT CAST(ROW(NULL, true, DATE '2020-01-01') AS ROW(a integer, b boolean, c date)) --> (row(a integer, b boolean, c date)) {a=null, b=true, c=2020-01-01}
SELECT ROW(1, 2) = ROW(1, 2), ROW(1, 2) <> ROW(1, 3), ROW(1, 'a') < ROW(1, 'b'), ROW(2, 1) > ROW(1, 9) --> (boolean, boolean, boolean, boolean) true | true | true | true
SELECT ROW(1, NULL) IS NULL, CAST(NULL AS ROW(a integer)) IS NULL --> (boolean, boolean) false | true
SELECT ROW(1) = ROW(1, 2) --> ! TYPE_MISMATCH: line 1:15: Cannot apply operator: row(integer) = row(integer, integer)
SELECT typeof(ROW(1, 'a')), typeof(CAST(ROW(1) AS ROW("my field" integer))) --> (varchar, varchar) row(integer, varchar(1)) | row("my field" integer)
