namespace Weir.Engines.Sql.Functions;

/// <summary>Arrays, maps, lambdas.</summary>
internal static class CollectionFunctions
{
    public const string Lines = """
        # Array
        all_match(array(t), function(t, boolean)) -> boolean | weir_all(list_transform({0}, {1}))
        any_match(array(t), function(t, boolean)) -> boolean | weir_any(list_transform({0}, {1}))
        none_match(array(t), function(t, boolean)) -> boolean | (NOT weir_any(list_transform({0}, {1})))
        array_distinct(array(t)) -> array(t) | weir_distinct({0})
        array_except(array(t), array(t)) -> array(t) | weir_at_places({0}, weir_except_places({0}, {1}))
        array_histogram(array(t)) -> map(t, bigint) | weir_array_histogram({0})
        array_intersect(array(t), array(t)) -> array(t) | weir_at_places({0}, weir_intersect_places({0}, {1}))
        array_join(array(t), varchar) -> varchar | {SPECIAL}
        array_join(array(t), varchar, varchar) -> varchar | {SPECIAL}
        array_max(array(real)) -> real | weir_list_max_float({0})
        array_max(array(double)) -> double | weir_list_max_float({0})
        array_max(array(o)) -> o | (CASE WHEN list_count({0}) = len({0}) THEN list_max({0}) END)
        array_min(array(o)) -> o | (CASE WHEN list_count({0}) = len({0}) THEN list_min({0}) END)
        array_position(array(t), t) -> bigint | {DEEP}(CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN coalesce(list_position({0}, {1}), 0) END)
        array_remove(array(t), t) -> array(t) | {DEEP}(CASE WHEN {1} IS NOT NULL THEN list_filter({0}, lambda e: e IS DISTINCT FROM {1}) END)
        array_sort(array(o)) -> array(o) | list_sort({0}, 'ASC', 'NULLS LAST')
        array_sort(array(t), function(t, t, bigint)) -> array(t) | list_select({0}, weir_sorted_places(len({0}), list_transform(flatten(list_transform({0}, lambda a: list_transform({0}, lambda b: {'key': a, 'value': b}))), {1})))
        array_union(array(t), array(t)) -> array(t) | weir_distinct(list_concat({0}, {1}))
        arrays_overlap(array(t), array(t)) -> boolean | (CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL WHEN list_has_any({0}, {1}) THEN true WHEN len({0}) = 0 OR len({1}) = 0 THEN false WHEN list_count({0}) < len({0}) OR list_count({1}) < len({1}) THEN NULL ELSE false END)
        cardinality(array(t)) -> bigint | len({0})
        combinations(array(t), bigint) -> array(array(t)) | list_transform(weir_combination_places(len({0}), {1}), lambda p: list_select({0}, p))
        concat(array(t), t) -> array(t) | (CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN list_append({0}, {1}) END)
        concat(t, array(t)) -> array(t) | (CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN list_prepend({0}, {1}) END)
        concat(array(t), array(t)...) -> array(t) | weir_all_lists(list_concat({*}), [{* IS NULL, } IS NULL])
        contains(array(t), t) -> boolean | {DEEP}(CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL WHEN list_contains({0}, {1}) THEN true WHEN list_count({0}) < len({0}) THEN NULL ELSE false END)
        contains_sequence(array(t), array(t)) -> boolean | (len({1}) = 0 OR weir_any(list_transform(range(1, len({0}) - len({1}) + 2), lambda i: ({0})[i:i + len({1}) - 1] IS NOT DISTINCT FROM {1})))
        element_at(array(t), bigint) -> t | weir_element_at({0}, {1})
        filter(array(t), function(t, boolean)) -> array(t) | list_filter({0}, {1})
        flatten(array(array(t))) -> array(t) | flatten({0})
        ngrams(array(t), bigint) -> array(array(t)) | weir_ngrams({0}, {1})
        reduce(array(t), s, function(s, t, s), function(s, r)) -> r | (list_transform([struct_extract(list_reduce(list_transform({0}, lambda e: {'s': CAST(NULL AS {T1}), 'e': e}), {2}, {'s': {1}, 'e': CAST(NULL AS {E0})}), 's')], {3}))[1]
        repeat(t, bigint) -> array(t) | list_transform(range(weir_repeat_count({1})), lambda i: {0})
        reverse(array(t)) -> array(t) | list_reverse({0})
        sequence(bigint, bigint) -> array(bigint) | weir_sequence({0}, {1}, CASE WHEN {0} <= {1} THEN 1 ELSE -1 END)
        sequence(bigint, bigint, bigint) -> array(bigint) | weir_sequence({0}, {1}, {2})
        sequence(date, date) -> array(date) | list_transform(weir_sequence(datediff('day', DATE '1970-01-01', {0}), datediff('day', DATE '1970-01-01', {1}), CASE WHEN {0} <= {1} THEN 1 ELSE -1 END), lambda d: DATE '1970-01-01' + CAST(d AS INTEGER))
        sequence(date, date, interval day to second) -> array(date) | list_transform(weir_time_sequence(CAST({0} AS TIMESTAMP), CAST({1} AS TIMESTAMP), {2}, weir_whole_step(weir_micros({2}))), lambda d: CAST(d AS DATE))
        sequence(date, date, interval year to month) -> array(date) | list_transform(weir_month_sequence(CAST({0} AS TIMESTAMP), CAST({1} AS TIMESTAMP), weir_months({2})), lambda d: CAST(d AS DATE))
        sequence(timestamp, timestamp, interval day to second) -> array(timestamp(3)) | weir_time_sequence({0}, {1}, {2}, weir_micros({2}))
        sequence(timestamp, timestamp, interval year to month) -> array(timestamp(3)) | weir_month_sequence({0}, {1}, weir_months({2}))
        shuffle(array(t)) -> array(t) | list_transform(list_sort(list_transform({0}, lambda e: {'r': random(), 'e': e})), lambda p: p.e)
        slice(array(t), bigint, bigint) -> array(t) | weir_slice({0}, {1}, {2})
        transform(array(t), function(t, u)) -> array(u) | list_transform({0}, {1})
        trim_array(array(t), bigint) -> array(t) | weir_trim_array({0}, {1})
        zip(array(t), array(u)) -> array(row(t, u)) | (CASE WHEN {* IS NULL OR } IS NULL THEN NULL ELSE list_transform(range(1, greatest(len({0}), len({1})) + 1), lambda i: {'field0': ({0})[i], 'field1': ({1})[i]}) END)
        zip(array(t), array(u), array(v)) -> array(row(t, u, v)) | (CASE WHEN {* IS NULL OR } IS NULL THEN NULL ELSE list_transform(range(1, greatest(len({0}), len({1}), len({2})) + 1), lambda i: {'field0': ({0})[i], 'field1': ({1})[i], 'field2': ({2})[i]}) END)
        zip(array(t), array(u), array(v), array(w)) -> array(row(t, u, v, w)) | (CASE WHEN {* IS NULL OR } IS NULL THEN NULL ELSE list_transform(range(1, greatest(len({0}), len({1}), len({2}), len({3})) + 1), lambda i: {'field0': ({0})[i], 'field1': ({1})[i], 'field2': ({2})[i], 'field3': ({3})[i]}) END)
        zip(array(t), array(u), array(v), array(w), array(x)) -> array(row(t, u, v, w, x)) | (CASE WHEN {* IS NULL OR } IS NULL THEN NULL ELSE list_transform(range(1, greatest(len({0}), len({1}), len({2}), len({3}), len({4})) + 1), lambda i: {'field0': ({0})[i], 'field1': ({1})[i], 'field2': ({2})[i], 'field3': ({3})[i], 'field4': ({4})[i]}) END)
        zip_with(array(t), array(u), function(t, u, r)) -> array(r) | (CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN list_transform(list_transform(range(1, greatest(len({0}), len({1})) + 1), lambda i: {'key': ({0})[i], 'value': ({1})[i]}), {2}) END)
        # Map
        cardinality(map(k, v)) -> bigint | cardinality({0})
        element_at(map(k, v), k) -> v | ({0})[{1}]
        map() -> map(unknown, unknown) | MAP {}
        map(array(k), array(v)) -> map(k, v) | weir_map({0}, {1})
        map_concat(map(k, v), map(k, v)...) -> map(k, v) | (CASE WHEN {* IS NULL OR } IS NULL THEN NULL ELSE map_concat({*}) END)
        map_entries(map(k, v)) -> array(row(k, v)) | list_transform(map_entries({0}), lambda e: {'field0': e.key, 'field1': e.value})
        map_filter(map(k, v), function(k, v, boolean)) -> map(k, v) | map_from_entries(list_filter(map_entries({0}), {1}))
        map_from_entries(array(row(k, v))) -> map(k, v) | weir_from_entries(list_transform(weir_entries({0}), lambda e: struct_pack(key := struct_extract_at(e, 1), value := struct_extract_at(e, 2))))
        map_keys(map(k, v)) -> array(k) | map_keys({0})
        map_values(map(k, v)) -> array(v) | map_values({0})
        map_zip_with(map(k, v), map(k, w), function(k, v, w, r)) -> map(k, r) | map_from_entries(list_transform(list_transform(weir_distinct(list_concat(map_keys({0}), map_keys({1}))), lambda x: {'key': x, 'value': ({0})[x], 'third': ({1})[x]}), {2}))
        multimap_from_entries(array(row(k, v))) -> map(k, array(v)) | weir_multimap_of(weir_named(list_transform(weir_entries({0}), lambda e: struct_pack(key := struct_extract_at(e, 1), value := struct_extract_at(e, 2)))))
        transform_keys(map(k, v), function(k, v, u)) -> map(u, v) | weir_from_entries(list_transform(map_entries({0}), {1}))
        transform_values(map(k, v), function(k, v, u)) -> map(k, u) | map_from_entries(list_transform(map_entries({0}), {1}))
        """;
}
