using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Casts to and from JSON. Its text is composed of the parts' texts; what is read back is checked and reshaped first (weir_json_as).</summary>
internal sealed class JsonCasting(BindContext context)
{
    /// <summary>The value as JSON; null where the type cannot be.</summary>
    public BoundExpression? ToJson(BoundExpression value) =>
        IsJsonable(value.Type) ? new BoundCall("cast", SqlType.Json, "CAST({0} AS JSON)", [Written(value)]) : null;

    /// <summary>JSON as the type; null where it cannot be.</summary>
    public static BoundExpression? FromJson(BoundExpression value, SqlType to)
    {
        if (!IsReadable(to))
        {
            return null;
        }

        var type = TemplateText.Escape(DuckText.Literal(to.Kind == SqlTypeKind.Varchar ? "varchar" : to.ToString()));
        var read = new BoundCall("json", SqlType.Varchar, $"weir_json_as({{0}}, {type})", [value]);
        if (to.Kind == SqlTypeKind.Varchar)
        {
            return to.Precision == SqlType.Unbounded
                ? read
                : new BoundCall("cast", to, string.Create(CultureInfo.InvariantCulture, $"weir_fit({{0}}, {{0}}, {to.Precision})"), [read]);
        }

        var plain = DuckTypes.Template(Plain(to));
        var cast = to.IsStructural ? $"CAST(CAST({{0}} AS JSON) AS {plain})" : $"CAST({{0}} AS {plain})";
        return new BoundCall("cast", to, HasJson(to) ? $"CAST({cast} AS {DuckTypes.Template(to)})" : cast, [read]);
    }

    private static bool IsJsonable(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Unknown or SqlTypeKind.Boolean or SqlTypeKind.Varchar or SqlTypeKind.Json or SqlTypeKind.Date
            or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned => true,
        SqlTypeKind.Map => IsKey(type.Key) && IsJsonable(type.Value),
        SqlTypeKind.Array or SqlTypeKind.Row => type.Fields.All(field => IsJsonable(field.Type)),
        _ => type.IsNumeric,
    };

    private static bool IsReadable(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean or SqlTypeKind.Varchar or SqlTypeKind.Json => true,
        SqlTypeKind.Map => IsKey(type.Key) && type.Key.Kind != SqlTypeKind.Unknown && IsReadable(type.Value),
        SqlTypeKind.Array or SqlTypeKind.Row => type.Fields.All(field => IsReadable(field.Type)),
        _ => type.IsNumeric,
    };

    private static bool IsKey(SqlType type) => type.IsNumeric || type.Kind is SqlTypeKind.Unknown or SqlTypeKind.Boolean or SqlTypeKind.Varchar;

    private static bool HasJson(SqlType type) => type.Kind == SqlTypeKind.Json || (type.IsStructural && type.Fields.Any(field => HasJson(field.Type)));

    /// <summary>The same type with texts for JSON: DuckDB would take a JSON null for NULL.</summary>
    private static SqlType Plain(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Json => SqlType.Varchar,
        SqlTypeKind.Array => SqlType.Array(Plain(type.Element)),
        SqlTypeKind.Map => SqlType.Map(type.Key, Plain(type.Value)),
        SqlTypeKind.Row => SqlType.Row([.. type.Fields.Select(field => new SqlField(field.Name, Plain(field.Type)))]),
        _ => type,
    };

    private BoundCall Written(BoundExpression value)
    {
        var type = value.Type;
        switch (type.Kind)
        {
            case SqlTypeKind.Array:
                var element = context.Symbol("e", type.Element);
                return Text("('[' || array_to_string(list_transform({0}, {1}), ',') || ']')", value, Lambda(element, OrNull(Written(new BoundColumn(element)))));
            case SqlTypeKind.Map:
                return WrittenMap(value);
            case SqlTypeKind.Row:
                var fields = type.Fields.Select((field, i) => Text(
                    "({1} || ':' || {0})", OrNull(Written(Conversions.Field(value, i))), Quoted(DuckLiteral(field.Name ?? ""))));
                return Text("(CASE WHEN {0} IS NULL THEN NULL ELSE '{{' || concat_ws(',', {1*}) || '}}' END)", [value, .. fields]);
            case SqlTypeKind.Double or SqlTypeKind.Real:
                return Text("(CASE WHEN isfinite({0}) THEN weir_double_text({0}) ELSE '\"' || weir_double_text({0}) || '\"' END)", value);
            case SqlTypeKind.Varchar:
                return Quoted(value);
            case SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned:
                return Quoted(Text(Conversions.ToVarchar(type)!, value));
            case SqlTypeKind.Json or SqlTypeKind.Unknown:
                return Text("CAST({0} AS VARCHAR)", value);
            default:
                return Text(Conversions.ToVarchar(type)!, value);
        }
    }

    /// <summary>Members in the order of their names, as Trino writes them.</summary>
    private BoundCall WrittenMap(BoundExpression value)
    {
        var type = value.Type;
        var entry = context.Symbol("e", SqlType.Row([new("key", type.Key), new("value", type.Value)]));
        var key = new BoundCall("key", type.Key, "struct_extract({0}, 'key')", [new BoundColumn(entry)]);
        var item = new BoundCall("value", type.Value, "struct_extract({0}, 'value')", [new BoundColumn(entry)]);
        var name = type.Key.IsFloating ? Text("weir_double_text({0})", key)
            : type.Key.Kind == SqlTypeKind.Unknown ? Text("CAST({0} AS VARCHAR)", key)
            : Text(Conversions.ToVarchar(type.Key)!, key);
        var member = new BoundCall(
            "member",
            SqlType.Row([new("k", SqlType.Varchar), new("t", SqlType.Varchar)]),
            "{{'k': {0}, 't': {1} || ':' || {2}}}",
            [name, Quoted(name), OrNull(Written(item))]);
        return Text(
            "('{{' || array_to_string(list_transform(list_sort(list_transform(map_entries({0}), {1})), lambda z: z.t), ',') || '}}')",
            value,
            Lambda(entry, member));
    }

    private static BoundLiteral DuckLiteral(string text) => new(SqlType.Varchar, text, DuckText.Literal(text));

    private static BoundCall Quoted(BoundExpression text) => Text("CAST(to_json({0}) AS VARCHAR)", text);

    private static BoundCall OrNull(BoundExpression text) => Text("coalesce({0}, 'null')", text);

    private static BoundCall Text(string template, params System.Collections.Immutable.ImmutableArray<BoundExpression> arguments) =>
        new("text", SqlType.Varchar, template, arguments);

    private static BoundLambda Lambda(ColumnSymbol parameter, BoundExpression body) =>
        new(SqlType.Function([parameter.Type, body.Type]), [parameter], body);
}
