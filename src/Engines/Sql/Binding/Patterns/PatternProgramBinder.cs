using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>
/// Conditions over the rows of a match as a program for <see cref="Runtime.RowConditions"/>, and the columns it reads. What a condition
/// makes of one row alone is computed by DuckDB beforehand; only what puts rows together is the program's.
/// </summary>
internal sealed class PatternProgramBinder(BindContext context, ExpressionBinder binder, PatternMatches matches)
{
    private readonly List<BoundExpression> _columns = [];
    private readonly List<string> _places = [];
    private readonly int[] _counts = new int[3];
    private readonly Dictionary<int, int> _valueOf = [];
    private readonly List<JsonValue> _values = [];
    private readonly Dictionary<int, BoundExpression?> _lists = [];

    private sealed record JsonValue(PatternValue Value, SqlType Type, string? Column);

    public BoundCall Bind()
    {
        var fields = ImmutableArray.CreateBuilder<ScopeField>();
        for (var at = 0; at < matches.Values.Length; at++)
        {
            var symbol = Value(matches.Values[at], at);
            fields.Add(new(DependentConditions.Name(at), [], new BoundColumn(symbol)));
        }

        var inner = new ExpressionBinder(context, binder.Queries, new(fields.ToImmutable(), null)) { ScalarOnly = "DEFINE clause" };
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("when");
            foreach (var condition in matches.Conditions)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(matches.Variables.IndexOf(condition.Variable.Value, StringComparer.OrdinalIgnoreCase));
                Write(inner.Boolean(condition.Condition, "DEFINE clause"), writer, condition.At);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("names");
            foreach (var name in matches.Variables)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
            Values(writer);
            writer.WriteEndObject();
        }

        string Matrix(int matrix, string type)
        {
            var parts = _places.Select((place, at) => (place, at)).Where(column => MatrixOf(column.place[0]) == matrix)
                .Select(column => string.Create(CultureInfo.InvariantCulture, $"{{{column.at + 3}}}"));
            return $"CAST([{string.Join(", ", parts)}] AS {type}[][])";
        }

        return new(
            "row_pattern", SqlType.Array(SqlType.Array(SqlType.BigInt)),
            $"weir_match_rows_when({{0}}, {{1}}, {{2}}, {Matrix(0, "BIGINT")}, {Matrix(1, "DOUBLE")}, {Matrix(2, "VARCHAR")})",
            [Literals.Text(matches.Specification), binder.Bind(matches.Masks), Literals.Text(Encoding.UTF8.GetString(buffer.ToArray())), .. _columns]);
    }

    private ColumnSymbol Value(PatternValue value, int at)
    {
        var list = value.Value is null ? null : binder.Bind(value.Value);
        var element = list?.Type.Element;
        _lists[at] = list;
        var type = (value.Kind, value.Function) switch
        {
            (PatternValueKind.Label, _) => SqlType.Varchar,
            (PatternValueKind.MatchNumber, _) or (PatternValueKind.Aggregate, "count") => SqlType.BigInt,
            (PatternValueKind.Aggregate, "sum") when element!.IsInteger => SqlType.BigInt,
            (PatternValueKind.Aggregate, "sum") when element!.Kind == SqlTypeKind.Decimal => SqlType.Decimal(38, element.Scale),
            (PatternValueKind.Aggregate, "avg") when element!.IsInteger => SqlType.Double,
            (PatternValueKind.Aggregate, "sum" or "avg") when !element!.IsNumeric =>
                throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters ({element}) for function {value.Function}", matches.At),
            _ => element!,
        };
        var symbol = context.Symbol(DependentConditions.Name(at), type);
        _valueOf[symbol.Id] = at;
        _values.Add(new(value, type, value.Kind == PatternValueKind.Aggregate && list is not null ? Column(list, element!, matches.At) : null));
        return symbol;
    }

    /// <summary>Values are columns once somebody asks for them as they are.</summary>
    private void Values(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("values");
        foreach (var (value, type, column) in _values)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", value.Kind.ToString());
            writer.WriteString("column", column ?? "");
            writer.WriteString("function", value.Function ?? "");
            writer.WriteString("type", Code(type)?.ToString() ?? "");
            writer.WriteNumber("scale", type.Kind == SqlTypeKind.Decimal ? type.Scale : 0);
            writer.WriteNumber("labels", value.Labels is { } labels ? labels.Aggregate(0L, (bits, label) => bits | (1L << label)) : -1);
            writer.WriteBoolean("first", value.IsFirst);
            writer.WriteNumber("offset", value.Offset);
            writer.WriteNumber("shift", value.Shift);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Write(BoundExpression expression, Utf8JsonWriter writer, SourcePosition at)
    {
        var used = new HashSet<int>();
        var isOpaque = Rewriter.Any(expression, part =>
        {
            if (part is BoundColumn column && _valueOf.TryGetValue(column.Symbol.Id, out var value))
            {
                used.Add(value);
            }

            return part is BoundSubquery;
        });
        if (isOpaque)
        {
            throw new SqlException(SqlErrorCode.NotSupported, "Subqueries are not supported in definitions that depend on the rows matched before", at);
        }

        if (expression is BoundColumn { Symbol: var symbol })
        {
            var place = _valueOf[symbol.Id];
            if (_values[place] is { Value.Kind: PatternValueKind.Row, Column: null } plain)
            {
                _values[place] = plain with { Column = Column(_lists[place]!, plain.Type, at) };
            }

            writer.WriteStartArray();
            writer.WriteStringValue("value");
            writer.WriteNumberValue(place);
            writer.WriteEndArray();
            return;
        }

        if (used.Count == 0)
        {
            writer.WriteStartArray();
            writer.WriteStringValue("constant");
            writer.WriteStringValue(Column(new BoundCall("array", SqlType.Array(expression.Type), "[{0}]", [expression]), expression.Type, at));
            writer.WriteEndArray();
            return;
        }

        if (Operation(expression) is var (name, parts))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(name);
            writer.WriteStringValue(Code(expression.Type)!.ToString());
            writer.WriteNumberValue(expression.Type.Kind == SqlTypeKind.Decimal ? expression.Type.Scale : expression.Type.IsInteger ? Digits(expression.Type) : 0);
            foreach (var part in parts)
            {
                Write(part, writer, at);
            }

            writer.WriteEndArray();
            return;
        }

        if (used.Count == 1 && _values[used.First()].Value is { Kind: PatternValueKind.Row } one && Code(expression.Type) is not null)
        {
            Derived(expression, used.First(), one, writer, at);
            return;
        }

        var what = expression is BoundCall call ? call.Name : "an expression";
        throw new SqlException(SqlErrorCode.NotSupported, $"{what} over several rows of a match is not supported in DEFINE", at);
    }

    /// <summary>A function of one row's value is computed for all rows beforehand, and then a value like others.</summary>
    private void Derived(BoundExpression expression, int place, PatternValue value, Utf8JsonWriter writer, SourcePosition at)
    {
        var list = _lists[place]!;
        var element = context.Symbol("e", list.Type.Element);
        var body = Rewriter.Map(expression, part => part is BoundColumn column && _valueOf.ContainsKey(column.Symbol.Id) ? new BoundColumn(element) : null);
        var type = SqlType.Array(expression.Type);
        var made = new BoundCall("transform", type, "list_transform({0}, {1})", [list, new BoundLambda(type, [element], body)]);
        _values.Add(new(value, expression.Type, Column(made, expression.Type, at)));
        writer.WriteStartArray();
        writer.WriteStringValue("value");
        writer.WriteNumberValue(_values.Count - 1);
        writer.WriteEndArray();
    }

    /// <summary>An operation that the program has, and what it is of; null for another.</summary>
    private static (string Name, ImmutableArray<BoundExpression> Parts)? Operation(BoundExpression expression)
    {
        if (expression is BoundCase branches && Code(branches.Type) is not null)
        {
            return ("case", [.. branches.Branches.SelectMany(branch => new[] { branch.When, branch.Then }), branches.Else ?? Conversions.Null(branches.Type)]);
        }

        if (expression is not BoundCall call || Code(call.Type) is null || call.Arguments.Any(argument => Code(argument.Type) is null))
        {
            return null;
        }

        var isKnown = call.Name switch
        {
            "and" or "or" or "not" or "is null" or "in" or "coalesce" => true,
            "=" or "<>" or "<" or "<=" or ">" or ">=" or "IS DISTINCT FROM" or "IS NOT DISTINCT FROM" => Code(call.Arguments[0].Type) == Code(call.Arguments[1].Type),
            "+" or "-" or "*" or "/" or "%" or "negate" => call.Type.IsNumeric && call.Arguments.All(argument => argument.Type.IsNumeric),
            "abs" => call.Type.IsNumeric,
            "||" => call.Type.Kind == SqlTypeKind.Varchar,
            "cast" => (call.Type.IsNumeric && call.Arguments[0].Type.IsNumeric && (!call.Type.IsInteger || call.Arguments[0].Type.IsInteger))
                || (call.Type.Kind == SqlTypeKind.Varchar && call.Arguments[0].Type.IsText),
            _ => false,
        };
        if (call is { Name: "-", Type.Kind: SqlTypeKind.IntervalDay } && call.Arguments.All(argument => argument.Type.Kind is SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned))
        {
            return (call.Arguments[0].Type.Kind == SqlTypeKind.Date ? "days" : "between", call.Arguments);
        }

        return isKnown ? (call.Name, call.Name == "cast" ? [call.Arguments[0]] : call.Arguments) : PatternFunctions.Of(call);
    }

    /// <summary>How the program holds values of a type; null for those it has not.</summary>
    public static char? Code(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => 'b',
        SqlTypeKind.Double => 'd',
        SqlTypeKind.Real => 'f',
        SqlTypeKind.Decimal => 'm',
        SqlTypeKind.Varchar or SqlTypeKind.Char => 't',
        SqlTypeKind.Date or SqlTypeKind.IntervalDay or SqlTypeKind.IntervalYear or SqlTypeKind.Unknown => 'i',
        SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned or SqlTypeKind.Time when !type.IsFine => 'i',
        _ when type.IsInteger => 'i',
        _ => null,
    };

    private static int Digits(SqlType type) => type.Kind switch
    {
        SqlTypeKind.TinyInt => 8,
        SqlTypeKind.SmallInt => 16,
        SqlTypeKind.Integer => 32,
        _ => 64,
    };

    private static int MatrixOf(char code) => code switch
    {
        'd' or 'f' => 1,
        't' or 'm' => 2,
        _ => 0,
    };

    /// <summary>Hands a list over; gives its place: how its values are held, and its number among those of the same kind.</summary>
    private string Column(BoundExpression list, SqlType type, SourcePosition at)
    {
        var code = Code(type) ?? throw new SqlException(SqlErrorCode.NotSupported, $"Values of type {type} are not supported in definitions that depend on the rows matched before", at);
        var template = type.Kind switch
        {
            SqlTypeKind.Date => "datediff('day', DATE '1970-01-01', e)",
            SqlTypeKind.Timestamp or SqlTypeKind.Time => "epoch_us(e)",
            SqlTypeKind.TimestampZoned => "epoch_us(struct_extract(e, 't'))",
            SqlTypeKind.IntervalDay => "weir_micros(e)",
            SqlTypeKind.IntervalYear => "weir_months(e)",
            SqlTypeKind.Decimal => "CAST(e AS VARCHAR)",
            SqlTypeKind.Double or SqlTypeKind.Real => "CAST(e AS DOUBLE)",
            SqlTypeKind.Varchar or SqlTypeKind.Char => "e",
            _ => "CAST(e AS BIGINT)",
        };
        _columns.Add(new BoundCall("transform", SqlType.Array(SqlType.BigInt), $"list_transform({{0}}, lambda e: {template})", [list]));
        var place = string.Create(CultureInfo.InvariantCulture, $"{code}{_counts[MatrixOf(code)]++}");
        _places.Add(place);
        return place;
    }
}
