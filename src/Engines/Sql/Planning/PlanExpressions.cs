using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Planning;

/// <summary>Names symbols and writes bound expressions in the dialect's words; what the engine below is told never shows.</summary>
internal sealed partial class PlanExpressions
{
    private readonly Dictionary<int, string> _names = [];
    private readonly HashSet<int> _used = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The symbol's name, unique in the plan.</summary>
    public string Name(ColumnSymbol symbol)
    {
        if (_names.TryGetValue(symbol.Id, out var known))
        {
            return known;
        }

        var plain = symbol.Name.Length == 0 ? "expr" : symbol.Name;
        var name = plain;
        for (var number = 0; !_taken.Add(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{plain}_{number}");
        }

        return _names[symbol.Id] = name;
    }

    /// <summary>Two symbols are one: a projection that only passes a column on.</summary>
    public void Same(ColumnSymbol symbol, ColumnSymbol source)
    {
        _used.Add(source.Id);
        _names.TryAdd(symbol.Id, Name(source));
    }

    public void Use(IEnumerable<ColumnSymbol> symbols) => _used.UnionWith(symbols.Select(symbol => symbol.Id));

    /// <summary>Whether something written so far asks for the column.</summary>
    public bool IsUsed(ColumnSymbol symbol) => _used.Contains(symbol.Id);

    public string Text(BoundExpression expression) => expression switch
    {
        BoundLiteral literal => Literal(literal),
        BoundColumn column => Used(column.Symbol),
        BoundCall call => Call(call),
        BoundCase branches => "CASE " + string.Concat(branches.Branches.Select(branch => $"WHEN {Text(branch.When)} THEN {Text(branch.Then)} "))
            + (branches.Else is null ? "END" : $"ELSE {Text(branches.Else)} END"),
        BoundLambda lambda => $"({string.Join(", ", lambda.Parameters.Select(Name))}) -> {Text(lambda.Body)}",
        BoundAggregate aggregate => Aggregate(aggregate),
        BoundGrouping grouping => $"grouping({List(grouping.Keys)})",
        BoundSubquery { Kind: SubqueryKind.Scalar } scalar => Name(scalar.Query.Columns[0]),
        BoundSubquery { Kind: SubqueryKind.Exists } => "EXISTS(subquery)",
        BoundSubquery subquery => $"({Text(subquery.Operand!)} {(subquery.Kind == SubqueryKind.In ? "IN" : $"{subquery.Operator} {(subquery.IsAll ? "ALL" : "ANY")}")} ({Name(subquery.Query.Columns[0])}))",
        _ => expression.Type.ToString(),
    };

    public string Sort(BoundSort sort) => $"{Text(sort.Key)} {(sort.Descending ? "DESC" : "ASC")} NULLS {(sort.NullsFirst ? "FIRST" : "LAST")}";

    public string Sorts(IEnumerable<BoundSort> sorts) => $"[{string.Join(", ", sorts.Select(Sort))}]";

    public string List(IEnumerable<BoundExpression> expressions) => string.Join(", ", expressions.Select(Text));

    private string Used(ColumnSymbol symbol)
    {
        _used.Add(symbol.Id);
        return Name(symbol);
    }

    private string Call(BoundCall call)
    {
        var arguments = call.Arguments;
        switch (call.Name)
        {
            case "and" or "or":
                return $"({string.Join($" {call.Name.ToUpperInvariant()} ", arguments.Select(Text))})";
            case "=" or "<>" or "<" or "<=" or ">" or ">=" or "+" or "-" or "*" or "/" or "%" or "||" or "IS DISTINCT FROM" or "IS NOT DISTINCT FROM"
                when arguments.Length == 2:
                return $"({Text(arguments[0])} {call.Name} {Text(arguments[1])})";
            case "not":
                return $"(NOT {Text(arguments[0])})";
            case "negate":
                return $"-({Text(arguments[0])})";
            case "is null":
                return $"({Text(arguments[0])} IS NULL)";
            case "in":
                return $"({Text(arguments[0])} IN ({List(arguments.Skip(1))}))";
            case "like":
                return $"({Text(arguments[0])} LIKE {Text(arguments[1])}{(arguments.Length > 2 ? $" ESCAPE {Text(arguments[2])}" : "")})";
            case "cast" or "text":
                return $"CAST({Text(arguments[0])} AS {call.Type})";
            case "subscript" when arguments.Length == 2:
                return $"{Text(arguments[0])}[{Text(arguments[1])}]";
            case "field":
                var fields = arguments[0].Type.Fields;
                var place = fields.Select((field, i) => (field, i)).FirstOrDefault(pair =>
                    call.Template.EndsWith($", {TemplateText.Escape(DuckText.Literal(DuckTypes.FieldName(arguments[0].Type, pair.i)))})", StringComparison.Ordinal)).i;
                return $"{Text(arguments[0])}.{DuckTypes.ShownName(fields[place], place)}";
            case "array":
                return $"ARRAY[{List(arguments)}]";
            case "row":
                return $"ROW({List(arguments)})";
            default:
                return $"{call.Name}({List(arguments)})";
        }
    }

    private string Aggregate(BoundAggregate aggregate)
    {
        var sorted = aggregate.OrderBy.IsEmpty ? "" : $" ORDER BY {string.Join(", ", aggregate.OrderBy.Select(Sort))}";
        var arguments = aggregate.Arguments.IsEmpty && aggregate.Name == "count" ? "*" : List(aggregate.Arguments);
        var text = $"{aggregate.Name}({(aggregate.IsDistinct ? "DISTINCT " : "")}{arguments}{sorted})";
        text += aggregate.Filter is null ? "" : $" FILTER (WHERE {Text(aggregate.Filter)})";
        return text + (aggregate.Over?.Frame is { } frame ? $" {frame.Unit.ToString().ToUpperInvariant()} {Side(frame.Start)} {Side(frame.Finish)}" : "");
    }

    private string Side((FrameBoundKind Kind, BoundExpression? Offset) side) => side.Kind switch
    {
        FrameBoundKind.UnboundedPreceding => "UNBOUNDED_PRECEDING",
        FrameBoundKind.Preceding => $"PRECEDING {Text(side.Offset!)}",
        FrameBoundKind.CurrentRow => "CURRENT_ROW",
        FrameBoundKind.Following => $"FOLLOWING {Text(side.Offset!)}",
        FrameBoundKind.UnboundedFollowing => "UNBOUNDED_FOLLOWING",
    };

    private static string Literal(BoundLiteral literal)
    {
        if (literal.IsNull)
        {
            return "null";
        }

        return literal.Value switch
        {
            bool truth => truth ? "true" : "false",
            long number => $"{literal.Type} '{number.ToString(CultureInfo.InvariantCulture)}'",
            string text when literal.Type.IsText => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
            { } value => $"{literal.Type} '{Convert.ToString(value, CultureInfo.InvariantCulture)}'",
            _ when literal.Type.Kind == SqlTypeKind.IntervalDay =>
                $"{literal.Type} '{Span(Inside(literal.Text)[0])}'",
            _ => $"{literal.Type} '{string.Join(' ', Inside(literal.Text))}'",
        };
    }

    private static string Span(string micros) =>
        TimeSpan.FromMicroseconds(double.Parse(micros, CultureInfo.InvariantCulture)).ToString(@"d\ hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    /// <summary>What a literal without a value of ours is made of: its quoted texts, or else its number.</summary>
    private static ImmutableArray<string> Inside(string text)
    {
        ImmutableArray<string> quoted = [.. Quoted().Matches(text).Select(match => match.Groups[1].Value)];
        return quoted.IsEmpty ? [Digits().Match(text).Value] : quoted;
    }

    [GeneratedRegex("'((?:[^']|'')*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("-?[0-9]+")]
    private static partial Regex Digits();
}
