namespace Weir.Engines.Sql.Lowering;

/// <summary>Macros for times as they are held: microseconds, or picoseconds where a type has more than six digits (see docs/sql.md).</summary>
/// <remarks>
/// A timestamp of more digits is a HUGEINT of picoseconds since 1970, a time a BIGINT of picoseconds since midnight. With a time zone
/// both stand as <c>t</c> in a struct: the instant, or the time of day in Greenwich, beside the zone <c>z</c> (a name, or minutes).
/// </remarks>
internal static class TimePrelude
{
    /// <summary>Those that others call.</summary>
    public static IReadOnlyList<string> Basics { get; } =
    [
        """CREATE OR REPLACE MACRO weir_floor(x, n) AS x - ((x % n) + n) % n""",
        // A number large enough makes all of them positive, where division rounds down.
        """CREATE OR REPLACE MACRO weir_fine_round_to(x, n) AS (x + n // 2 + CAST(10000000000000000000000000 AS HUGEINT)) // n * n - CAST(10000000000000000000000000 AS HUGEINT)""",
        """CREATE OR REPLACE MACRO weir_round_to(x, n) AS CAST(weir_fine_round_to(CAST(x AS HUGEINT), n) AS BIGINT)""",
        """CREATE OR REPLACE MACRO weir_picos(t) AS CAST(epoch_us(t) AS HUGEINT) * 1000000""",
    ];

    /// <summary>Those that call macros of <see cref="DuckDbPrelude"/>: DuckDB wants to know what a macro calls when it is made.</summary>
    public static IReadOnlyList<string> Statements { get; } =
    [
        """CREATE OR REPLACE MACRO weir_rest(x) AS ((x % 1000000) + 1000000) % 1000000""",
        """CREATE OR REPLACE MACRO weir_fine_micros(x) AS CAST((x + CAST(10000000000000000000000000 AS HUGEINT)) // 1000000 - CAST(10000000000000000000 AS HUGEINT) AS BIGINT)""",
        """CREATE OR REPLACE MACRO weir_coarse(x) AS make_timestamp(weir_fine_micros(x))""",
        """
        CREATE OR REPLACE MACRO weir_refine(x, rest) AS CASE WHEN x IS NULL THEN NULL ELSE
          {'t': weir_picos(struct_extract(x, 't')) + rest, 'z': struct_extract(x, 'z')} END
        """,
        """CREATE OR REPLACE MACRO weir_fine_local(x) AS weir_local_picos(struct_extract(x, 't'), struct_extract(x, 'z'))""",
        """
        CREATE OR REPLACE MACRO weir_fine_round(x, step) AS CASE WHEN x IS NULL THEN NULL ELSE
          {'t': weir_fine_round_to(struct_extract(x, 't'), step), 'z': struct_extract(x, 'z')} END
        """,
        """CREATE OR REPLACE MACRO weir_day_picos(x) AS CAST(((x % 86400000000000000) + 86400000000000000) % 86400000000000000 AS BIGINT)""",
        """CREATE OR REPLACE MACRO weir_time_of(x) AS CAST(make_timestamp(x // 1000000) AS TIME)""",
        """CREATE OR REPLACE MACRO weir_time_picos(t) AS epoch_us(t) * 1000000""",
        """CREATE OR REPLACE MACRO weir_clock_time(x) AS weir_time_of(weir_clock(x))""",
        """CREATE OR REPLACE MACRO weir_clock_at(x, minutes) AS CASE WHEN x IS NULL OR minutes IS NULL THEN NULL ELSE {'t': struct_extract(x, 't'), 'z': CAST(minutes AS INTEGER)} END""",
        """
        CREATE OR REPLACE MACRO weir_date_text(d) AS CASE WHEN year(d) BETWEEN 1 AND 9999 THEN CAST(d AS VARCHAR)
          ELSE split_part(weir_stamp_fine_text(weir_picos(CAST(d AS TIMESTAMP)), 0), ' ', 1) END
        """,
        """CREATE OR REPLACE MACRO weir_factor(x) AS CASE WHEN isnan(x) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Cannot multiply by double NaN', x) ELSE x END""",
        """CREATE OR REPLACE MACRO weir_divisor(x) AS CASE WHEN isnan(x) OR x = 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT Cannot divide by double ' || CASE WHEN x = 0 THEN '0.0' ELSE 'NaN' END, x) ELSE x END""",
        """CREATE OR REPLACE MACRO weir_interval_minutes(i) AS CAST(weir_micros(i) // 60000000 AS INTEGER)""",
        """CREATE OR REPLACE MACRO weir_day_step(i) AS (weir_micros(i) % 86400000000) * 1000000""",
        """CREATE OR REPLACE MACRO weir_fine_parsed(r, zone) AS weir_fine_zoned(struct_extract(r, 'local'), coalesce(struct_extract(r, 'zone'), zone))""",
        """CREATE OR REPLACE MACRO weir_clock_read(r) AS weir_clocked(struct_extract(r, 'local'), struct_extract(r, 'z'))""",
        """CREATE OR REPLACE MACRO weir_millis_between(a, b) AS to_microseconds(weir_round_to(a - b, 1000))""",
    ];
}
