using System.Globalization;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Values that DuckDB gave as text, as literals.</summary>
internal static class EarlyLiterals
{
    /// <summary>Whether values of the type can be literals.</summary>
    public static bool Has(SqlType type) =>
        type.IsInteger || type.Kind is SqlTypeKind.Boolean or SqlTypeKind.Decimal or SqlTypeKind.Varchar or SqlTypeKind.Double or SqlTypeKind.Date
        || (type.Kind == SqlTypeKind.Timestamp && !type.IsFine);

    /// <summary>Null for what has no literal: a date before the first year.</summary>
    public static BoundLiteral? Of(SqlType type, string text)
    {
        var cast = $"CAST({DuckText.Literal(text)} AS {DuckTypes.Name(type)})";
        switch (type.Kind)
        {
            case SqlTypeKind.Varchar:
                return new(type, text, DuckText.Literal(text));
            case SqlTypeKind.Boolean:
                return new(type, text == "true", text);
            case SqlTypeKind.Double:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? new(type, number, cast) : null;
            case SqlTypeKind.Decimal:
                return new(type, text, cast);
            case SqlTypeKind.Date:
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? new(type, text, cast) : null;
            case SqlTypeKind.Timestamp:
                return DateTime.TryParseExact(
                    text, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? new(type, text, cast) : null;
            default:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? new(type, whole, cast) : null;
        }
    }
}
