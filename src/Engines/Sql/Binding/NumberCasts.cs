using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Casts to numbers: rounded half up, refused in Trino's words where they do not fit.</summary>
/// <remarks>DuckDB's own words for integers out of range are translated by <see cref="EngineErrors"/>; nothing is checked twice.</remarks>
internal static class NumberCasts
{
    /// <summary>The template, or null where there is no such cast.</summary>
    public static string? Template(SqlType from, SqlType to) => from switch
    {
        { Kind: SqlTypeKind.Boolean } => Plain(to),
        { IsText: true } => OfText(to),
        { IsNumeric: true } => OfNumber(from, to),
        _ => null,
    };

    private static string Plain(SqlType to) => $"CAST({{0}} AS {DuckTypes.Template(to)})";

    private static string OfText(SqlType to)
    {
        switch (to.Kind)
        {
            case SqlTypeKind.Double:
                return "weir_to_double({0}, 'DOUBLE')";
            case SqlTypeKind.Real:
                return "weir_to_float(weir_to_double({0}, 'REAL'))";
            case SqlTypeKind.Decimal:
                var duck = DuckTypes.Template(to);
                var failure = $"'INVALID_CAST_ARGUMENT Cannot cast VARCHAR ''' || {{0}} || ''' to {Shown(to)}. Value";
                return "(CASE WHEN {0} IS NULL THEN NULL "
                    + $"WHEN NOT weir_is_number({{0}}) THEN weir_fail({failure} is not a number.', {{0}}) "
                    + $"WHEN {OfDigits(duck)} IS NULL THEN weir_fail({failure} too large.', {{0}}) ELSE {OfDigits(duck)} END)";
            default:
                return $"CAST(weir_to_int({{0}}, '{(to.Kind == SqlTypeKind.Integer ? "INT" : to.BaseName.ToUpperInvariant())}') AS {DuckTypes.Template(to)})";
        }
    }

    /// <summary>A number's text as a decimal; with an exponent by way of a double, which DuckDB reads rightly.</summary>
    private static string OfDigits(string duck) =>
        $"(CASE WHEN regexp_matches({{0}}, '[eE]') THEN TRY_CAST(TRY_CAST({{0}} AS DOUBLE) AS {duck}) ELSE TRY_CAST({{0}} AS {duck}) END)";

    private static string OfNumber(SqlType from, SqlType to) => to.Kind switch
    {
        SqlTypeKind.Decimal => ToDecimal(from, to),
        SqlTypeKind.Real when from.Kind == SqlTypeKind.Double => "weir_to_float({0})",
        SqlTypeKind.Double when from is { Kind: SqlTypeKind.Decimal, Precision: > 15 } => ToDouble(from),
        _ when to.IsInteger && from.IsFloating => $"CAST(round({{0}}) AS {DuckTypes.Template(to)})",
        _ => Plain(to),
    };

    /// <summary>
    /// Digits that a double holds exactly divide to the same number everywhere. Longer ones: up to 18 digits Trino rounds them, then
    /// divides; beyond, it reads the number's text.
    /// </summary>
    private static string ToDouble(SqlType from) => from.Precision > 18 ? "CAST(CAST({0} AS VARCHAR) AS DOUBLE)"
        : from.Scale == 0 ? "CAST({0} AS DOUBLE)"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"(CAST(CAST(CAST({{0}} AS DECIMAL(38,{from.Scale})) * CAST('1{new string('0', from.Scale)}' AS DECIMAL({from.Scale + 1},0)) AS BIGINT) AS DOUBLE) / 1e{from.Scale})");

    private static string ToDecimal(SqlType from, SqlType to)
    {
        var source = Coercion.AsDecimal(from);
        var duck = DuckTypes.Template(to);
        var (whole, target) = (source.Precision - source.Scale, to.Precision - to.Scale);
        if (!from.IsFloating && (whole < target || (whole == target && source.Scale <= to.Scale)))
        {
            return Plain(to);
        }

        // Java rounds the number as it is written, not as it is stored.
        // DuckDB reads a text with an exponent less exactly than the digits it stands for.
        var value = from.IsFloating
            ? $"CASE WHEN abs({{0}}) < 0.001 OR abs({{0}}) >= 1e15 THEN TRY_CAST(weir_plain_{(from.Kind == SqlTypeKind.Real ? "real" : "number")}({{0}}, {to.Scale}) AS {duck}) ELSE TRY_CAST(CAST({{0}} AS VARCHAR) AS {duck}) END"
            : $"TRY_CAST({{0}} AS {duck})";
        var shown = from.IsFloating ? "weir_double_text({0})" : Conversions.ToVarchar(from);
        var name = from.Kind == SqlTypeKind.Decimal ? Shown(from) : from.BaseName.ToUpperInvariant();
        return $"(CASE WHEN {{0}} IS NOT NULL AND ({value}) IS NULL "
            + $"THEN weir_fail('INVALID_CAST_ARGUMENT Cannot cast {name} ''' || {shown} || ''' to {Shown(to)}', {{0}}) ELSE {value} END)";
    }

    private static string Shown(SqlType type) =>
        string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision}, {type.Scale})");
}
