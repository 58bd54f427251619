using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Casts as Trino does them: rounding, text forms, refusals.</summary>
internal sealed class Conversions(BindContext context)
{
    /// <summary>A coercion the language makes unasked; the types are known to fit.</summary>
    public BoundExpression Coerce(BoundExpression value, SqlType to, SourcePosition at) =>
        value.Type.Equals(to) ? value : Cast(value, to, at);

    public BoundExpression Cast(BoundExpression value, SqlType to, SourcePosition at)
    {
        var from = value.Type;
        if (from.Equals(to))
        {
            return value;
        }

        if (value is BoundLiteral literal && Folded(literal, to) is { } folded)
        {
            return folded;
        }

        if (from.Kind != SqlTypeKind.Unknown && (from.Kind == SqlTypeKind.Json || to.Kind == SqlTypeKind.Json))
        {
            return (to.Kind == SqlTypeKind.Json ? new JsonCasting(context).ToJson(value) : JsonCasting.FromJson(value, to)) ?? throw Impossible(from, to, at);
        }

        var template = from.Kind == SqlTypeKind.Unknown ? Plain(to) : Template(from, to);
        if (template is not null)
        {
            return new BoundCall("cast", to, template, [value]);
        }

        return Structural(value, to, at) ?? throw Impossible(from, to, at);
    }

    /// <summary>Whether a value of the one type, which is no array, map or row, has a cast to the other.</summary>
    public bool Casts(SqlType from, SqlType to) => from.Equals(to) || from.Kind == SqlTypeKind.Unknown
        || (from.Kind == SqlTypeKind.Json ? to.Kind is not SqlTypeKind.Varbinary && JsonCasting.FromJson(Null(from), to) is not null : Template(from, to) is not null);

    private static SqlException Impossible(SqlType from, SqlType to, SourcePosition at) =>
        new(SqlErrorCode.TypeMismatch, $"Cannot cast {from} to {to}", at);

    /// <summary>JSON of a text.</summary>
    public static BoundExpression JsonOf(BoundExpression text) => new BoundCall("json_parse", SqlType.Json, "weir_json_parse({0})", [text]);

    public static BoundExpression Null(SqlType type) => new BoundLiteral(type, null, $"CAST(NULL AS {DuckTypes.Name(type)})");

    /// <summary>The text a value is shown as in results.</summary>
    public BoundExpression Display(BoundExpression value)
    {
        var type = value.Type;
        switch (type.Kind)
        {
            case SqlTypeKind.Varchar or SqlTypeKind.Json:
                return type.Kind == SqlTypeKind.Json ? Text("CAST({0} AS VARCHAR)", value) : value;
            case SqlTypeKind.Unknown:
                return Text("CAST({0} AS VARCHAR)", value);
            case SqlTypeKind.Double or SqlTypeKind.Real:
                return Text("weir_double_text({0})", value);
            case SqlTypeKind.Varbinary or SqlTypeKind.HyperLogLog or SqlTypeKind.QDigest or SqlTypeKind.TDigest or SqlTypeKind.SetDigest:
                return Text("weir_blob_text({0})", value);
            case SqlTypeKind.Color:
                return Text("weir_color_text({0})", value);
            case SqlTypeKind.Geometry or SqlTypeKind.SphericalGeography:
                return Text("weir_geo_text({0})", value);
            case SqlTypeKind.BingTile:
                return Text("weir_tile_text({0})", value);
            case SqlTypeKind.Array:
                var element = context.Symbol("e", type.Element);
                return Text("('[' || array_to_string(list_transform({0}, {1}), ', ') || ']')", value, Lambda(element, OrNull(Display(new BoundColumn(element)))));
            case SqlTypeKind.Map:
                var entry = context.Symbol("e", SqlType.Row([new("key", type.Key), new("value", type.Value)]));
                var pair = Text(
                    "({0} || '=' || {1})",
                    OrNull(Display(new BoundCall("key", type.Key, "struct_extract({0}, 'key')", [new BoundColumn(entry)]))),
                    OrNull(Display(new BoundCall("value", type.Value, "struct_extract({0}, 'value')", [new BoundColumn(entry)]))));
                return Text("('{{' || array_to_string(list_transform(map_entries({0}), {1}), ', ') || '}}')", value, Lambda(entry, pair));
            case SqlTypeKind.Row:
                var fields = type.Fields.Select((field, i) => Text(
                    $"({TemplateText.Escape(DuckText.Literal(DuckTypes.ShownName(field, i) + "="))} || {{0}})",
                    OrNull(Display(Field(value, i)))));
                return Text("(CASE WHEN {0} IS NULL THEN NULL ELSE '{{' || concat_ws(', ', {1*}) || '}}' END)", [value, .. fields]);
            default:
                return Cast(value, SqlType.Varchar, default);
        }
    }

    public static BoundExpression Field(BoundExpression row, int index)
    {
        var field = row.Type.Fields[index];
        var name = TemplateText.Escape(DuckText.Literal(DuckTypes.FieldName(row.Type, index)));
        return new BoundCall("field", field.Type, $"struct_extract({{0}}, {name})", [row]);
    }

    private static BoundCall OrNull(BoundExpression text) => Text("coalesce({0}, 'null')", text);

    private static BoundCall Text(string template, params ImmutableArray<BoundExpression> arguments) => new("text", SqlType.Varchar, template, arguments);

    private static BoundLambda Lambda(ColumnSymbol parameter, BoundExpression body) =>
        new(SqlType.Function([parameter.Type, body.Type]), [parameter], body);

    private static BoundLiteral? Folded(BoundLiteral literal, SqlType to)
    {
        if (literal.IsNull)
        {
            return (BoundLiteral)Null(to);
        }

        if (literal.Value is long number && (to.IsInteger || to.Kind is SqlTypeKind.Double))
        {
            var fits = to.Kind switch
            {
                SqlTypeKind.TinyInt => number is >= sbyte.MinValue and <= sbyte.MaxValue,
                SqlTypeKind.SmallInt => number is >= short.MinValue and <= short.MaxValue,
                SqlTypeKind.Integer => number is >= int.MinValue and <= int.MaxValue,
                _ => true,
            };
            var text = string.Create(CultureInfo.InvariantCulture, $"CAST({number} AS {DuckTypes.Name(to)})");
            return fits ? new(to, to.IsInteger ? (object)number : (double)number, text) : null;
        }

        if (literal.Value is string value && literal.Type.Kind == SqlTypeKind.Varchar && to.Kind == SqlTypeKind.Varchar
            && value.Length <= to.Precision)
        {
            return literal with { Type = to };
        }

        return null;
    }

    private static string Plain(SqlType to) => $"CAST({{0}} AS {DuckTypes.Template(to)})";

    private string? Template(SqlType from, SqlType to) => to.Kind switch
    {
        SqlTypeKind.Boolean => from.Kind switch
        {
            SqlTypeKind.Varchar or SqlTypeKind.Char => "weir_to_bool({0})",
            _ when from.IsNumeric => "({0} <> 0)",
            _ => null,
        },
        SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt or SqlTypeKind.Real
            or SqlTypeKind.Double or SqlTypeKind.Decimal => NumberCasts.Template(from, to),
        SqlTypeKind.Varchar => ToVarchar(from) is { } text ? Cut(text, from, to) : null,
        SqlTypeKind.Char => ToVarchar(from) is { } text
            ? string.Create(CultureInfo.InvariantCulture, $"rtrim(substr({text}, 1, {to.Precision}), ' ')")
            : null,
        SqlTypeKind.Varbinary => from.Kind switch
        {
            SqlTypeKind.HyperLogLog or SqlTypeKind.QDigest or SqlTypeKind.TDigest or SqlTypeKind.SetDigest or SqlTypeKind.IpAddress => "{0}",
            SqlTypeKind.Uuid => "weir_from_hex(replace(CAST({0} AS VARCHAR), '-', ''))",
            _ => from.IsText ? "encode({0})" : null,
        },
        SqlTypeKind.IpAddress => from.IsText ? "weir_ip_parse({0})" : from.Kind == SqlTypeKind.Varbinary ? "weir_ip_of({0})" : null,
        SqlTypeKind.HyperLogLog or SqlTypeKind.QDigest or SqlTypeKind.TDigest or SqlTypeKind.SetDigest when from.Kind == SqlTypeKind.Varbinary => "{0}",
        SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned =>
            new TimeCasts(context.Session.Zone, context.Session.Now).Template(from, to),
        SqlTypeKind.Uuid => from.IsText ? "CAST(weir_uuid_text({0}) AS UUID)" : from.Kind == SqlTypeKind.Varbinary ? "CAST(weir_uuid_of({0}) AS UUID)" : null,
        _ => null,
    };

    /// <summary>The text of a cast to varchar.</summary>
    public static string? ToVarchar(SqlType from) => from.Kind switch
    {
        SqlTypeKind.Varchar => "{0}",
        SqlTypeKind.Char => string.Create(CultureInfo.InvariantCulture, $"rpad({{0}}, {from.Precision}, ' ')"),
        SqlTypeKind.Double => "weir_double_cast({0})",
        SqlTypeKind.Real => "weir_real_cast({0})",
        SqlTypeKind.Timestamp => Times.StampText(from),
        SqlTypeKind.TimestampZoned => $"({Times.StampText(from)} || ' ' || struct_extract({{0}}, 'z'))",
        SqlTypeKind.Time => string.Create(CultureInfo.InvariantCulture, $"{(from.IsFine ? "weir_time_fine_text" : "weir_time_text")}({{0}}, {from.Precision})"),
        SqlTypeKind.TimeZoned => string.Create(
            CultureInfo.InvariantCulture, $"(weir_time_fine_text(weir_clock({{0}}), {from.Precision}) || weir_minutes_text(struct_extract({{0}}, 'z')))"),
        SqlTypeKind.IpAddress => "weir_ip_text({0})",
        SqlTypeKind.IntervalDay => "weir_day_text({0})",
        SqlTypeKind.IntervalYear => "weir_month_text({0})",

        // DuckDB writes .5 where all digits are after the point.
        SqlTypeKind.Decimal when from.Precision == from.Scale && from.Scale < 38 =>
            $"CAST(CAST({{0}} AS {DuckTypes.Template(SqlType.Decimal(from.Precision + 1, from.Scale))}) AS VARCHAR)",
        SqlTypeKind.Date => "weir_date_text({0})",
        SqlTypeKind.Boolean or SqlTypeKind.Uuid or SqlTypeKind.Decimal => "CAST({0} AS VARCHAR)",
        _ when from.IsInteger => "CAST({0} AS VARCHAR)",
        _ => null,
    };

    /// <summary>Text is cut to fit; anything else must fit.</summary>
    private static string Cut(string text, SqlType from, SqlType to) => from.Kind switch
    {
        _ when to.Precision == SqlType.Unbounded => text,
        SqlTypeKind.Varchar or SqlTypeKind.Char => from.Precision <= to.Precision
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"substr({text}, 1, {to.Precision})"),
        SqlTypeKind.Double or SqlTypeKind.Real => string.Create(
            CultureInfo.InvariantCulture, $"weir_fit({text}, weir_double_text({{0}}) || ' (' || {text} || ')', {to.Precision})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"weir_fit({text}, {text}, {to.Precision})"),
    };

    private BoundCall? Structural(BoundExpression value, SqlType to, SourcePosition at)
    {
        var from = value.Type;
        if (from.Kind != to.Kind || !from.IsStructural)
        {
            return null;
        }

        switch (to.Kind)
        {
            case SqlTypeKind.Array:
                var element = context.Symbol("e", from.Element);
                return new BoundCall("cast", to, "list_transform({0}, {1})", [value, Lambda(element, Cast(new BoundColumn(element), to.Element, at))]);
            case SqlTypeKind.Map:
                var entry = context.Symbol("e", SqlType.Row([new("key", from.Key), new("value", from.Value)]));
                var key = Cast(new BoundCall("key", from.Key, "struct_extract({0}, 'key')", [new BoundColumn(entry)]), to.Key, at);
                var item = Cast(new BoundCall("value", from.Value, "struct_extract({0}, 'value')", [new BoundColumn(entry)]), to.Value, at);
                var pair = new BoundCall("row", SqlType.Row([new("key", to.Key), new("value", to.Value)]), "{{'key': {0}, 'value': {1}}}", [key, item]);
                return new BoundCall("cast", to, from.Key == to.Key
                    ? "map_from_entries(list_transform(map_entries({0}), {1}))"
                    : "weir_cast_entries(list_transform(map_entries({0}), {1}))", [value, Lambda(entry, pair)]);
            case SqlTypeKind.Row when from.Fields.Length == to.Fields.Length:
                var fields = to.Fields.Select((field, i) => Cast(Field(value, i), field.Type, at));
                return new BoundCall("cast", to, $"(CASE WHEN {{0}} IS NULL THEN NULL ELSE {Struct(to, 1)} END)", [value, .. fields]);
            default:
                return null;
        }
    }

    /// <summary>A struct literal's template with arguments from a number on.</summary>
    public static string Struct(SqlType row, int first) => "{{" + string.Join(
        ", ",
        row.Fields.Select((_, i) =>
            $"{TemplateText.Escape(DuckText.Literal(DuckTypes.FieldName(row, i)))}: {{{i + first}}}")) + "}}";
}
