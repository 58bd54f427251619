-- source: trino docs functions/array.html (subscript operator, concatenation operator); trinodb/trino TestArrayOperators
SELECT ARRAY[1, 2, 3][1], ARRAY[1, 2, 3][3], ARRAY['a', 'b'][2] --> (integer, integer, varchar(1)) 1 | 3 | b
SELECT ARRAY[1, 2, 3][4] --> ! INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: 4 > 3
SELECT ARRAY[1, 2, 3][0] --> ! INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1
SELECT ARRAY[1, 2, 3][-1] --> ! INVALID_FUNCTION_ARGUMENT: Array subscript is negative: -1
SELECT ARRAY[][1] --> ! INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: 1 > 0
SELECT ARRAY[1, NULL][2], CAST(NULL AS array(integer))[1] --> (integer, integer) NULL | NULL
SELECT ARRAY[ARRAY[1, 2], ARRAY[3]][2][1] --> (integer) 3
SELECT ARRAY[1]['a'] --> ! TYPE_MISMATCH: …
SELECT TRY(ARRAY[1, 2, 3][9]) --> (integer) NULL
SELECT ARRAY[1] || ARRAY[2] --> (array(integer)) [1, 2]
SELECT ARRAY[1] || 2, 2 || ARRAY[1] --> (array(integer), array(integer)) [1, 2] | [2, 1]
SELECT ARRAY[1] || CAST(NULL AS array(integer)), ARRAY[1] || CAST(NULL AS integer) --> (array(integer), array(integer)) NULL | NULL
SELECT ARRAY[1] || 2.5, ARRAY['a'] || 'bc' --> (array(decimal(11,1)), array(varchar(2))) [1.0, 2.5] | [a, bc]
SELECT ARRAY[1] || ARRAY[2] || ARRAY[3] --> (array(integer)) [1, 2, 3]
SELECT concat(ARRAY[1], ARRAY[2], ARRAY[3]) --> (array(integer)) [1, 2, 3]
SELECT ARRAY[1, 'a'] --> ! TYPE_MISMATCH: line 1:17: All ARRAY elements must be the same type or coercible to a common type. Cannot find common type between integer and varchar(1), all types (without duplicates): [integer, varchar(1)]

-- source: trino docs functions/array.html; trinodb/trino TestArrayFunctions, TestArrayOperators
SELECT all_match(ARRAY[1, 2], x -> x > 0), all_match(ARRAY[1, -2], x -> x > 0), all_match(ARRAY[], x -> x > 0) --> (boolean, boolean, boolean) true | false | true
SELECT all_match(ARRAY[1, NULL], x -> x > 0), all_match(ARRAY[-1, NULL], x -> x > 0) --> (boolean, boolean) NULL | false
SELECT any_match(ARRAY[1, -2], x -> x < 0), any_match(ARRAY[1], x -> x < 0), any_match(ARRAY[], x -> true) --> (boolean, boolean, boolean) true | false | false
SELECT any_match(ARRAY[1, NULL], x -> x < 0), any_match(ARRAY[-1, NULL], x -> x < 0) --> (boolean, boolean) NULL | true
SELECT none_match(ARRAY[1], x -> x < 0), none_match(ARRAY[-1], x -> x < 0), none_match(ARRAY[], x -> true), none_match(ARRAY[1, NULL], x -> x < 0) --> (boolean, boolean, boolean, boolean) true | false | true | NULL
SELECT array_distinct(ARRAY[1, 2, 1, 3, 2]), array_distinct(ARRAY['b', 'a', 'b']), array_distinct(ARRAY[NULL, 1, NULL]) --> (array(integer), array(varchar(1)), array(integer)) [1, 2, 3] | [b, a] | [null, 1]
SELECT array_intersect(ARRAY[1, 2, 3], ARRAY[2, 3, 4]), array_intersect(ARRAY[1], ARRAY[2]), array_intersect(ARRAY[1, NULL], ARRAY[NULL]) --> (array(integer), array(integer), array(integer)) [2, 3] | [] | [null]
SELECT array_union(ARRAY[1, 2], ARRAY[2, 3]), array_union(ARRAY[NULL], ARRAY[1, NULL]) --> (array(integer), array(integer)) [1, 2, 3] | [null, 1]
SELECT array_except(ARRAY[1, 2, 2, 3], ARRAY[3]), array_except(ARRAY[1, NULL], ARRAY[NULL]), array_except(ARRAY[1], ARRAY[]) --> (array(integer), array(integer), array(integer)) [1, 2] | [1] | [1]
SELECT array_join(ARRAY[1, 2, 3], ','), array_join(ARRAY['a', NULL, 'c'], '-'), array_join(ARRAY['a', NULL, 'c'], '-', '?'), array_join(ARRAY[], ',') --> (varchar, varchar, varchar, varchar) 1,2,3 | a-c | a-?-c | ""
SELECT array_join(ARRAY[1.5e0, 2e0], ','), array_join(ARRAY[true, false], ','), array_join(ARRAY[DATE '2020-01-01'], ',') --> (varchar, varchar, varchar) 1.5E0,2.0E0 | true,false | 2020-01-01
SELECT array_max(ARRAY[1, 3, 2]), array_min(ARRAY[1, 3, 2]), array_max(ARRAY[1, NULL]), array_max(ARRAY[]) --> (integer, integer, integer, unknown) 3 | 1 | NULL | NULL
SELECT array_min(ARRAY['b', 'a']), array_max(ARRAY[1.5, 2]) --> (varchar(1), decimal(11,1)) a | 2.0
SELECT array_position(ARRAY[10, 20, 30], 20), array_position(ARRAY[1], 9), array_position(ARRAY[NULL, 1], 1), array_position(ARRAY[1], NULL) --> (bigint, bigint, bigint, bigint) 2 | 0 | 2 | NULL
SELECT array_remove(ARRAY[1, 2, 1, 3], 1), array_remove(ARRAY['a', 'b'], 'c'), array_remove(ARRAY[1, NULL, 2], 1) --> (array(integer), array(varchar(1)), array(integer)) [2, 3] | [a, b] | [null, 2]
SELECT array_sort(ARRAY[3, 1, 2]), array_sort(ARRAY['c', 'A', 'b']), array_sort(ARRAY[2, NULL, 1]) --> (array(integer), array(varchar(1)), array(integer)) [1, 2, 3] | [A, b, c] | [1, 2, null]
SELECT array_sort(ARRAY[3, 2, 5, 1, 2], (x, y) -> IF(x < y, 1, IF(x = y, 0, -1))) --> (array(integer)) [5, 3, 2, 2, 1]
SELECT array_sort(ARRAY['bc', 'ab', 'dc'], (x, y) -> IF(x < y, 1, IF(x = y, 0, -1))) --> (array(varchar(2))) [dc, bc, ab]
SELECT array_sort(ARRAY[3, 2, NULL, 5, NULL, 1, 2], (x, y) -> CASE WHEN x IS NULL THEN -1 WHEN y IS NULL THEN 1 WHEN x < y THEN 1 WHEN x = y THEN 0 ELSE -1 END) --> (array(integer)) [null, null, 5, 3, 2, 2, 1]
SELECT array_sort(ARRAY['abcd123', 'abcd', 'abc'], (x, y) -> IF(length(x) < length(y), -1, IF(length(x) = length(y), 0, 1))) --> (array(varchar(7))) [abc, abcd, abcd123]
SELECT arrays_overlap(ARRAY[1, 2], ARRAY[2, 3]), arrays_overlap(ARRAY[1], ARRAY[2]), arrays_overlap(ARRAY[1, NULL], ARRAY[2]), arrays_overlap(ARRAY[1, NULL], ARRAY[1]) --> (boolean, boolean, boolean, boolean) true | false | NULL | true
SELECT cardinality(ARRAY[1, 2]), cardinality(ARRAY[]), cardinality(CAST(NULL AS array(integer))) --> (bigint, bigint, bigint) 2 | 0 | NULL
SELECT combinations(ARRAY['foo', 'bar', 'baz'], 2), combinations(ARRAY[1, 2, 2], 2), combinations(ARRAY[1], 2) --> (array(array(varchar(3))), array(array(integer)), array(array(integer))) [[foo, bar], [foo, baz], [bar, baz]] | [[1, 2], [1, 2], [2, 2]] | []
SELECT contains(ARRAY[1, 2], 2), contains(ARRAY[1, 2], 3), contains(ARRAY[1, NULL], 3), contains(ARRAY[1, NULL], 1), contains(ARRAY[1], NULL) --> (boolean, boolean, boolean, boolean, boolean) true | false | NULL | true | NULL
SELECT contains_sequence(ARRAY[1, 2, 3], ARRAY[2, 3]), contains_sequence(ARRAY[1, 2, 3], ARRAY[1, 3]) --> (boolean, boolean) true | false
SELECT element_at(ARRAY[1, 2, 3], 1), element_at(ARRAY[1, 2, 3], -1), element_at(ARRAY[1, 2, 3], 4), element_at(ARRAY[1, 2, 3], -4) --> (integer, integer, integer, integer) 1 | 3 | NULL | NULL
SELECT element_at(ARRAY[1, 2, 3], 0) --> ! INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1
SELECT filter(ARRAY[5, -6, NULL, 7], x -> x > 0), filter(ARRAY[5, NULL, 7], x -> x IS NOT NULL), filter(ARRAY[], x -> true) --> (array(integer), array(integer), array(unknown)) [5, 7] | [5, 7] | []
SELECT flatten(ARRAY[ARRAY[1, 2], ARRAY[3]]), flatten(ARRAY[ARRAY[1], NULL, ARRAY[2, NULL]]) --> (array(integer), array(integer)) [1, 2, 3] | [1, 2, null]
SELECT ngrams(ARRAY['foo', 'bar', 'baz', 'foo'], 2) --> (array(array(varchar(3)))) [[foo, bar], [bar, baz], [baz, foo]]
SELECT ngrams(ARRAY['foo', 'bar', 'baz', 'foo'], 3), ngrams(ARRAY['foo', 'bar', 'baz', 'foo'], 4), ngrams(ARRAY['foo', 'bar', 'baz', 'foo'], 5) --> (array(array(varchar(3))), array(array(varchar(3))), array(array(varchar(3)))) [[foo, bar, baz], [bar, baz, foo]] | [[foo, bar, baz, foo]] | [[foo, bar, baz, foo]]
SELECT ngrams(ARRAY[1, 2, 3, 4], 2) --> (array(array(integer))) [[1, 2], [2, 3], [3, 4]]
SELECT ngrams(ARRAY[1], 0) --> ! INVALID_FUNCTION_ARGUMENT: N must be positive
SELECT reduce(ARRAY[5, 20, 50], 0, (s, x) -> s + x, s -> s), reduce(ARRAY[], 0, (s, x) -> s + x, s -> s) --> (integer, integer) 75 | 0
SELECT reduce(ARRAY[5, 20, NULL, 50], 0, (s, x) -> s + x, s -> s), reduce(ARRAY[5, 20, NULL, 50], 0, (s, x) -> s + COALESCE(x, 0), s -> s) --> (integer, integer) NULL | 75
SELECT reduce(ARRAY[5, 20, NULL, 50], 0, (s, x) -> IF(x IS NULL, s, s + x), s -> s) --> (integer) 75
SELECT reduce(ARRAY[2147483647, 1], BIGINT '0', (s, x) -> s + x, s -> s) --> (bigint) 2147483648
SELECT reduce(ARRAY[5, 6, 10, 20], CAST(ROW(0.0, 0) AS ROW(sum DOUBLE, count INTEGER)), (s, x) -> CAST(ROW(x + s.sum, s.count + 1) AS ROW(sum DOUBLE, count INTEGER)), s -> IF(s.count = 0, NULL, s.sum / s.count)) --> (double) 10.25
SELECT repeat('a', 3), repeat(1, 0), repeat(NULL, 2) --> (array(varchar(1)), array(integer), array(unknown)) [a, a, a] | [] | [null, null]
SELECT reverse(ARRAY[1, 2, 3]), reverse(ARRAY[]) --> (array(integer), array(unknown)) [3, 2, 1] | []
SELECT sequence(1, 5), sequence(5, 1), sequence(1, 10, 3), sequence(5, 1, -2), sequence(1, 1) --> (array(bigint), array(bigint), array(bigint), array(bigint), array(bigint)) [1, 2, 3, 4, 5] | [5, 4, 3, 2, 1] | [1, 4, 7, 10] | [5, 3, 1] | [1]
SELECT sequence(1, 5, 0) --> ! INVALID_FUNCTION_ARGUMENT: step must not be zero
SELECT sequence(1, 5, -1) --> ! INVALID_FUNCTION_ARGUMENT: sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start
SELECT sequence(1, 1000000) --> ! INVALID_FUNCTION_ARGUMENT: result of sequence function must not have more than 10000 entries
SELECT cardinality(shuffle(ARRAY[1, 2, 3])), array_sort(shuffle(ARRAY[3, 1, 2])) --> (bigint, array(integer)) 3 | [1, 2, 3]
SELECT slice(ARRAY[1, 2, 3, 4, 5], 2, 3), slice(ARRAY[1, 2, 3, 4, 5], -2, 2), slice(ARRAY[1, 2, 3], 2, 9), slice(ARRAY[1, 2, 3], 9, 1), slice(ARRAY[1, 2], 1, 0) --> (array(integer), array(integer), array(integer), array(integer), array(integer)) [2, 3, 4] | [4, 5] | [2, 3] | [] | []
SELECT slice(ARRAY[1, 2, 3, 4], -3, 2), slice(ARRAY[1, 2], -5, 2) --> (array(integer), array(integer)) [2, 3] | []
SELECT slice(ARRAY[1], 0, 1) --> ! INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1
SELECT slice(ARRAY[1], 1, -1) --> ! INVALID_FUNCTION_ARGUMENT: length must be greater than or equal to 0
SELECT trim_array(ARRAY[1, 2, 3, 4], 1), trim_array(ARRAY[1, 2, 3, 4], 0), trim_array(ARRAY[1], 1) --> (array(integer), array(integer), array(integer)) [1, 2, 3] | [1, 2, 3, 4] | []
SELECT trim_array(ARRAY[1], 2) --> ! INVALID_FUNCTION_ARGUMENT: size must not exceed array cardinality 1: 2
SELECT trim_array(ARRAY[1], -1) --> ! INVALID_FUNCTION_ARGUMENT: size must not be negative: -1
SELECT transform(ARRAY[5, 6], x -> x + 1), transform(ARRAY[5, NULL, 6], x -> COALESCE(x, 0) + 1), transform(ARRAY['x', 'abc', 'z'], x -> x || '0') --> (array(integer), array(integer), array(varchar)) [6, 7] | [6, 1, 7] | [x0, abc0, z0]
SELECT transform(ARRAY[ARRAY[1, NULL, 2], ARRAY[3, NULL]], a -> filter(a, x -> x IS NOT NULL)) --> (array(array(integer))) [[1, 2], [3]]
SELECT transform(ARRAY[], x -> 1), transform(ARRAY[1, 2], x -> ARRAY[x, x]) --> (array(integer), array(array(integer))) [] | [[1, 1], [2, 2]]
SELECT zip(ARRAY[1, 2], ARRAY['1b', NULL, '3b']) --> (array(row(integer, varchar(2)))) [{field0=1, field1=1b}, {field0=2, field1=null}, {field0=null, field1=3b}]
SELECT zip(ARRAY[1], ARRAY[2], ARRAY[3]) --> (array(row(integer, integer, integer))) [{field0=1, field1=2, field2=3}]
SELECT zip_with(ARRAY[1, 3, 5], ARRAY['a', 'b', 'c'], (x, y) -> (y, x)), zip_with(ARRAY[1, 2], ARRAY[3, 4], (x, y) -> x + y) --> (array(row(varchar(1), integer)), array(integer)) [{field0=a, field1=1}, {field0=b, field1=3}, {field0=c, field1=5}] | [4, 6]
SELECT zip_with(ARRAY['a', 'b', 'c'], ARRAY['d', 'e', 'f'], (x, y) -> concat(x, y)), zip_with(ARRAY['a'], ARRAY['d', NULL, 'f'], (x, y) -> coalesce(x, y)) --> (array(varchar), array(varchar(1))) [ad, be, cf] | [a, null, f]
SELECT histogram(x) FROM UNNEST(ARRAY[1, 1, 2]) AS u (x) --> (map(integer, bigint)) {1=2, 2=1}
SELECT array_histogram(ARRAY[42, 7, 42, NULL]) --> (map(integer, bigint)) {42=2, 7=1}
SELECT cosine_similarity(ARRAY[3e0, 4e0], ARRAY[3e0, 4e0]) --> (double) 1.0
SELECT arr, arr[1], cardinality(arr) FROM t ORDER BY a --> (arr: array(integer), _col1: integer, _col2: bigint) [1, 2] | 1 | 2 ; [3] | 3 | 1 ; NULL | NULL | NULL
SELECT transform(arr, x -> x * a) FROM t ORDER BY a --> (array(integer)) [1, 2] ; [6] ; NULL
SELECT transform(ARRAY[1], x -> nosuch) --> ! COLUMN_NOT_FOUND: line 1:33: Column 'nosuch' cannot be resolved
SELECT x -> 1 --> ! TYPE_MISMATCH: …
SELECT transform(ARRAY[1], (x, y) -> x) --> ! …
SELECT ARRAY[true, NULL], ARRAY[DATE '2020-01-01'], ARRAY[X'61'], ARRAY[1.50], ARRAY[1e10], ARRAY[INTERVAL '1' DAY] --> (array(boolean), array(date), array(varbinary), array(decimal(3,2)), array(double), array(interval day to second)) [true, null] | [2020-01-01] | [61] | [1.50] | [1.0E10] | [1 00:00:00.000]
SELECT ARRAY['', 'a b', 'c,d'], ARRAY[NULL] --> (array(varchar(3)), array(unknown)) [, a b, c,d] | [null]
