namespace Weir.Engines.Sql.Functions;

/// <summary>Arrays, maps, lambdas, JSON.</summary>
internal static class CollectionFunctions
{
    public const string Lines = """
        cardinality(array(t)) -> bigint | len({0})
        cardinality(map(k, v)) -> bigint | cardinality({0})
        all_match(array(t), function(t, boolean)) -> boolean | list_bool_and(list_transform({0}, {1}))
        any_match(array(t), function(t, boolean)) -> boolean | coalesce(list_bool_or(list_transform({0}, {1})), false)
        none_match(array(t), function(t, boolean)) -> boolean | (NOT coalesce(list_bool_or(list_transform({0}, {1})), false))
        array_distinct(array(t)) -> array(t) | weir_distinct({0})
        array_except(array(t), array(t)) -> array(t) | weir_distinct(list_filter({0}, lambda e: NOT list_contains({1}, e)))
        array_intersect(array(t), array(t)) -> array(t) | weir_distinct(list_filter({0}, lambda e: list_contains({1}, e)))
        array_union(array(t), array(t)) -> array(t) | weir_distinct(list_concat({0}, {1}))
        array_max(array(o)) -> o | list_max({0})
        array_min(array(o)) -> o | list_min({0})
        array_position(array(t), t) -> bigint | coalesce(list_position({0}, {1}), 0)
        array_remove(array(t), t) -> array(t) | list_filter({0}, lambda e: e IS DISTINCT FROM {1})
        array_sort(array(o)) -> array(o) | list_sort({0}, 'ASC', 'NULLS LAST')
        arrays_overlap(array(t), array(t)) -> boolean | list_has_any({0}, {1})
        concat(array(t), array(t)...) -> array(t) | list_concat({*})
        contains(array(t), t) -> boolean | (CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL WHEN list_contains({0}, {1}) THEN true WHEN list_count({0}) < len({0}) THEN NULL ELSE false END)
        element_at(array(t), bigint) -> t | weir_element_at({0}, {1})
        element_at(map(k, v), k) -> v | ({0})[{1}]
        filter(array(t), function(t, boolean)) -> array(t) | list_filter({0}, {1})
        flatten(array(array(t))) -> array(t) | flatten({0})
        reduce(array(t), s, function(s, t, s), function(s, r)) -> r | (list_transform([struct_extract(list_reduce(list_transform({0}, lambda e: {'s': CAST(NULL AS {T1}), 'e': e}), {2}, {'s': {1}, 'e': CAST(NULL AS {E0})}), 's')], {3}))[1]
        repeat(t, bigint) -> array(t) | list_transform(range({1}), lambda i: {0})
        sequence(bigint, bigint) -> array(bigint) | (CASE WHEN {0} <= {1} THEN generate_series({0}, {1}) ELSE generate_series({0}, {1}, -1) END)
        sequence(bigint, bigint, bigint) -> array(bigint) | generate_series({0}, {1}, {2})
        sequence(date, date) -> array(date) | list_transform(generate_series(CAST({0} AS TIMESTAMP), CAST({1} AS TIMESTAMP), CASE WHEN {0} <= {1} THEN INTERVAL 1 DAY ELSE INTERVAL (-1) DAY END), lambda d: CAST(d AS DATE))
        sequence(date, date, interval day to second) -> array(date) | list_transform(generate_series(CAST({0} AS TIMESTAMP), CAST({1} AS TIMESTAMP), {2}), lambda d: CAST(d AS DATE))
        sequence(date, date, interval year to month) -> array(date) | list_transform(generate_series(CAST({0} AS TIMESTAMP), CAST({1} AS TIMESTAMP), {2}), lambda d: CAST(d AS DATE))
        sequence(timestamp, timestamp, interval day to second) -> array(timestamp(3)) | generate_series({0}, {1}, {2})
        sequence(timestamp, timestamp, interval year to month) -> array(timestamp(3)) | generate_series({0}, {1}, {2})
        slice(array(t), bigint, bigint) -> array(t) | (CASE WHEN {1} = 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT SQL array indices start at 1', {1}) WHEN {1} > 0 THEN ({0})[{1}:{1} + {2} - 1] WHEN len({0}) + {1} < 0 THEN [] ELSE ({0})[len({0}) + {1} + 1:len({0}) + {1} + {2}] END)
        shuffle(array(t)) -> array(t) | list_transform(list_sort(list_transform({0}, lambda e: {'r': random(), 'e': e})), lambda p: p.e)
        transform(array(t), function(t, u)) -> array(u) | list_transform({0}, {1})
        trim_array(array(t), bigint) -> array(t) | ({0})[1:len({0}) - {1}]
        zip(array(t), array(u)) -> array(row(field0 t, field1 u)) | list_transform(range(1, greatest(len({0}), len({1})) + 1), lambda i: {'field0': ({0})[i], 'field1': ({1})[i]})
        zip_with(array(t), array(u), function(t, u, r)) -> array(r) | list_transform(list_transform(range(1, greatest(len({0}), len({1})) + 1), lambda i: {'key': ({0})[i], 'value': ({1})[i]}), {2})
        map() -> map(unknown, unknown) | MAP {}
        map(array(k), array(v)) -> map(k, v) | weir_map({0}, {1})
        map_concat(map(k, v), map(k, v)...) -> map(k, v) | map_concat({*})
        map_entries(map(k, v)) -> array(row(field0 k, field1 v)) | list_transform(map_entries({0}), lambda e: {'field0': e.key, 'field1': e.value})
        multimap_from_entries(array(row(k, v))) -> map(k, array(v)) | {UNSUPPORTED}
        map_filter(map(k, v), function(k, v, boolean)) -> map(k, v) | map_from_entries(list_filter(map_entries({0}), {1}))
        map_from_entries(array(row(k, v))) -> map(k, v) | map_from_entries({0})
        map_keys(map(k, v)) -> array(k) | map_keys({0})
        map_values(map(k, v)) -> array(v) | map_values({0})
        transform_keys(map(k, v), function(k, v, u)) -> map(u, v) | map_from_entries(list_transform(map_entries({0}), {1}))
        transform_values(map(k, v), function(k, v, u)) -> map(k, u) | map_from_entries(list_transform(map_entries({0}), {1}))
        combinations(array(t), bigint) -> array(array(t)) | {UNSUPPORTED}
        ngrams(array(t), bigint) -> array(array(t)) | list_transform(range(1, greatest(len({0}) - {1} + 1, 1) + 1), lambda i: ({0})[i:i + {1} - 1])
        json_parse(varchar) -> json | CAST({0} AS JSON)
        json_format(json) -> varchar | CAST({0} AS VARCHAR)
        json_array_length(json) -> bigint | json_array_length({0})
        json_array_length(varchar) -> bigint | (CASE WHEN json_valid({0}) THEN CASE json_type({0}) WHEN 'ARRAY' THEN json_array_length({0}) END END)
        json_array_get(json, bigint) -> json | json_extract({0}, '$[' || CASE WHEN {1} < 0 THEN '#' ELSE '' END || {1} || ']')
        json_array_get(varchar, bigint) -> json | json_extract({0}, '$[' || CASE WHEN {1} < 0 THEN '#' ELSE '' END || {1} || ']')
        json_array_contains(varchar, t) -> boolean | (CASE WHEN json_valid({0}) THEN list_contains(json_extract_string({0}, '$[*]'), CAST({1} AS VARCHAR)) END)
        json_array_contains(json, t) -> boolean | list_contains(json_extract_string({0}, '$[*]'), CAST({1} AS VARCHAR))
        json_size(json, varchar) -> bigint | (CASE json_type({0}, {PATH1}) WHEN 'ARRAY' THEN json_array_length({0}, {PATH1}) WHEN 'OBJECT' THEN len(json_keys({0}, {PATH1})) ELSE 0 END)
        json_size(varchar, varchar) -> bigint | (CASE WHEN json_valid({0}) THEN CASE json_type({0}, {PATH1}) WHEN 'ARRAY' THEN json_array_length({0}, {PATH1}) WHEN 'OBJECT' THEN len(json_keys({0}, {PATH1})) ELSE 0 END END)
        json_extract(json, varchar) -> json | json_extract({0}, {PATH1})
        json_extract(varchar, varchar) -> json | (CASE WHEN json_valid({0}) THEN json_extract({0}, {PATH1}) END)
        json_extract_scalar(json, varchar) -> varchar | weir_json_scalar({0}, {PATH1})
        json_extract_scalar(varchar, varchar) -> varchar | (CASE WHEN json_valid({0}) THEN weir_json_scalar({0}, {PATH1}) END)
        is_json_scalar(varchar) -> boolean | (json_type({0}) NOT IN ('OBJECT', 'ARRAY'))
        is_json_scalar(json) -> boolean | (json_type({0}) NOT IN ('OBJECT', 'ARRAY'))
        """;
}
