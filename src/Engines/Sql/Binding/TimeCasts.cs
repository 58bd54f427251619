using System.Globalization;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Casts to dates and times; fewer fractional digits round half up, and DuckDB holds six.</summary>
internal static class TimeCasts
{
    /// <param name="zone">The session's zone as a literal.</param>
    public static string? Template(SqlType from, SqlType to, string zone) => to.Kind switch
    {
        SqlTypeKind.Date => from.Kind switch
        {
            SqlTypeKind.Timestamp => "CAST({0} AS DATE)",
            SqlTypeKind.TimestampZoned => "CAST(weir_local({0}) AS DATE)",
            _ when from.IsText => "weir_to_date({0})",
            _ => null,
        },
        SqlTypeKind.Time => from.Kind switch
        {
            SqlTypeKind.Time => Time("{0}", from.Precision, to.Precision),
            SqlTypeKind.Timestamp => Time("CAST({0} AS TIME)", from.Precision, to.Precision),
            SqlTypeKind.TimestampZoned => Time("CAST(weir_local({0}) AS TIME)", from.Precision, to.Precision),
            _ when from.IsText => Time("weir_to_time({0})", 12, to.Precision),
            _ => null,
        },
        SqlTypeKind.Timestamp => from.Kind switch
        {
            SqlTypeKind.Date => "CAST({0} AS TIMESTAMP)",
            SqlTypeKind.Timestamp => Stamp("{0}", from.Precision, to.Precision),
            SqlTypeKind.TimestampZoned => Stamp("weir_local({0})", from.Precision, to.Precision),
            _ when from.IsText => Stamp("weir_to_stamp({0})", 12, to.Precision),
            _ => null,
        },
        SqlTypeKind.TimestampZoned => from.Kind switch
        {
            SqlTypeKind.Date => $"weir_zoned(CAST({{0}} AS TIMESTAMP), {zone})",
            SqlTypeKind.Timestamp => $"weir_zoned({Stamp("{0}", from.Precision, to.Precision)}, {zone})",
            SqlTypeKind.TimestampZoned => Instant("{0}", from.Precision, to.Precision),
            _ when from.IsText => Instant("weir_zone_parse({0})", 12, to.Precision),
            _ => null,
        },
        _ => null,
    };

    private static string Stamp(string text, int from, int to) =>
        Step(from, to) is not { } step ? text : string.Create(
            CultureInfo.InvariantCulture, $"make_timestamp((epoch_us({text}) + {step / 2}) // {step} * {step})");

    private static string Time(string text, int from, int to) =>
        Step(from, to) is not { } step ? text : string.Create(
            CultureInfo.InvariantCulture, $"CAST(make_timestamp((epoch_us(DATE '1970-01-01' + {text}) + {step / 2}) // {step} * {step}) AS TIME)");

    private static string Instant(string text, int from, int to) =>
        Step(from, to) is not { } step ? text : string.Create(
            CultureInfo.InvariantCulture, $"weir_round_instant({text}, {step})");

    /// <summary>The microseconds a digit stands for, where digits are lost.</summary>
    private static long? Step(int from, int to) => to >= 6 || from <= to ? null : (long)Math.Pow(10, 6 - to);
}
