namespace Weir.Engines.Sql.Functions;

/// <summary>Comparison, conditions, conversion, session.</summary>
internal static class ConditionalFunctions
{
    public const string Lines = """
        # Color
        bar(double, bigint) -> varchar | weir_bar({0}, {1}, 16711680, 65280)
        bar(double, bigint, color, color) -> varchar | weir_bar({0}, {1}, {2}, {3})
        color(varchar) -> color | weir_color({0})
        color(double, color, color) -> color | weir_color_between({0}, 0.0, 1.0, {1}, {2})
        color(double, double, double, color, color) -> color | weir_color_between({0}, {1}, {2}, {3}, {4})
        render(boolean) -> varchar | weir_render(CASE WHEN {0} THEN '✓' ELSE '✗' END, CASE WHEN {0} THEN 65280 ELSE 16711680 END)
        render(varchar, color) -> varchar | weir_render({0}, {1})
        render(bigint, color) -> varchar | weir_render(CAST({0} AS VARCHAR), {1})
        render(double, color) -> varchar | weir_render(weir_double_text({0}), {1})
        rgb(bigint, bigint, bigint) -> color | weir_rgb({0}, {1}, {2})
        # Comparison
        greatest(o, o...) -> o | {SPECIAL}
        least(o, o...) -> o | {SPECIAL}
        # Conditional
        coalesce(t, t...) -> t | {SPECIAL}
        if(boolean, t) -> t | {SPECIAL}
        if(boolean, t, t) -> t | {SPECIAL}
        nullif(t, t) -> t | {SPECIAL}
        try(t) -> t | {SPECIAL}
        # Conversion
        cast(t AS u) -> u | {SPECIAL}
        format(varchar, t...) -> varchar | {SPECIAL}
        format_number(double) -> varchar | weir_format_number({0})
        parse_presto_data_size(varchar) -> decimal(38,0) | CAST(weir_data_size({0}) AS DECIMAL(38,0))
        parse_data_size(varchar) -> decimal(38,0) | CAST(weir_data_size({0}) AS DECIMAL(38,0))
        try_cast(t AS u) -> u | {SPECIAL}
        typeof(t) -> varchar | {SPECIAL}
        # Machine learning
        classify(map(bigint, double), classifier) -> bigint | {UNSUPPORTED}
        features(double, double...) -> map(bigint, double) | {UNSUPPORTED}
        regress(map(bigint, double), regressor) -> double | {UNSUPPORTED}
        # Session
        current_groups() -> array(varchar) | {UNSUPPORTED}
        # System
        version() -> varchar | {UNSUPPORTED}
        """;
}
