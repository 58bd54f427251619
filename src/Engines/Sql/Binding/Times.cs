using System.Globalization;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>
/// How DuckDB's text goes about times of more digits than it holds: what microseconds decide is computed on them, and the rest put back.
/// </summary>
internal static class Times
{
    /// <summary>A value in microseconds, for what no finer digit matters to.</summary>
    public static BoundExpression Coarse(BoundExpression value) => value.Type.IsFine
        ? new BoundCall("coarse", OfDigits(value.Type, 6), Coarse(value.Type, "{0}"), [value])
        : value;

    /// <summary>The same of printed text.</summary>
    public static string Coarse(SqlType type, string text) => !type.IsFine ? text : type.Kind switch
    {
        SqlTypeKind.Timestamp => $"weir_coarse({text})",
        SqlTypeKind.TimestampZoned => $"weir_coarse_zoned({text})",
        _ => $"weir_time_of({text})",
    };

    /// <summary>A template over microseconds as one over the type's own digits; what is finer stays as it was.</summary>
    public static string Lifted(SqlType type, string template, bool keepsRest = true)
    {
        if (!type.IsFine)
        {
            return template;
        }

        var coarse = template.Replace("{0}", Coarse(type, "{0}"), StringComparison.Ordinal);
        return (type.Kind, keepsRest) switch
        {
            (SqlTypeKind.Timestamp, true) => $"(weir_picos({coarse}) + weir_rest({{0}}))",
            (SqlTypeKind.Timestamp, false) => $"weir_picos({coarse})",
            (SqlTypeKind.TimestampZoned, true) => $"weir_refine({coarse}, weir_rest(struct_extract({{0}}, 't')))",
            (SqlTypeKind.TimestampZoned, false) => $"weir_refine({coarse}, 0)",
            (_, true) => $"(weir_time_picos({coarse}) + {{0}} % 1000000)",
            _ => $"weir_time_picos({coarse})",
        };
    }

    /// <summary>The text of a timestamp's local time.</summary>
    public static string StampText(SqlType type) => (type.Kind, type.IsFine) switch
    {
        (SqlTypeKind.Timestamp, false) => $"weir_stamp_text({{0}}, {type.Precision})",
        (SqlTypeKind.Timestamp, true) => $"weir_stamp_fine_text({{0}}, {type.Precision})",
        (_, false) => $"weir_stamp_text(weir_local({{0}}), {type.Precision})",
        _ => $"weir_stamp_fine_text(weir_fine_local({{0}}), {type.Precision})",
    };

    public static SqlType OfDigits(SqlType type, int digits) => type.Kind switch
    {
        SqlTypeKind.Time => SqlType.Time(digits),
        SqlTypeKind.TimeZoned => SqlType.TimeZoned(digits),
        SqlTypeKind.Timestamp => SqlType.Timestamp(digits),
        _ => SqlType.TimestampZoned(digits),
    };

    /// <summary>The picoseconds of one unit of the last of so many digits.</summary>
    public static string Step(int digits) => "1" + new string('0', 12 - digits);

    public static string Number(Int128 value) => value.ToString(CultureInfo.InvariantCulture);
}
