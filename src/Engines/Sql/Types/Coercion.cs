using System.Collections.Immutable;

namespace Weir.Engines.Sql.Types;

/// <summary>Which types turn into which without being asked, and the type two values share.</summary>
public static class Coercion
{
    /// <summary>Whether a value of one type may stand where another is wanted.</summary>
    public static bool CanCoerce(SqlType from, SqlType to) => from.Equals(to) || Common(from, to)?.Equals(to) == true;

    /// <summary>Whether a value may be put into a table's column: as coercion has it, but lengths may differ and rows go field by field.</summary>
    public static bool CanStore(SqlType from, SqlType to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return CanCoerce(from, to) || (from.Kind == to.Kind
            && (!to.IsStructural || (from.Fields.Length == to.Fields.Length && from.Fields.Zip(to.Fields).All(pair => CanStore(pair.First.Type, pair.Second.Type)))));
    }

    /// <summary>The smallest type both turn into; null when there is none.</summary>
    public static SqlType? Common(SqlType left, SqlType right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Equals(right) || right.Kind == SqlTypeKind.Unknown)
        {
            return left;
        }

        if (left.Kind == SqlTypeKind.Unknown)
        {
            return right;
        }

        if (left.IsNumeric && right.IsNumeric)
        {
            return Number(left, right);
        }

        if (left.Kind == right.Kind)
        {
            return SameKind(left, right);
        }

        return Directed(left, right) ?? Directed(right, left);
    }

    /// <summary>The decimal that holds every value of an integer type.</summary>
    public static SqlType AsDecimal(SqlType type) => type.Kind switch
    {
        SqlTypeKind.TinyInt => SqlType.Decimal(3, 0),
        SqlTypeKind.SmallInt => SqlType.Decimal(5, 0),
        SqlTypeKind.Integer => SqlType.Decimal(10, 0),
        SqlTypeKind.BigInt => SqlType.Decimal(19, 0),
        _ => type,
    };

    private static SqlType Number(SqlType left, SqlType right)
    {
        if (left.Kind == SqlTypeKind.Double || right.Kind == SqlTypeKind.Double)
        {
            return SqlType.Double;
        }

        if (left.Kind == SqlTypeKind.Real || right.Kind == SqlTypeKind.Real)
        {
            return SqlType.Real;
        }

        if (left.IsInteger && right.IsInteger)
        {
            return left.Kind > right.Kind ? left : right;
        }

        var (a, b) = (AsDecimal(left), AsDecimal(right));
        var scale = Math.Max(a.Scale, b.Scale);
        var whole = Math.Max(a.Precision - a.Scale, b.Precision - b.Scale);
        return SqlType.Decimal(Math.Min(38, whole + scale), scale);
    }

    private static SqlType? SameKind(SqlType left, SqlType right)
    {
        switch (left.Kind)
        {
            case SqlTypeKind.Varchar or SqlTypeKind.Char or SqlTypeKind.Time or SqlTypeKind.TimeZoned
                or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned:
                return left.Precision >= right.Precision ? left : right;
            case SqlTypeKind.Array:
                return Common(left.Element, right.Element) is { } element ? SqlType.Array(element) : null;
            case SqlTypeKind.Map:
                return Common(left.Key, right.Key) is { } key && Common(left.Value, right.Value) is { } value
                    ? SqlType.Map(key, value)
                    : null;
            case SqlTypeKind.Row when left.Fields.Length == right.Fields.Length:
                var fields = ImmutableArray.CreateBuilder<SqlField>();
                for (var i = 0; i < left.Fields.Length; i++)
                {
                    if (Common(left.Fields[i].Type, right.Fields[i].Type) is not { } type)
                    {
                        return null;
                    }

                    var name = left.Fields[i].Name;
                    fields.Add(new(string.Equals(name, right.Fields[i].Name, StringComparison.OrdinalIgnoreCase) ? name : null, type));
                }

                return SqlType.Row(fields.ToImmutable());
            default:
                return null;
        }
    }

    private static SqlType? Directed(SqlType from, SqlType to) => (from.Kind, to.Kind) switch
    {
        (SqlTypeKind.Varchar, SqlTypeKind.Char) => SqlType.CharOf(Math.Min(65536, Math.Max(from.Precision, to.Precision))),
        (SqlTypeKind.Date, SqlTypeKind.Timestamp) => to,
        (SqlTypeKind.Date, SqlTypeKind.TimestampZoned) => SqlType.TimestampZoned(Math.Max(3, to.Precision)),
        (SqlTypeKind.Timestamp, SqlTypeKind.TimestampZoned) => SqlType.TimestampZoned(Math.Max(from.Precision, to.Precision)),
        (SqlTypeKind.Time, SqlTypeKind.TimeZoned) => SqlType.TimeZoned(Math.Max(3, to.Precision)),
        _ => null,
    };
}
