using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Prints bound expressions as DuckDB text.</summary>
/// <param name="used">Told of every column printed.</param>
/// <param name="query">Prints a subquery.</param>
/// <param name="narrow">Decimals are computed with 18 digits where their types have more (<see cref="NarrowDecimals"/>).</param>
internal sealed class ExpressionText(Action<ColumnSymbol> used, Func<BoundQuery, string> query, bool narrow = false)
{
    private NarrowDecimals? _narrow;
    private long _weight;
    private int _names;

    /// <summary>Where an expression is computed for some rows only: a part of it that has a value there (<see cref="Guard"/>).</summary>
    private BoundExpression? _around;
    private int _guarded;

    /// <summary>Of lambdas so far.</summary>
    private readonly HashSet<ColumnSymbol> _parameters = [];

    private NarrowDecimals Narrow => _narrow ??= new(Print);

    /// <summary>The text by which two expressions of one SELECT are the same; subqueries are only the same as themselves.</summary>
    public static string Of(BoundExpression expression) =>
        new ExpressionText(_ => { }, subquery => $"#{RuntimeHelpers.GetHashCode(subquery)}").Print(expression);

    /// <summary>The same, where lambdas and subqueries are the same too when only their own symbols differ.</summary>
    /// <param name="mark">The greatest number of a symbol that is not their own.</param>
    public static string Of(BoundExpression expression, int mark) =>
        Rewriter.Any(expression, part => part is BoundLambda or BoundSubquery)
            ? SymbolText.Renumbered(new ExpressionText(_ => { }, new QueryText(new ShapePlanner()).Shape).Print(expression), mark)
            : Of(expression);

    public string Print(BoundExpression expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SqlException(SqlErrorCode.StackOverflow, "statement is too large (stack overflow while lowering)");
        }

        switch (expression)
        {
            case BoundLiteral literal:
                _weight++;
                return literal.Text;
            case BoundColumn column:
                _weight++;
                used(column.Symbol);
                return column.Symbol.ToString();
            case BoundCall { Name: "try", Arguments: [var tried] }:
                return Try(tried);
            case BoundCall { Name: "coalesce" } call:
                return TemplateText.Fill(call.Template, [Print(call.Arguments[0]), .. call.Arguments.Skip(1).Select(Later)]);
            case BoundCall or BoundCase when narrow && NarrowDecimals.Can(expression):
                return $"CAST({Narrow.Print(expression)} AS {DuckTypes.Name(expression.Type)})";
            case BoundCall call:
                return Call(call);
            case BoundCase branches:
                return Case(branches);
            case BoundLambda lambda:
                _parameters.UnionWith(lambda.Parameters);
                return $"lambda {string.Join(", ", lambda.Parameters)}: {Print(lambda.Body)}";
            case BoundAggregate aggregate:
                return Aggregate(aggregate);
            case BoundGrouping grouping:
                return grouping.Keys.IsEmpty ? "0" : $"CAST(grouping({string.Join(", ", All(grouping.Keys))}) AS {DuckTypes.Name(grouping.Type)})";
            case BoundSubquery subquery:
                return Subquery(subquery);
            default:
                throw new InvalidOperationException($"no form for {expression.GetType().Name}");
        }
    }

    private string Call(BoundCall call)
    {
        var (before, guarded) = (_weight, _guarded);
        var isHeavy = false;
        var (texts, told, once) = (new string[call.Arguments.Length], 1L, 1L);
        var repeats = RepeatedArguments.Of(call.Template, texts.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            _weight = 0;
            texts[i] = Print(call.Arguments[i]);
            isHeavy |= IsNamed(call.Arguments[i]) && repeats[i] > 1 && _weight * repeats[i] > RepeatedArguments.WeightMax;
            told += _weight * repeats[i];
            once += _weight;
        }

        if (!isHeavy)
        {
            _weight = before + told;
            var text = TemplateText.Fill(call.Template, texts);
            return guarded == _guarded && _around is not null && IsFailingConstant(call) ? Guarded(text, _around) : text;
        }

        // All of them, as an aggregate or a subquery may stand beside a lambda, but not in it.
        var name = string.Create(CultureInfo.InvariantCulture, $"once{++_names}");
        var fields = new List<string>();
        for (var i = 0; i < texts.Length; i++)
        {
            if (IsNamed(call.Arguments[i]))
            {
                fields.Add(string.Create(CultureInfo.InvariantCulture, $"'a{i}': {texts[i]}"));
                texts[i] = string.Create(CultureInfo.InvariantCulture, $"struct_extract({name}, 'a{i}')");
            }
        }

        _weight = before + once;
        return $"(list_transform([{{{string.Join(", ", fields)}}}], lambda {name}: {TemplateText.Fill(call.Template, texts)})[1])";
    }

    private static bool IsNamed(BoundExpression argument) => argument is not (BoundLambda or BoundLiteral);

    /// <summary>
    /// DuckDB computes what an expression says twice once, before it, and so outside its TRY. It does not look into a CASE;
    /// the condition is one that it cannot decide beforehand. And it gives a COALESCE right under a TRY too little room, and writes past
    /// it: a list stands between them. Aggregates, windows and subqueries it has none in a TRY: they stand beside it, and what fails in
    /// them fails the query, as in Trino.
    /// </summary>
    private string Try(BoundExpression tried)
    {
        var isInLambda = Rewriter.Any(tried, part => part is BoundColumn column && _parameters.Contains(column.Symbol));
        if (!Rewriter.Any(tried, part => part is BoundAggregate or BoundGrouping or BoundSubquery
            || (isInLambda && part is BoundColumn column && !_parameters.Contains(column.Symbol))))
        {
            return Tried(tried, Guard(tried));
        }

        // Columns go with them: beneath a TRY in a lambda of a grouped SELECT DuckDB does not find those it groups by.
        var name = string.Create(CultureInfo.InvariantCulture, $"once{++_names}");
        var fields = new List<string>();
        var own = new HashSet<ColumnSymbol>();
        var plain = Rewriter.Map(tried, part =>
        {
            own.UnionWith((part as BoundLambda)?.Parameters ?? []);
            if (part is not (BoundAggregate or BoundGrouping or BoundSubquery) && (part is not BoundColumn column || own.Contains(column.Symbol)))
            {
                return null;
            }

            fields.Add(string.Create(CultureInfo.InvariantCulture, $"'a{fields.Count}': {Print(part)}"));
            return new BoundCall("once", part.Type, string.Create(CultureInfo.InvariantCulture, $"struct_extract({name}, 'a{fields.Count - 1}')"), []);
        });
        return $"(list_transform([{{{string.Join(", ", fields)}}}], lambda {name}: {Tried(plain, new BoundCall("once", SqlType.Boolean, name, []))})[1])";
    }

    private string Tried(BoundExpression tried, BoundExpression? guard)
    {
        var boxed = $"([{Around(guard, () => Print(tried))}])[1]";
        return guard is not null ? $"TRY(CASE WHEN ({Print(guard)} IS NULL) IS NOT NULL THEN {boxed} END)" : $"TRY({boxed})";
    }

    /// <summary>An argument that is computed only where those before it are NULL.</summary>
    private string Later(BoundExpression argument) => argument is BoundCall or BoundCase && Guard(argument) is { } guard
        ? $"CASE WHEN ({Print(guard)} IS NULL) IS NOT NULL THEN {Around(guard, () => Print(argument))} END"
        : Print(argument);

    /// <summary>
    /// DuckDB tries constants while it plans, and some of its rules let a failure of one out: a constant that may fail is one no more. Only the
    /// innermost are guarded; what uses them is no constant then.
    /// </summary>
    private string Guarded(string constant, BoundExpression guard)
    {
        _guarded++;
        return $"(CASE WHEN ({Print(guard)} IS NULL) IS NOT NULL THEN {constant} END)";
    }

    private static bool IsFailingConstant(BoundCall call) =>
        Guard(call) is null
        && (call.Template.Contains("weir_", StringComparison.Ordinal)
            || (call.Name is "+" or "-" or "*" or "negate" or "cast" && (call.Type.IsInteger || call.Type.Kind == SqlTypeKind.Decimal)))
        && !Rewriter.Any(call, part => part is BoundSubquery or BoundLambda);

    private string Around(BoundExpression? guard, Func<string> print)
    {
        var outer = _around;
        _around = guard;
        try
        {
            return print();
        }
        finally
        {
            _around = outer;
        }
    }

    /// <summary>A part whose value is there wherever the expression is computed; null where it is constant.</summary>
    private static BoundExpression? Guard(BoundExpression expression) => expression switch
    {
        BoundColumn or BoundAggregate or BoundGrouping => expression,
        BoundCall call => call.Arguments.Select(Guard).FirstOrDefault(part => part is not null),
        BoundCase branches => branches.Branches.Select(branch => Guard(branch.When) ?? Guard(branch.Then)).FirstOrDefault(part => part is not null)
            ?? (branches.Else is null ? null : Guard(branches.Else)),
        _ => null,
    };

    public string Sort(BoundSort sort, string? place = null)
    {
        var text = sort.Key.Type.IsZoned ? Instants.Key(Print(sort.Key), sort.Key.Type)
            : place ?? (sort.Key is BoundLiteral ? $"coalesce({Print(sort.Key)})" : Print(sort.Key));
        return $"{text} {(sort.Descending ? "DESC" : "ASC")} NULLS {(sort.NullsFirst ? "FIRST" : "LAST")}";
    }

    private string[] All(ImmutableArray<BoundExpression> expressions) => [.. expressions.Select(Print)];

    private string Case(BoundCase branches) => Around(Guard(branches) ?? _around, () => Branches(branches));

    private string Branches(BoundCase branches)
    {
        var text = new StringBuilder("(CASE");
        foreach (var (when, then) in branches.Branches)
        {
            text.Append(" WHEN ").Append(Print(when)).Append(" THEN ").Append(Print(then));
        }

        return text.Append(branches.Else is null ? "" : $" ELSE {Print(branches.Else)}").Append(" END)").ToString();
    }

    private string Aggregate(BoundAggregate aggregate) => Around(null, () => Aggregated(aggregate));

    private string Aggregated(BoundAggregate aggregate)
    {
        var sorts = aggregate.OrderBy.IsEmpty ? "" : $" ORDER BY {string.Join(", ", aggregate.OrderBy.Select(sort => Sort(sort)))}";
        var after = aggregate.Filter is null ? "" : $" FILTER (WHERE {Print(aggregate.Filter)})";
        if (aggregate.Over is { } window)
        {
            after += $" OVER ({Window(window, IsOurs(aggregate.Template))})";
        }

        string[] arguments = aggregate switch
        {
            { Name: "sum" or "avg", Arguments: [var summed] } when narrow && NarrowDecimals.Can(summed) => [Narrow.Print(summed)],
            { Name: "sum", Type.Kind: SqlTypeKind.BigInt, Arguments: [var whole] } => [Print(SummedIntegers.Of(whole))],
            { Name: "avg", Type.Kind: SqlTypeKind.Double, Arguments: [var averaged] } => [Print(SummedIntegers.Unwidened(averaged))],
            _ => All(aggregate.Arguments),
        };
        // DuckDB orders distinct values by themselves only: entries are made distinct in their order.
        var inOrder = aggregate is { IsDistinct: true, OrderBy.IsEmpty: false, Name: "multimap_agg" };
        var template = inOrder
            ? aggregate.Template.Replace("list({D}", "weir_distinct(list(", StringComparison.Ordinal).Replace("{O}){M}", "{O}){M})", StringComparison.Ordinal)
            : aggregate.Template;
        return TemplateText.Fill(template, arguments, letter => letter switch
        {
            'D' => aggregate.IsDistinct ? "DISTINCT " : "",
            'O' => sorts,
            'N' => aggregate.IgnoreNulls ? " IGNORE NULLS" : "",
            'M' => after,
            _ => throw new InvalidOperationException($"no place {letter} in {aggregate.Template}"),
        });
    }

    private static bool IsOurs(string template) =>
        Runtime.SqlRuntime.Aggregates.Any(aggregate => template.Contains(aggregate.Name + "(", StringComparison.Ordinal));

    /// <param name="isOurs">An aggregate written in C# runs in it. Over whole partitions DuckDB gives those one state for a chunk but says one for each row: a frame that only looks narrower keeps it from that.</param>
    private string Window(BoundWindow window, bool isOurs)
    {
        var parts = new List<string>();
        if (!window.PartitionBy.IsEmpty)
        {
            parts.Add("PARTITION BY " + string.Join(", ", window.PartitionBy.Select(key => Print(Instants.Key(key)))));
        }

        if (!window.OrderBy.IsEmpty)
        {
            parts.Add("ORDER BY " + string.Join(", ", window.OrderBy.Select(sort => Sort(sort))));
        }

        var isWhole = window.Frame is { Start.Kind: FrameBoundKind.UnboundedPreceding, Finish.Kind: FrameBoundKind.UnboundedFollowing }
            || (window.Frame is null && window.OrderBy.IsEmpty);
        if (isOurs && isWhole)
        {
            parts.Add("ROWS BETWEEN 1000000000000 PRECEDING AND UNBOUNDED FOLLOWING");
        }
        else if (window.Frame is { } frame)
        {
            parts.Add($"{frame.Unit.ToString().ToUpperInvariant()} BETWEEN {Side(frame.Start)} AND {Side(frame.Finish)}");
        }

        return string.Join(' ', parts);
    }

    private string Side((FrameBoundKind Kind, BoundExpression? Offset) side) => side.Kind switch
    {
        FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
        FrameBoundKind.Preceding => $"{Print(side.Offset!)} PRECEDING",
        FrameBoundKind.CurrentRow => "CURRENT ROW",
        FrameBoundKind.Following => $"{Print(side.Offset!)} FOLLOWING",
        FrameBoundKind.UnboundedFollowing => "UNBOUNDED FOLLOWING",
    };

    private string Subquery(BoundSubquery subquery)
    {
        var operand = subquery.Operand is null ? "" : Print(subquery.Operand);
        var text = Around(null, () => query(subquery.Query));
        return subquery.Kind switch
        {
            SubqueryKind.Scalar => $"({text})",
            SubqueryKind.Exists => $"(EXISTS ({text}))",
            SubqueryKind.In => $"({operand} IN ({text}))",
            SubqueryKind.Quantified => string.Create(
                CultureInfo.InvariantCulture, $"({operand} {subquery.Operator} {(subquery.IsAll ? "ALL" : "ANY")} ({text}))"),
        };
    }
}
