namespace Weir.Engines.Sql.Functions;

/// <summary>Functions that need OVER. {N} is IGNORE NULLS.</summary>
internal static class WindowFunctions
{
    public const string Lines = """
        # Window
        cume_dist() -> double | cume_dist(){M}
        dense_rank() -> bigint | dense_rank(){M}
        first_value(t) -> t | first_value({0}{N}){M}
        lag(t) -> t | lag({0}{N}){M}
        lag(t, bigint) -> t | lag({0}, weir_row_offset({1}){N}){M}
        lag(t, bigint, t) -> t | lag({0}, weir_row_offset({1}), {2}{N}){M}
        last_value(t) -> t | last_value({0}{N}){M}
        lead(t) -> t | lead({0}{N}){M}
        lead(t, bigint) -> t | lead({0}, weir_row_offset({1}){N}){M}
        lead(t, bigint, t) -> t | lead({0}, weir_row_offset({1}), {2}{N}){M}
        nth_value(t, bigint) -> t | nth_value({0}, weir_at_least({1}, 1, 'Offset must be at least 1'){N}){M}
        ntile(bigint) -> bigint | ntile(weir_at_least({0}, 1, 'Buckets must be greater than 0')){M}
        percent_rank() -> double | percent_rank(){M}
        rank() -> bigint | rank(){M}
        row_number() -> bigint | row_number(){M}
        """;
}
