using System.Globalization;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>What comes first of two rows or arrays: their parts decide one after the other, and a NULL that is met before they have is an error.</summary>
internal static class Ordering
{
    private const int RowWithNull = 8;
    private const int ArrayWithNull = 9;

    /// <param name="name">&lt;, &lt;=, &gt; or &gt;=.</param>
    public static BoundCall Of(string name, BoundExpression left, BoundExpression right) =>
        new(name, SqlType.Boolean, $"(weir_ordered({Order(left.Type, "{0}", "{1}", 0)}) {name} 0)", [left, right]);

    /// <summary>A number: less than, equal to or more than zero, or what cannot be compared.</summary>
    /// <param name="depth">Tells the names of nested lambdas apart.</param>
    private static string Order(SqlType type, string left, string right, int depth)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"o{depth}");
        switch (type.Kind)
        {
            case SqlTypeKind.Row:
                var fields = type.Fields.Select((field, i) =>
                    Part(field.Type, Equality.Field(left, type, i), Equality.Field(right, type, i), RowWithNull, depth + 1));
                return $"(CASE WHEN {left} IS NOT NULL AND {right} IS NOT NULL THEN coalesce(list_filter([{string.Join(", ", fields)}], lambda {name}: {name} <> 0)[1], 0) END)";
            case SqlTypeKind.Array:
                var element = Part(type.Element, $"{name}[1]", $"{name}[2]", ArrayWithNull, depth + 1);
                return $"(CASE WHEN {left} IS NOT NULL AND {right} IS NOT NULL THEN coalesce(list_filter(list_transform(list_zip({left}, {right}, true), lambda {name}: {element}), "
                    + $"lambda {name}: {name} <> 0)[1], CAST(sign(len({left}) - len({right})) AS INTEGER)) END)";
            default:
                var (a, b) = type.IsZoned ? (Instants.Key(left, type), Instants.Key(right, type)) : (left, right);
                return $"(CASE WHEN {a} < {b} THEN -1 WHEN {a} > {b} THEN 1 WHEN {a} = {b} THEN 0 END)";
        }
    }

    private static string Part(SqlType type, string left, string right, int withNull, int depth) =>
        string.Create(CultureInfo.InvariantCulture, $"coalesce({Order(type, left, right, depth)}, {withNull})");
}
