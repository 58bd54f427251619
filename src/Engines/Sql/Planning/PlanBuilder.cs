using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Planning;

/// <summary>Makes the plan of a bound query.</summary>
internal sealed class PlanBuilder(BindContext context)
{
    private readonly PartitionPushdown _filters = new(condition => condition, _ => "");
    private readonly HashSet<int> _openCtes = [];

    public PlanExpressions Expressions { get; } = new();

    public PlanNode Build(BoundQuery query, IReadOnlyList<string> columnNames)
    {
        var root = Pruned(Query(query), query.Columns);
        return Node("Output", query.Columns, root) with { Descriptor = [("columnNames", $"[{string.Join(", ", columnNames)}]")], Step = StepKeys.Result };
    }

    private static PlanNode Node(string name, ImmutableArray<ColumnSymbol> outputs, params ImmutableArray<PlanNode> children) =>
        new(name, outputs) { Children = children };

    private PlanNode Query(BoundQuery query) =>
        query.Body is BoundSelect select ? Select(select, query) : Tail(Body(query.Body), query, query.OrderBy);

    private PlanNode Tail(PlanNode node, BoundQuery query, ImmutableArray<BoundSort> sorts) =>
        sorts.IsEmpty && query.Limit is null && query.Offset is null ? node : Tailed(node, query, sorts) with { Step = StepKeys.Tail(query) };

    /// <summary>Without columns that nobody asks for.</summary>
    private PlanNode Pruned(PlanNode node, ImmutableArray<ColumnSymbol> wanted)
    {
        bool Kept(ColumnSymbol symbol) => Expressions.IsUsed(symbol) || wanted.Any(other => Expressions.Name(other) == Expressions.Name(symbol));
        return node with
        {
            Outputs = [.. node.Outputs.Where(Kept)],
            Details = node.Scan is { } scan ? Columns(scan, Kept) : node.Details,
            Children = [.. node.Children.Select(child => Pruned(child, wanted))],
        };
    }

    private PlanNode Tailed(PlanNode node, BoundQuery query, ImmutableArray<BoundSort> sorts)
    {
        var limit = (query.Limit as BoundLiteral)?.Value as long?;
        var offset = (query.Offset as BoundLiteral)?.Value as long?;
        if (!sorts.IsEmpty && limit is { } count && offset is null)
        {
            return Node("TopN", node.Outputs, node) with { Descriptor = [("count", Text(count)), ("orderBy", Expressions.Sorts(sorts))] };
        }

        node = sorts.IsEmpty ? node : Node("Sort", node.Outputs, node) with { Descriptor = [("orderBy", Expressions.Sorts(sorts))] };
        node = offset is { } skipped ? Node("Offset", node.Outputs, node) with { Descriptor = [("count", Text(skipped))] } : node;
        return limit is { } rows ? Node("Limit", node.Outputs, node) with { Descriptor = [("count", Text(rows))] } : node;
    }

    private PlanNode Select(BoundSelect select, BoundQuery query)
    {
        if (select.Where is not null && select.From is not null)
        {
            _filters.Push(select.Where, select.From);
        }

        var (from, where) = select.From is null ? (null, select.Where) : JoinPlacement.Of(select);
        var node = from is null ? Node("Values", []) with { Details = ["()"] } : Relation(from);
        node = Filtered(node, where, StepKeys.Where(select));
        if (!select.Keys.IsEmpty)
        {
            node = Subqueries(node, select.Keys.Select(key => key.Value));
            node = Node("Project", [.. node.Outputs, .. select.Keys.Select(key => key.Symbol)], node) with
            {
                Details = [.. select.Keys.Select(key => $"{Expressions.Name(key.Symbol)} := {Expressions.Text(key.Value)}")],
            };
        }

        ImmutableArray<BoundExpression> items = select.Items;
        var having = select.Having;
        var sorts = query.OrderBy;
        if (select.IsAggregate)
        {
            node = Aggregate(node, select, ref items, ref having, ref sorts);
            node = Filtered(node, having, StepKeys.Having(select));
        }

        node = Subqueries(node, items);
        node = Windows(node, ref items, ref sorts);
        return Projected(node, select, items, query, sorts);
    }

    private PlanNode Projected(PlanNode node, BoundSelect select, ImmutableArray<BoundExpression> items, BoundQuery query, ImmutableArray<BoundSort> sorts)
    {
        var details = new List<string>();
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is BoundColumn column)
            {
                Expressions.Same(select.Columns[i], column.Symbol);
            }
            else
            {
                details.Add($"{Expressions.Name(select.Columns[i])} := {Expressions.Text(items[i])}");
            }
        }

        var outputs = select.Columns;
        ImmutableArray<BoundSort> keys = [.. sorts.Select(sort => items.IndexOf(sort.Key) is var place and >= 0 ? sort with { Key = new BoundColumn(select.Columns[place]) } : sort)];
        if (details.Count > 0)
        {
            node = Node("Project", outputs, node) with { Details = [.. details] };
        }
        else
        {
            node = node with { Outputs = outputs };
        }

        node = select.IsDistinct
            ? Node("Aggregate", outputs, node) with { Descriptor = [("keys", Symbols(outputs))], Step = StepKeys.Rows(select) }
            : node with { Step = select.From is null ? StepKeys.Rows(select) : node.Step ?? StepKeys.Rows(select) };

        return Tail(node, query, keys);
    }

    private PlanNode Filtered(PlanNode node, BoundExpression? condition, string step)
    {
        if (condition is null)
        {
            return node;
        }

        node = Subqueries(node, [condition]);
        return Node("Filter", node.Outputs, node) with { Descriptor = [("filterPredicate", Expressions.Text(condition))], Step = step };
    }

    private PlanNode Aggregate(
        PlanNode node, BoundSelect select, ref ImmutableArray<BoundExpression> items, ref BoundExpression? having, ref ImmutableArray<BoundSort> sorts)
    {
        var found = new Dictionary<string, (ColumnSymbol Symbol, string Text)>(StringComparer.Ordinal);
        BoundExpression Replaced(BoundExpression expression) => Rewriter.Map(expression, part =>
        {
            if (part is not BoundAggregate { Over: null } aggregate)
            {
                return null;
            }

            var text = ExpressionText.Of(aggregate);
            if (!found.TryGetValue(text, out var known))
            {
                var symbol = context.Symbol(aggregate.Name, aggregate.Type);
                found[text] = known = (symbol, $"{Expressions.Name(symbol)} := {Expressions.Text(aggregate)}");
            }

            return new BoundColumn(known.Symbol);
        });
        items = [.. items.Select(Replaced)];
        having = having is null ? null : Replaced(having);
        sorts = [.. sorts.Select(sort => sort with { Key = Replaced(sort.Key) })];
        var sets = select.GroupingSets ?? [[]];
        ImmutableArray<ColumnSymbol> keys = [.. sets.SelectMany(set => set).Distinct()];
        if (sets.Length > 1)
        {
            node = Node("GroupId", node.Outputs, node) with { Descriptor = [("symbols", $"[{string.Join(", ", sets.Select(Symbols))}]")] };
        }

        return Node("Aggregate", [.. keys, .. found.Values.Select(value => value.Symbol)], node) with
        {
            Descriptor = keys.IsEmpty ? [] : [("keys", Symbols(keys))],
            Details = [.. found.Values.Select(value => value.Text)],
            Step = StepKeys.Groups(select),
        };
    }

    private PlanNode Windows(PlanNode node, ref ImmutableArray<BoundExpression> items, ref ImmutableArray<BoundSort> sorts)
    {
        var found = new List<(BoundAggregate Function, ColumnSymbol Symbol)>();
        BoundExpression Replaced(BoundExpression expression) => Rewriter.Map(expression, part =>
        {
            if (part is not BoundAggregate { Over: not null } function)
            {
                return null;
            }

            var symbol = context.Symbol(function.Name, function.Type);
            found.Add((function, symbol));
            return new BoundColumn(symbol);
        });
        items = [.. items.Select(Replaced)];
        sorts = [.. sorts.Select(sort => sort with { Key = Replaced(sort.Key) })];
        foreach (var group in found.GroupBy(entry => Window(entry.Function.Over!)))
        {
            node = Node("Window", [.. node.Outputs, .. group.Select(entry => entry.Symbol)], node) with
            {
                Descriptor = group.First().Function.Over is var over ? [("partitionBy", $"[{Expressions.List(over!.PartitionBy)}]"), ("orderBy", Expressions.Sorts(over.OrderBy))] : [],
                Details = [.. group.Select(entry => $"{Expressions.Name(entry.Symbol)} := {Expressions.Text(entry.Function)}")],
            };
        }

        return node;
    }

    private string Window(BoundWindow window) => $"{Expressions.List(window.PartitionBy)}|{Expressions.Sorts(window.OrderBy)}";

    /// <summary>Joins the subqueries of expressions beside the rows that ask for them.</summary>
    private PlanNode Subqueries(PlanNode node, IEnumerable<BoundExpression> expressions)
    {
        var found = new List<BoundSubquery>();
        foreach (var expression in expressions)
        {
            Rewriter.Map(expression, part =>
            {
                if (part is BoundSubquery subquery)
                {
                    found.Add(subquery);
                }

                return null;
            });
        }

        foreach (var subquery in found)
        {
            Expressions.Use(subquery.Kind == SubqueryKind.Exists ? [] : subquery.Query.Columns);
            var inner = Query(subquery.Query);
            node = subquery.Kind switch
            {
                SubqueryKind.Scalar => Node(
                    "CorrelatedJoin", [.. node.Outputs, .. inner.Outputs], node, Node("EnforceSingleRow", inner.Outputs, inner)),
                SubqueryKind.In => Node("SemiJoin", node.Outputs, node, inner) with
                {
                    Descriptor = [("criteria", $"({Expressions.Text(subquery.Operand!)} = {Expressions.Name(subquery.Query.Columns[0])})")],
                },
                _ => Node("CorrelatedJoin", node.Outputs, node, inner),
            };
        }

        return node;
    }

    private PlanNode Body(BoundBody body)
    {
        switch (body)
        {
            case BoundSetOperation operation:
                Expressions.Use([.. operation.Left.Columns, .. operation.Right.Columns]);
                var sides = Node(operation.Operator.ToString(), operation.Columns, Query(operation.Left), Query(operation.Right));
                return operation is { IsDistinct: true, Operator: SetOperator.Union }
                    ? Node("Aggregate", operation.Columns, sides) with { Descriptor = [("keys", Symbols(operation.Columns))], Step = StepKeys.Rows(operation) }
                    : sides with { Step = StepKeys.Rows(operation) };
            case BoundValues values:
                return Node("Values", values.Columns) with { Details = [.. values.Rows.Take(100).Select(row => $"({Expressions.List(row)})")], Step = StepKeys.Rows(values) };
            case BoundNested nested:
                var inner = Query(nested.Query);
                for (var i = 0; i < nested.Columns.Length; i++)
                {
                    Expressions.Same(nested.Columns[i], nested.Query.Columns[i]);
                }

                return inner with { Outputs = nested.Columns };
            default:
                return Node(body.GetType().Name, body.Columns);
        }
    }

    private PlanNode Relation(BoundRelation relation)
    {
        switch (relation)
        {
            case BoundScan scan:
                return Scan(scan);
            case BoundCteReference { Cte: var cte } reference:
                if (cte.Query is not { } query || !_openCtes.Add(cte.Id))
                {
                    return Node("RecursiveReference", reference.Columns) with { Descriptor = [("name", cte.Name)], Step = StepKeys.Of(reference) };
                }

                var named = Query(query);
                _openCtes.Remove(cte.Id);
                return Node("Project", reference.Columns, named) with
                {
                    Details = [.. reference.Columns.Select((column, i) => $"{Expressions.Name(column)} := {Expressions.Name(query.Columns[i])}")],
                    Step = StepKeys.Of(reference),
                };
            case BoundDerived derived:
                return Query(derived.Query);
            case BoundJoin join:
                return Join(join);
            case BoundUnnest unnest:
                return Unnest(unnest);
            case BoundFiltered filtered:
                return Filtered(Relation(filtered.Relation), filtered.Condition, StepKeys.Of(filtered));
            case BoundExtended extended:
                var inner = Relation(extended.Relation);
                return Node("Project", [.. inner.Outputs, .. extended.Columns.Select(column => column.Symbol)], inner) with
                {
                    Details = [.. extended.Columns.Select(column => $"{Expressions.Name(column.Symbol)} := {Expressions.Text(column.Value)}")],
                };
            case BoundSample sample:
                var source = Relation(sample.Relation);
                return Node("Sample", source.Outputs, source) with
                {
                    Descriptor = [("type", sample.IsSystem ? "SYSTEM" : "BERNOULLI"), ("ratio", (sample.Percentage / 100).ToString("R", CultureInfo.InvariantCulture))],
                    Step = StepKeys.Of(sample),
                };
            default:
                return Node(relation.GetType().Name, []);
        }
    }

    private PlanNode Scan(BoundScan scan)
    {
        var node = new PlanNode("TableScan", [.. scan.Columns.Where(column => !column.Column.IsHidden).Select(column => column.Symbol)])
        {
            Descriptor = [("table", $"{scan.Table.Name.Catalog}:{scan.Table.Name.Schema}:{scan.Table.Name.Table}")],
            Scan = scan,
            Filter = _filters.FilterOf(scan),
            Step = StepKeys.Of(scan),
        };
        return Filtered(node, scan.RowFilter, StepKeys.Allowed(scan));
    }

    private ImmutableArray<string> Columns(BoundScan scan, Func<ColumnSymbol, bool> kept) =>
    [
        .. scan.Columns.Where(column => !column.Column.IsHidden && kept(column.Symbol)).Select(column =>
            $"{Expressions.Name(column.Symbol)} := {column.Column.Name}:{column.Column.Type.ToHive()}:{(column.Column.IsPartition ? "PARTITION_KEY" : "REGULAR")}"),
    ];

    private PlanNode Join(BoundJoin join)
    {
        if (join.On is not null && join.Kind is JoinKind.Inner or JoinKind.Cross)
        {
            _filters.Push(join.On!, join);
        }

        var (left, right) = (Relation(join.Left), Relation(join.Right));
        ImmutableArray<ColumnSymbol> outputs = [.. left.Outputs, .. right.Outputs];
        var name = join.Right is BoundUnnest ? $"{(join.Kind == JoinKind.Left ? "LeftJoin" : "CrossJoin")} Unnest" : $"{join.Kind}Join";
        if (join.Right is BoundUnnest)
        {
            return right with { Name = name, Outputs = outputs, Children = [left], Step = StepKeys.Of(join) };
        }

        return Node(name, outputs, left, right) with { Descriptor = join.On is null ? [] : [("criteria", Expressions.Text(join.On))], Step = StepKeys.Of(join) };
    }

    private PlanNode Unnest(BoundUnnest unnest)
    {
        var made = unnest.Arguments.SelectMany(argument => argument.Columns);
        ImmutableArray<ColumnSymbol> outputs = unnest.Ordinality is null ? [.. made] : [.. made, unnest.Ordinality];
        return Node("Unnest", outputs, Node("Values", []) with { Details = ["()"] }) with
        {
            Step = StepKeys.Of(unnest),
            Descriptor = [("unnest", $"[{string.Join(", ", unnest.Arguments.Select(argument => $"{Expressions.Text(argument.Value)}:{argument.Value.Type}"))}]")],
        };
    }

    private string Symbols(ImmutableArray<ColumnSymbol> symbols)
    {
        Expressions.Use(symbols);
        return $"[{string.Join(", ", symbols.Select(Expressions.Name))}]";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
