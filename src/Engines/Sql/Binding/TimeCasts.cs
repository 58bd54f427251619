using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Runtime;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Casts between dates, times and text; fewer fractional digits round half up.</summary>
/// <param name="zone">The session's.</param>
/// <param name="now">The start of the statement: a time without a date is one of this day.</param>
internal sealed class TimeCasts(string zone, DateTimeOffset now)
{
    private string Zone => TemplateText.Escape(DuckText.Literal(zone));

    private int Minutes => Zones.Minutes(Zones.Find(zone) ?? "UTC", now);

    public string? Template(SqlType from, SqlType to) => to.Kind switch
    {
        _ when from.IsText => OfText(to),
        SqlTypeKind.Date => from.Kind switch
        {
            SqlTypeKind.Timestamp => $"CAST({Times.Coarse(from, "{0}")} AS DATE)",
            SqlTypeKind.TimestampZoned => $"CAST(weir_local({Times.Coarse(from, "{0}")}) AS DATE)",
            _ => null,
        },
        SqlTypeKind.Timestamp when from.Kind == SqlTypeKind.Date => to.IsFine ? "weir_picos(CAST({0} AS TIMESTAMP))" : "CAST({0} AS TIMESTAMP)",
        SqlTypeKind.TimestampZoned when from.Kind == SqlTypeKind.Date =>
            to.IsFine ? $"weir_fine_zoned(weir_picos(CAST({{0}} AS TIMESTAMP)), {Zone})" : $"weir_zoned(CAST({{0}} AS TIMESTAMP), {Zone})",
        SqlTypeKind.TimestampZoned when from.Kind == SqlTypeKind.TimestampZoned => Instant(from, to),
        SqlTypeKind.TimeZoned when from.Kind == SqlTypeKind.TimeZoned => from.Precision <= to.Precision ? "{0}"
            : $"weir_clocked(weir_round_to(weir_clock({{0}}), {Times.Step(to.Precision)}), struct_extract({{0}}, 'z'))",
        SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned => Local(from, to),
        _ => null,
    };

    /// <summary>Text, written with no more digits than are wanted, is read by DuckDB; anything else by our own code.</summary>
    private string? OfText(SqlType to)
    {
        var p = to.Precision;
        var fraction = p == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"(\\.[0-9]{{{{1,{p}}}}})?");
        switch (to.Kind)
        {
            case SqlTypeKind.Date:
                return "weir_to_date({0})";
            case SqlTypeKind.Time when to.IsFine:
                return $"weir_read_time({{0}}, {p})";
            case SqlTypeKind.Time:
                return $"(CASE WHEN regexp_full_match({{0}}, '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]{fraction})?') THEN TRY_CAST({{0}} AS TIME) ELSE weir_time_of(weir_read_time({{0}}, {p})) END)";
            case SqlTypeKind.TimeZoned:
                return $"weir_clock_read(weir_read_time_zoned({{0}}, {p}, {Minutes}))";
            case SqlTypeKind.Timestamp when to.IsFine:
                return $"weir_read_stamp({{0}}, {p})";
            case SqlTypeKind.Timestamp:
                return $"(CASE WHEN regexp_full_match({{0}}, '\\s*[0-9]{{{{4}}}}-[0-9]{{{{1,2}}}}-[0-9]{{{{1,2}}}}( [0-9]{{{{1,2}}}}:[0-9]{{{{1,2}}}}(:[0-9]{{{{1,2}}}}{fraction})?)?\\s*') "
                    + $"AND TRY_CAST(trim({{0}}) AS TIMESTAMP) IS NOT NULL THEN TRY_CAST(trim({{0}}) AS TIMESTAMP) ELSE weir_coarse(weir_read_stamp({{0}}, {p})) END)";
            case SqlTypeKind.TimestampZoned:
                return $"{(to.IsFine ? "weir_read_fine_zoned" : "weir_read_zoned")}({{0}}, {p}, {Zone})";
            default:
                return null;
        }
    }

    /// <summary>By way of the local time: rounded, then with a date put before it or taken off, then given the zone.</summary>
    private string? Local(SqlType from, SqlType to)
    {
        var isFine = from.IsFine || to.IsFine || from.Kind == SqlTypeKind.TimeZoned || to.Kind == SqlTypeKind.TimeZoned;
        var toClock = to.Kind is SqlTypeKind.Time or SqlTypeKind.TimeZoned;
        if (!isFine && from.Kind is SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned)
        {
            var stamp = Rounded(from.Kind == SqlTypeKind.Timestamp ? "{0}" : "weir_local({0})", from.Precision, to.Precision);
            return to.Kind switch
            {
                SqlTypeKind.Time => $"CAST({stamp} AS TIME)",
                SqlTypeKind.Timestamp => stamp,
                _ => $"weir_zoned({stamp}, {Zone})",
            };
        }

        var isClock = from.Kind is SqlTypeKind.Time or SqlTypeKind.TimeZoned;
        if (!isClock && from.Kind is not (SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned))
        {
            return null;
        }

        if (from.Kind == SqlTypeKind.Time && to.Kind == SqlTypeKind.Time && !isFine && from.Precision <= to.Precision)
        {
            return "{0}";
        }

        var picos = Picos(from);
        if (from.Precision > to.Precision)
        {
            picos = isClock
                ? $"weir_round_to({picos}, {Times.Step(to.Precision)})"
                : $"weir_fine_round_to({picos}, {Times.Step(to.Precision)})";
        }

        picos = toClock ? $"weir_day_picos({picos})" : isClock ? $"({Times.Number(Today)} + CAST({picos} AS HUGEINT))" : picos;
        return to.Kind switch
        {
            SqlTypeKind.Time => to.IsFine ? picos : $"weir_time_of({picos})",
            SqlTypeKind.TimeZoned => $"weir_clocked({picos}, {Offset(from)})",
            SqlTypeKind.Timestamp => to.IsFine ? picos : $"weir_coarse({picos})",
            _ => to.IsFine ? $"weir_fine_zoned({picos}, {ZoneOf(from)})" : $"weir_zoned(weir_coarse({picos}), {ZoneOf(from)})",
        };
    }

    private Int128 Today => ((Int128)Moments.Floor(now.ToUnixTimeSeconds() + (Minutes * 60), 86_400) * FineTimes.DayPicos);

    /// <summary>The local time in picoseconds.</summary>
    private static string Picos(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Time => type.IsFine ? "{0}" : "weir_time_picos({0})",
        SqlTypeKind.TimeZoned => "weir_clock({0})",
        SqlTypeKind.Timestamp => type.IsFine ? "{0}" : "weir_picos({0})",
        _ => type.IsFine ? "weir_fine_local({0})" : "weir_picos(weir_local({0}))",
    };

    private string Offset(SqlType from) => from.Kind switch
    {
        SqlTypeKind.TimeZoned => "struct_extract({0}, 'z')",
        SqlTypeKind.TimestampZoned => $"CAST(weir_offset({Times.Coarse(from, "{0}")}) // 60 AS INTEGER)",
        _ => Minutes.ToString(CultureInfo.InvariantCulture),
    };

    private string ZoneOf(SqlType from) => from.Kind == SqlTypeKind.TimeZoned
        ? "(CASE WHEN struct_extract({0}, 'z') = 0 THEN 'UTC' ELSE weir_minutes_text(struct_extract({0}, 'z')) END)"
        : Zone;

    private static string Rounded(string text, int from, int to) =>
        to >= 6 || from <= to ? text : $"make_timestamp(weir_round_to(epoch_us({text}), 1{new string('0', 6 - to)}))";

    private static string Instant(SqlType from, SqlType to)
    {
        if (from.Precision <= to.Precision)
        {
            return from.IsFine == to.IsFine ? "{0}" : "weir_refine({0}, 0)";
        }

        return !from.IsFine ? $"weir_round_instant({{0}}, 1{new string('0', 6 - to.Precision)})"
            : to.IsFine ? $"weir_fine_round({{0}}, {Times.Step(to.Precision)})"
            : $"weir_coarse_zoned(weir_fine_round({{0}}, {Times.Step(to.Precision)}))";
    }
}
