using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Json;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>SQL/JSON functions: paths are checked here and evaluated by functions of ours, whose answers (<see cref="JsonCells"/>) are taken apart here.</summary>
internal sealed class JsonPathBinder(ExpressionBinder binder)
{
    public BoundExpression Bind(JsonPathCall call)
    {
        var path = Path(call.Path, call.At);
        ImmutableArray<BoundExpression> arguments = [Input(call.Input, call.InputFormat), path, Variables(call.Passing)];
        switch (call.Name)
        {
            case "JSON_EXISTS":
                return Exists(call, new("json_exists", SqlType.Varchar, "weir_json_exists({*})", arguments));
            case "JSON_QUERY":
                var returned = Text(call.Returning, call.At);
                return Result(Query(arguments, call.Behaviour, call.At), returned, call.Behaviour, isJson: true, call.At);
            default:
                var type = call.Returning is null ? SqlType.Varchar : SqlTypes.Resolve(call.Returning);
                var cell = new BoundCall("json_value", SqlType.Varchar, "weir_json_value({*})", arguments);
                return Result(cell, type, call.Behaviour, isJson: false, call.At);
        }
    }

    public BoundExpression Bind(JsonObjectCall call)
    {
        var keys = List(call.Members.Select(member => binder.Coerced(binder.Bind(member.Key), SqlType.Varchar, "JSON_OBJECT key", member.Key.At)));
        var values = List(call.Members.Select(member => ToJson(member.Value, member.Format)));
        var made = new BoundCall(
            "json_object", SqlType.Varchar, "weir_json_object({*})",
            [keys, values, Literals.Boolean(call.AbsentOnNull), Literals.Boolean(call.UniqueKeys)]);
        return binder.Conversions.Cast(made, Text(call.Returning, call.At), call.At);
    }

    public BoundExpression Bind(JsonArrayCall call)
    {
        var items = List(call.Items.Select(item => ToJson(item.Value, item.Format)));
        var made = new BoundCall("json_array", SqlType.Varchar, "weir_json_array({*})", [items, Literals.Boolean(!call.NullOnNull)]);
        return binder.Conversions.Cast(made, Text(call.Returning, call.At), call.At);
    }

    /// <summary>A path as text, checked.</summary>
    public static BoundLiteral Path(string path, SourcePosition at)
    {
        try
        {
            JsonCells.Path(path);
        }
        catch (SqlException problem)
        {
            throw new SqlException(problem.Code, problem.Text, at);
        }

        return Literals.Text(path);
    }

    public BoundExpression Input(Expression expression, string? format)
    {
        var input = binder.Bind(expression);
        if (input.Type.Kind is SqlTypeKind.Varbinary)
        {
            return format is null or "JSON" or "JSON ENCODING UTF8"
                ? new BoundCall("decode", SqlType.Varchar, "decode({0})", [input])
                : throw new SqlException(SqlErrorCode.NotSupported, $"Reading JSON as FORMAT {format} is not supported", expression.At);
        }

        return input.Type.IsText || input.Type.Kind == SqlTypeKind.Unknown
            ? binder.Conversions.Coerce(input, SqlType.Varchar, expression.At)
            : throw new SqlException(
                SqlErrorCode.TypeMismatch, $"Cannot read input of type {input.Type} as JSON using formatting {format ?? "JSON"}", expression.At);
    }

    /// <summary>The values passed to a path, as one JSON object.</summary>
    public BoundExpression Variables(ImmutableArray<JsonArgument> passing)
    {
        if (passing.IsEmpty)
        {
            return Literals.Text("{}");
        }

        var repeated = passing.GroupBy(argument => argument.Name.Value, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null)
        {
            throw new SqlException(
                SqlErrorCode.DuplicateParameterName, $"{repeated.Key} JSON path parameter is specified more than once", repeated.Last().At);
        }

        return new BoundCall(
            "json_object", SqlType.Varchar, "weir_json_object({0}, {1}, false, false)",
            [
                List(passing.Select(argument => (BoundExpression)Literals.Text(argument.Name.Value))),
                List(passing.Select(argument => ToJson(argument.Value, argument.Format))),
            ]);
    }

    public static BoundCall Query(ImmutableArray<BoundExpression> arguments, JsonBehaviour behaviour, SourcePosition at)
    {
        var wrapper = Wrapper(behaviour, at);
        return new(
            "json_query", SqlType.Varchar, "weir_json_query({*})",
            [.. arguments, Literals.Text(wrapper), Literals.Boolean(behaviour.Quotes == "OMIT")]);
    }

    public static string Wrapper(JsonBehaviour behaviour, SourcePosition at)
    {
        if (behaviour.Quotes is { } quotes && behaviour.Wrapper is "WITH CONDITIONAL" or "WITH UNCONDITIONAL")
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"{quotes} QUOTES behavior specified with WITH {behaviour.Wrapper![5..]} ARRAY WRAPPER behavior", at);
        }

        return behaviour.Wrapper switch
        {
            "WITH CONDITIONAL" => "C",
            "WITH UNCONDITIONAL" => "U",
            _ => "W",
        };
    }

    /// <summary>The value of a cell in its type, with what stands for nothing and for errors.</summary>
    public BoundCase Result(BoundExpression cell, SqlType type, JsonBehaviour behaviour, bool isJson, SourcePosition at)
    {
        var onError = Instead(behaviour.OnError, behaviour.ErrorDefault, type, at);
        var onEmpty = behaviour.OnEmpty == "ERROR"
            ? Failure(type, Literals.Text(isJson
                ? "JSON_OUTPUT_CONVERSION_ERROR Cannot convert JSON: JSON path found no items"
                : "JSON_VALUE_RESULT_ERROR Cannot extract SQL scalar from JSON: JSON path found no items"))
            : Instead(behaviour.OnEmpty, behaviour.EmptyDefault, type, at);
        var value = Value(cell, type, at);
        if (behaviour.OnError != "ERROR")
        {
            value = binder.Try(value);
            value = onError is null or BoundLiteral { IsNull: true } ? value : new BoundCall("coalesce", type, "coalesce({*})", [value, onError]);
        }

        var failed = behaviour.OnError == "ERROR"
            ? Failure(type, new BoundCall("substr", SqlType.Varchar, "substr({0}, 2)", [cell]))
            : onError;
        return new(
            type,
            [
                (Begins(cell, "V"), value),
                (Begins(cell, "E"), onEmpty ?? Conversions.Null(type)),
                (Begins(cell, "X"), failed ?? Conversions.Null(type)),
            ],
            null);
    }

    private static BoundCase Exists(JsonPathCall call, BoundCall cell)
    {
        BoundExpression failed = call.Behaviour.OnError switch
        {
            "TRUE" => Literals.Boolean(true),
            "UNKNOWN" => Conversions.Null(SqlType.Boolean),
            "ERROR" => Failure(SqlType.Boolean, new BoundCall("substr", SqlType.Varchar, "substr({0}, 2)", [cell])),
            _ => Literals.Boolean(false),
        };
        return new BoundCase(SqlType.Boolean, [(Begins(cell, "1"), Literals.Boolean(true)), (Begins(cell, "0"), Literals.Boolean(false)), (Begins(cell, "X"), failed)], null);
    }

    /// <summary>Numbers with a fraction go through double to reach another number.</summary>
    private BoundExpression Value(BoundExpression cell, SqlType type, SourcePosition at)
    {
        var text = new BoundCall("substr", SqlType.Varchar, "substr({0}, 3)", [cell]);
        var plain = binder.Conversions.Cast(text, type, at);
        if (!type.IsInteger)
        {
            return plain;
        }

        var through = binder.Conversions.Cast(new BoundCall("cast", SqlType.Double, "CAST({0} AS DOUBLE)", [text]), type, at);
        var fraction = new BoundCall("fraction", SqlType.Boolean, "(starts_with({0}, 'Vn') AND regexp_matches({0}, '[.E]'))", [cell]);
        return new BoundCase(type, [(fraction, through)], plain);
    }

    private BoundExpression? Instead(string? word, Expression? given, SqlType type, SourcePosition at) => word switch
    {
        "DEFAULT" => binder.Coerced(binder.Bind(given!), type, "Function result default", given!.At),
        "EMPTY ARRAY" => binder.Conversions.Cast(Literals.Text("[]"), type, at),
        "EMPTY OBJECT" => binder.Conversions.Cast(Literals.Text("{}"), type, at),
        _ => null,
    };

    private BoundExpression ToJson(Expression expression, string? format)
    {
        var value = binder.Bind(expression);
        var isJson = format is not null || expression is JsonObjectCall or JsonArrayCall or JsonPathCall { Name: "JSON_QUERY" };
        if (isJson)
        {
            return new BoundCall("json", SqlType.Varchar, "weir_json_compact({0})", [Input(expression, format)]);
        }

        if (value.Type.Kind == SqlTypeKind.Json)
        {
            return new BoundCall("json", SqlType.Varchar, "CAST({0} AS VARCHAR)", [value]);
        }

        var text = value.Type.IsFloating ? binder.Conversions.Display(value) : binder.Conversions.Cast(value, SqlType.Varchar, expression.At);
        return value.Type.IsNumeric || value.Type.Kind is SqlTypeKind.Boolean or SqlTypeKind.Unknown
            ? text
            : new BoundCall("json", SqlType.Varchar, "weir_json_quote({0})", [text]);
    }

    private static BoundCall List(IEnumerable<BoundExpression> items)
    {
        var all = items.ToImmutableArray();
        return new("array", SqlType.Array(SqlType.Varchar), all.IsEmpty ? "CAST([] AS VARCHAR[])" : "CAST([{*}] AS VARCHAR[])", all);
    }

    private static BoundCall Begins(BoundExpression cell, string letter) =>
        new("starts", SqlType.Boolean, string.Create(CultureInfo.InvariantCulture, $"starts_with({{0}}, '{letter}')"), [cell]);

    private static BoundCall Failure(SqlType type, BoundExpression message) =>
        new("fail", type, $"CAST(weir_fail({{0}}, {{0}}) AS {Lowering.DuckTypes.Template(type)})", [message]);

    private static SqlType Text(TypeSyntax? returning, SourcePosition at)
    {
        var type = returning is null ? SqlType.Varchar : SqlTypes.Resolve(returning);
        return type.IsText || type.Kind == SqlTypeKind.Varbinary
            ? type
            : throw new SqlException(SqlErrorCode.TypeMismatch, $"Cannot output JSON value as {type} using formatting JSON", at);
    }
}
