using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Equality of arrays, maps and rows: NULL where only a NULL inside decides; maps are equal in any order.</summary>
internal static class Equality
{
    public static BoundCall Of(BoundExpression left, BoundExpression right) =>
        new("=", SqlType.Boolean, Template(left.Type, "{0}", "{1}", 0), [left, right]);

    /// <param name="depth">Tells the names of nested lambdas apart.</param>
    public static string Template(SqlType type, string left, string right, int depth)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"q{depth}");
        switch (type.Kind)
        {
            case SqlTypeKind.Array:
                var element = Template(type.Element, $"{name}[1]", $"{name}[2]", depth + 1);
                return $"(CASE WHEN len({left}) <> len({right}) THEN false ELSE weir_all(list_transform(list_zip({left}, {right}), lambda {name}: {element})) END)";
            case SqlTypeKind.Map:
                var value = Template(type.Value, $"{name}.value", $"({right})[{name}.key]", depth + 1);
                return $"(CASE WHEN {right} IS NULL THEN NULL WHEN cardinality({left}) <> cardinality({right}) THEN false ELSE weir_all(list_transform(map_entries({left}), "
                    + $"lambda {name}: CASE WHEN map_contains({right}, {name}.key) THEN {value} ELSE false END)) END)";
            case SqlTypeKind.Row:
                return "(" + string.Join(" AND ", type.Fields.Select((field, i) => Template(field.Type, Field(left, type, i), Field(right, type, i), depth))) + ")";
            case SqlTypeKind.TimestampZoned or SqlTypeKind.TimeZoned:
                return $"(struct_extract({left}, 't') = struct_extract({right}, 't'))";
            case SqlTypeKind.Double or SqlTypeKind.Real:
                // NaN equals nothing; DuckDB holds it to equal itself.
                return $"({left} = {right} AND (NOT isnan({left}) OR {right} IS NULL))";
            default:
                return $"({left} = {right})";
        }
    }

    /// <summary>A field of a row, both as template text.</summary>
    public static string Field(string row, SqlType type, int index) =>
        $"struct_extract({row}, {TemplateText.Escape(DuckText.Literal(DuckTypes.FieldName(type, index)))})";
}
