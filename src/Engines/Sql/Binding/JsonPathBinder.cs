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
        var input = Input(call.Input, call.InputFormat);
        var variables = Variables(call.Passing, call.At);
        ImmutableArray<BoundExpression> arguments = [input, Path(call.Path, call.Passing, call.PathAt), variables];
        switch (call.Name)
        {
            case "JSON_EXISTS":
                return Exists(call, new("json_exists", SqlType.Varchar, "weir_json_exists({*})", arguments));
            case "JSON_QUERY":
                var returned = Text(call.Returning, call.OutputFormat, call.At);
                return Result(Query(arguments, call.Behaviour, call.At), returned, call.Behaviour, isJson: true, call.At, call.OutputFormat);
            default:
                var type = call.Returning is null ? SqlType.Varchar : ValueType(call.Returning, call.At);
                var cell = new BoundCall("json_value", SqlType.Varchar, "weir_json_value({*})", arguments);
                return Result(cell, type, call.Behaviour, isJson: false, call.At);
        }
    }

    public BoundExpression Bind(JsonObjectCall call)
    {
        var keys = List(call.Members.Select(Key));
        var values = List(call.Members.Select(member => call.UniqueKeys && IsJson(member.Value, member.Format)
            ? throw new SqlException(
                SqlErrorCode.NotSupported, "WITH UNIQUE KEYS behavior is not supported for JSON_OBJECT function when input expression has FORMAT", call.At)
            : ToJson(member.Value, member.Format, "value passed to JSON_OBJECT function", call.At)));
        var made = new BoundCall(
            "json_object", SqlType.Varchar, "weir_json_object({*})",
            [keys, values, Literals.Boolean(call.AbsentOnNull), Literals.Boolean(call.UniqueKeys)]);
        return Written(made, Text(call.Returning, call.OutputFormat, call.At), call.OutputFormat, call.At);
    }

    public BoundExpression Bind(JsonArrayCall call)
    {
        var items = List(call.Items.Select(item => ToJson(item.Value, item.Format, "value passed to JSON_ARRAY function", call.At)));
        var made = new BoundCall("json_array", SqlType.Varchar, "weir_json_array({*})", [items, Literals.Boolean(!call.NullOnNull)]);
        return Written(made, Text(call.Returning, call.OutputFormat, call.At), call.OutputFormat, call.At);
    }

    /// <summary>A path as text, checked.</summary>
    public static BoundLiteral Path(string path, ImmutableArray<JsonArgument> passing, SourcePosition at)
    {
        try
        {
            foreach (var name in JsonCells.Path(path).Variables.Where(name => passing.All(argument => argument.Name.Canonical != name)))
            {
                var isOtherCase = passing.Any(argument => argument.Name.Canonical.Equals(name, StringComparison.OrdinalIgnoreCase));
                throw new SqlException(
                    SqlErrorCode.InvalidPath,
                    $"no value passed for parameter {name}{(isOtherCase ? $". Try quoting \"{name}\" in the PASSING clause to match case" : "")}");
            }
        }
        catch (SqlException problem)
        {
            throw new SqlException(problem.Code, problem.Text, at);
        }

        return Literals.Text(path);
    }

    public static SqlType ValueType(TypeSyntax written, SourcePosition at)
    {
        var type = Resolved(written, at);
        return type.IsText || type.IsNumeric || type.Kind is SqlTypeKind.Boolean or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.TimeZoned
            or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned
            ? type
            : throw new SqlException(SqlErrorCode.TypeMismatch, $"Invalid return type of function JSON_VALUE: {type}", at);
    }

    public BoundExpression Input(Expression expression, string? format)
    {
        var input = binder.Bind(expression);
        var encoding = Encoding(format);
        if (input.Type.Kind is SqlTypeKind.Varbinary)
        {
            return encoding is null or "UTF8"
                ? new BoundCall("decode", SqlType.Varchar, "decode({0})", [input])
                : new BoundCall("decode", SqlType.Varchar, "weir_json_decode({0}, {1})", [input, Literals.Text(encoding)]);
        }

        return (input.Type.IsText && encoding is null) || input.Type.Kind == SqlTypeKind.Unknown
            ? binder.Conversions.Coerce(input, SqlType.Varchar, expression.At)
            : throw new SqlException(
                SqlErrorCode.TypeMismatch, $"Cannot read input of type {input.Type} as JSON using formatting {format ?? "JSON"}", expression.At);
    }

    /// <summary>The values passed to a path, as one JSON object.</summary>
    public BoundExpression Variables(ImmutableArray<JsonArgument> passing, SourcePosition at)
    {
        if (passing.IsEmpty)
        {
            return Literals.Text("{}");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        if (passing.FirstOrDefault(argument => !names.Add(argument.Name.Canonical)) is { } repeated)
        {
            throw new SqlException(
                SqlErrorCode.DuplicateParameterName, $"{repeated.Name.Canonical} JSON path parameter is specified more than once", repeated.Name.At);
        }

        return new BoundCall(
            "json_object", SqlType.Varchar, "weir_json_object({0}, {1}, true, false)",
            [
                List(passing.Select(argument => (BoundExpression)Literals.Text(argument.Name.Canonical))),
                List(passing.Select(argument => Variable(argument, at))),
            ]);
    }

    /// <summary>One value in brackets, or the type and the text of a date or time. A NULL with FORMAT JSON is nothing at all.</summary>
    private BoundCall Variable(JsonArgument argument, SourcePosition at)
    {
        if (IsJson(argument.Value, argument.Format))
        {
            return new("json", SqlType.Varchar, "('[' || weir_json_passed({0}) || ']')", [Input(argument.Value, argument.Format)]);
        }

        var value = binder.Bind(argument.Value);
        string? kind = value.Type.Kind switch
        {
            SqlTypeKind.Date => "date",
            SqlTypeKind.Time => "time without time zone",
            SqlTypeKind.TimeZoned => "time with time zone",
            SqlTypeKind.Timestamp => "timestamp without time zone",
            SqlTypeKind.TimestampZoned => "timestamp with time zone",
            _ => null,
        };
        return kind is null
            ? new("json", SqlType.Varchar, "('[' || coalesce({0}, 'null') || ']')", [Plain(value, argument.Value, "JSON path parameter", at)])
            : new("json", SqlType.Varchar, $"coalesce('[\"{kind}\",' || weir_json_quote({{0}}) || ']', '[null]')", [binder.Conversions.Cast(value, SqlType.Varchar, argument.At)]);
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
    public BoundCase Result(BoundExpression cell, SqlType type, JsonBehaviour behaviour, bool isJson, SourcePosition at, string? format = null)
    {
        var onError = Instead(behaviour.OnError, behaviour.ErrorDefault, type, "ERROR", at);
        var onEmpty = behaviour.OnEmpty == "ERROR"
            ? Failure(type, Literals.Text(isJson
                ? "JSON_OUTPUT_CONVERSION_ERROR conversion from JSON failed: JSON path found no items"
                : "JSON_VALUE_RESULT_ERROR cannot extract SQL scalar from JSON: JSON path found no items"))
            : Instead(behaviour.OnEmpty, behaviour.EmptyDefault, type, "EMPTY", at);
        var value = isJson ? Written(Rest(cell), type, format, at) : Value(cell, type, at);
        if (!isJson)
        {
            value = new BoundCall("coalesce", type, "coalesce({*})", [binder.Try(value), behaviour.OnError == "ERROR" ? NoCast(cell, type) : onError ?? Conversions.Null(type)]);
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

    /// <summary>The value of a cell by its kind: each comes from the type that Trino says it has.</summary>
    private BoundCase Value(BoundExpression cell, SqlType type, SourcePosition at)
    {
        var text = Rest(cell);
        BoundExpression From(SqlType kind, string name) => binder.Conversions.Casts(kind, type)
            ? binder.Conversions.Cast(new BoundCall("cast", kind, $"CAST({{0}} AS {name})", [text]), type, at)
            : NoCast(cell, type);
        return new(
            type,
            [
                (Begins(cell, "Vb"), From(SqlType.Boolean, "BOOLEAN")),
                (Begins(cell, "Vi"), From(SqlType.Integer, "INTEGER")),
                (Begins(cell, "Vl"), From(SqlType.BigInt, "BIGINT")),
                (Begins(cell, "Vd"), From(SqlType.Double, "DOUBLE")),
                (Begins(cell, "Vn"), type.IsInteger ? From(SqlType.Double, "DOUBLE") : binder.Conversions.Cast(text, type, at)),
            ],
            binder.Conversions.Casts(SqlType.Varchar, type) ? binder.Conversions.Cast(text, type, at) : NoCast(cell, type));
    }

    private static BoundCall NoCast(BoundExpression cell, SqlType type)
    {
        var target = Lowering.TemplateText.Escape(Lowering.DuckText.Literal(type.ToString()));
        return Failure(type, new BoundCall("message", SqlType.Varchar,
            "('JSON_VALUE_RESULT_ERROR cannot extract SQL scalar from JSON: Cannot cast value of type ' || CASE substr({0}, 2, 1) WHEN 's' THEN 'varchar' WHEN 'b' THEN 'boolean' "
            + $"WHEN 'i' THEN 'integer' WHEN 'l' THEN 'bigint' WHEN 'd' THEN 'double' ELSE 'decimal' END || ' to declared return type of function JSON_VALUE: ' || {target})",
            [cell]));
    }

    private static BoundCall Rest(BoundExpression cell) => new("substr", SqlType.Varchar, "substr({0}, 3)", [cell]);

    /// <summary>JSON in the form that RETURNING says.</summary>
    private BoundExpression Written(BoundExpression json, SqlType type, string? format, SourcePosition at) => Encoding(format) is { } encoding and not "UTF8"
        ? new BoundCall("encode", type, "weir_json_encode({0}, {1})", [json, Literals.Text(encoding)])
        : binder.Conversions.Cast(json, type, at);

    private BoundExpression? Instead(string? word, Expression? given, SqlType type, string when, SourcePosition at) => word switch
    {
        "DEFAULT" => binder.Coerced(binder.Bind(given!), type, $"Function JSON_VALUE default ON {when} result", given!.At),
        "EMPTY ARRAY" => binder.Conversions.Cast(Literals.Text("[]"), type, at),
        "EMPTY OBJECT" => binder.Conversions.Cast(Literals.Text("{}"), type, at),
        _ => null,
    };

    private static bool IsJson(Expression expression, string? format) =>
        format is not null || expression is JsonObjectCall or JsonArrayCall or JsonPathCall { Name: "JSON_QUERY" };

    private BoundExpression ToJson(Expression expression, string? format, string what, SourcePosition at) => IsJson(expression, format)
        ? new BoundCall("json", SqlType.Varchar, "weir_json_compact({0})", [Input(expression, format)])
        : Plain(binder.Bind(expression), expression, what, at);

    /// <summary>A value as JSON text: numbers and truths as they are, all else as varchar.</summary>
    private BoundExpression Plain(BoundExpression value, Expression expression, string what, SourcePosition at)
    {
        if (value.Type.Kind == SqlTypeKind.Varbinary || (value.Type.Kind != SqlTypeKind.Unknown && !binder.Conversions.Casts(value.Type, SqlType.Varchar)))
        {
            throw new SqlException(
                SqlErrorCode.NotSupported,
                $"Unsupported type of {what}: {value.Type}", value.Type.Kind == SqlTypeKind.Varbinary ? expression.At : at);
        }

        var text = value.Type.IsFloating ? binder.Conversions.Display(value) : binder.Conversions.Cast(value, SqlType.Varchar, expression.At);
        return value.Type.IsNumeric || value.Type.Kind is SqlTypeKind.Boolean or SqlTypeKind.Unknown
            ? text
            : new BoundCall("json", SqlType.Varchar, "weir_json_quote({0})", [text]);
    }

    private BoundExpression Key(JsonMember member)
    {
        var key = binder.Bind(member.Key);
        return key.Type.IsText
            ? binder.Conversions.Coerce(key, SqlType.Varchar, member.Key.At)
            : throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"Invalid type of JSON object key: {key.Type}", member.Key.At);
    }

    private static string? Encoding(string? format) => format is ['J', 'S', 'O', 'N', ' ', .. var rest] ? rest["ENCODING ".Length..] : null;

    private static BoundCall List(IEnumerable<BoundExpression> items)
    {
        var all = items.ToImmutableArray();
        return new("array", SqlType.Array(SqlType.Varchar), all.IsEmpty ? "CAST([] AS VARCHAR[])" : "CAST([{*}] AS VARCHAR[])", all);
    }

    private static BoundCall Begins(BoundExpression cell, string letter) =>
        new("starts", SqlType.Boolean, string.Create(CultureInfo.InvariantCulture, $"starts_with({{0}}, '{letter}')"), [cell]);

    private static BoundCall Failure(SqlType type, BoundExpression message) =>
        new("fail", type, $"CAST(weir_fail({{0}}, {{0}}) AS {Lowering.DuckTypes.Template(type)})", [message]);

    private static SqlType Text(TypeSyntax? returning, string? format, SourcePosition at)
    {
        var type = returning is null ? SqlType.Varchar : Resolved(returning, at);
        return type.Kind == SqlTypeKind.Varbinary || (type.IsText && Encoding(format) is null)
            ? type
            : throw new SqlException(SqlErrorCode.TypeMismatch, $"Cannot output JSON value as {type} using formatting {format ?? "JSON"}", at);
    }

    private static SqlType Resolved(TypeSyntax written, SourcePosition at)
    {
        try
        {
            return SqlTypes.Resolve(written);
        }
        catch (SqlException problem) when (problem.Code == SqlErrorCode.TypeNotFound)
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, problem.Text, at);
        }
    }
}
