namespace Weir.Engines.Sql.Functions;

/// <summary>JSON.</summary>
internal static class JsonFunctions
{
    public const string Lines = """
        # JSON
        is_json_scalar(varchar) -> boolean | weir_is_json_scalar({0})
        is_json_scalar(json) -> boolean | (json_type({0}) NOT IN ('OBJECT', 'ARRAY'))
        json_array(...) -> varchar | {SPECIAL}
        json_array_contains(varchar, boolean) -> boolean | weir_json_array_contains({0}, 'b', CAST({1} AS VARCHAR))
        json_array_contains(varchar, bigint) -> boolean | weir_json_array_contains({0}, 'i', CAST({1} AS VARCHAR))
        json_array_contains(varchar, double) -> boolean | weir_json_array_contains({0}, 'f', CAST({1} AS VARCHAR))
        json_array_contains(varchar, varchar) -> boolean | weir_json_array_contains({0}, 's', {1})
        json_array_contains(json, boolean) -> boolean | weir_json_array_contains({0}, 'b', CAST({1} AS VARCHAR))
        json_array_contains(json, bigint) -> boolean | weir_json_array_contains({0}, 'i', CAST({1} AS VARCHAR))
        json_array_contains(json, double) -> boolean | weir_json_array_contains({0}, 'f', CAST({1} AS VARCHAR))
        json_array_contains(json, varchar) -> boolean | weir_json_array_contains({0}, 's', {1})
        json_array_get(json, bigint) -> json | weir_json_array_get({0}, {1})
        json_array_get(varchar, bigint) -> json | weir_json_array_get({0}, {1})
        json_array_length(json) -> bigint | weir_json_array_length({0})
        json_array_length(varchar) -> bigint | weir_json_array_length({0})
        json_exists(varchar, path) -> boolean | {SPECIAL}
        json_extract(json, varchar) -> json | json_extract({0}, {PATH1}) {OR} weir_json_extract({0}, {1})
        json_extract(varchar, varchar) -> json | (CASE WHEN json_valid({0}) THEN json_extract({0}, {PATH1}) END) {OR} weir_json_extract({0}, {1})
        json_extract_scalar(json, varchar) -> varchar | weir_json_scalar({0}, {PATH1}) {OR} weir_json_extract_scalar({0}, {1})
        json_extract_scalar(varchar, varchar) -> varchar | (CASE WHEN json_valid({0}) THEN weir_json_scalar({0}, {PATH1}) END) {OR} weir_json_extract_scalar({0}, {1})
        json_format(json) -> varchar | CAST({0} AS VARCHAR)
        json_object(...) -> varchar | {SPECIAL}
        json_parse(varchar) -> json | weir_json_parse({0})
        json_query(varchar, path) -> varchar | {SPECIAL}
        json_size(json, varchar) -> bigint | weir_json_size({0}, {1})
        json_size(varchar, varchar) -> bigint | weir_json_size({0}, {1})
        json_value(varchar, path) -> varchar | {SPECIAL}
        """;
}
