using System.Collections.Immutable;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Carries conditions down to the scans whose partition columns they speak of. A hint: DuckDB checks them again.</summary>
/// <param name="constants">Computes the constants in conditions.</param>
/// <param name="print">An expression as DuckDB text.</param>
internal sealed class PartitionPushdown(Func<BoundExpression, BoundExpression> constants, Func<BoundExpression, string> print)
{
    private readonly Dictionary<BoundScan, List<BoundExpression>> _pushed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundScan, List<BoundExpression>> _conditions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundCte, List<BoundCteReference>> _references = [];
    private readonly Dictionary<BoundCteReference, List<BoundExpression>> _ofReferences = new(ReferenceEqualityComparer.Instance);
    private bool _isTrial;

    public PartitionPredicate PredicateOf(BoundScan scan)
    {
        if (scan.RowFilter is not null)
        {
            Push(scan.RowFilter, scan);
        }

        var columns = scan.Columns.Where(column => column.Column.IsPartition).Select(column => (column.Symbol, column.Column.Type)).ToImmutableArray();
        return new(_pushed.TryGetValue(scan, out var list) ? [.. list] : [], columns, print);
    }

    /// <summary>What is known of the scan's columns; ask after <see cref="PredicateOf"/>.</summary>
    public ColumnFilter FilterOf(BoundScan scan) =>
        _conditions.TryGetValue(scan, out var list) ? ColumnFilterReader.Of(list, scan) : ColumnFilter.All;

    /// <summary>Whether a condition speaks of a scan's partition columns alone, so that all of it reaches the scan's predicate.</summary>
    public static bool IsOfPartitions(BoundExpression condition, BoundScan scan) =>
        condition is BoundCall { Name: "and" } both
            ? both.Arguments.All(term => IsOfPartitions(term, scan))
            : Conditions.Columns(condition) is { Count: > 0 } columns
                && columns.IsSubsetOf(scan.Columns.Where(column => column.Column.IsPartition).Select(column => column.Symbol.Id));

    public void Push(BoundExpression condition, BoundRelation relation)
    {
        foreach (var term in Conditions.Terms(condition))
        {
            Walk(term, relation, Add);
        }
    }

    /// <summary>Whether a condition would leave out partitions or files of a table below.</summary>
    public static bool Prunes(BoundExpression condition, BoundRelation relation)
    {
        var found = false;
        new PartitionPushdown(value => value, _ => "") { _isTrial = true }.Walk(
            condition, relation, (scan, reached) => found |= Known(reached, scan, column => column.IsPartition || column.PrunesFiles) is not null);
        return found;
    }

    /// <summary>A mention of a named query is printed: all of them must be before the query itself is.</summary>
    public void Mention(BoundCteReference reference)
    {
        if (!_references.TryGetValue(reference.Cte, out var list))
        {
            _references[reference.Cte] = list = [];
        }

        list.Add(reference);
    }

    /// <summary>What all mentions of a named query ask of it, one of them or the other, goes into it.</summary>
    public void Define(BoundCte cte)
    {
        if (cte is not { IsRecursive: false, Query: { } query } || !_references.TryGetValue(cte, out var references))
        {
            return;
        }

        ImmutableArray<BoundExpression?> wanted = [.. references.Select(reference =>
            _ofReferences.TryGetValue(reference, out var list) ? Conditions.All(list) : null)];
        if (!wanted.Contains(null))
        {
            foreach (var term in wanted is [var only] ? Conditions.Terms(only) : [Conditions.Or(wanted!)])
            {
                Into(term, query, Add);
            }
        }
    }

    private void Walk(BoundExpression condition, BoundRelation relation, Action<BoundScan, BoundExpression> reach)
    {
        switch (relation)
        {
            case BoundScan scan:
                reach(scan, condition);
                break;
            case BoundJoin join:
                if (join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Left)
                {
                    Walk(condition, join.Left, reach);
                }

                if (join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Right)
                {
                    Walk(condition, join.Right, reach);
                }

                break;
            case BoundExtended extended:
                Walk(
                    Conditions.Replaced(condition, [.. extended.Columns.Select(column => column.Symbol)], [.. extended.Columns.Select(column => column.Value)]),
                    extended.Relation, reach);
                break;
            case BoundSample sample:
                Walk(condition, sample.Relation, reach);
                break;
            case BoundDerived derived:
                Into(condition, derived.Query, reach);
                break;
            case BoundCteReference reference:
                Remember(condition, reference, reach);
                break;
            default:
                break;
        }
    }

    private void Remember(BoundExpression condition, BoundCteReference reference, Action<BoundScan, BoundExpression> reach)
    {
        var ids = reference.Columns.Select(column => column.Id).ToHashSet();
        if (reference.Cte is not { IsRecursive: false, Query: { } query } || Conditions.Weakened(condition, ids.Contains) is not { } known)
        {
            return;
        }

        var inner = Conditions.Replaced(known, reference.Columns, [.. query.Columns.Select(column => new BoundColumn(column))]);
        if (_isTrial)
        {
            Into(inner, query, reach);
            return;
        }

        if (!_ofReferences.TryGetValue(reference, out var list))
        {
            _ofReferences[reference] = list = [];
        }

        list.Add(inner);
    }

    private void Add(BoundScan scan, BoundExpression condition)
    {
        if (Conditions.Columns(condition) is { Count: > 0 } columns && columns.IsSubsetOf(scan.Columns.Select(column => column.Symbol.Id)))
        {
            Add(_conditions, scan, constants(condition));
        }

        if (Known(condition, scan, column => column.IsPartition) is { } known)
        {
            Add(_pushed, scan, constants(known));
        }
    }

    private static BoundExpression? Known(BoundExpression condition, BoundScan scan, Func<SqlColumn, bool> isKnown)
    {
        var ids = scan.Columns.Where(column => isKnown(column.Column)).Select(column => column.Symbol.Id).ToHashSet();
        return ids.Count == 0 ? null : Conditions.Weakened(condition, ids.Contains);
    }

    private static void Add(Dictionary<BoundScan, List<BoundExpression>> to, BoundScan scan, BoundExpression condition)
    {
        if (!to.TryGetValue(scan, out var list))
        {
            to[scan] = list = [];
        }

        list.Add(condition);
    }

    private void Into(BoundExpression condition, BoundQuery query, Action<BoundScan, BoundExpression> reach)
    {
        var ids = query.Columns.Select(column => column.Id).ToHashSet();
        if (query is not { Limit: null, Offset: null } || Conditions.Weakened(condition, ids.Contains) is not { } known)
        {
            return;
        }

        switch (query.Body)
        {
            case BoundSelect { From: { } from } select:
                if (Beneath(known, select) is { } beneath)
                {
                    foreach (var term in Conditions.Terms(beneath))
                    {
                        Walk(term, from, reach);
                    }
                }

                break;
            case BoundNested nested:
                Into(Conditions.Replaced(known, nested.Columns, nested.Items), nested.Query, reach);
                break;
            case BoundSetOperation operation:
                Into(Conditions.Replaced(known, operation.Columns, [.. operation.Left.Columns.Select(column => new BoundColumn(column))]), operation.Left, reach);
                Into(Conditions.Replaced(known, operation.Columns, [.. operation.Right.Columns.Select(column => new BoundColumn(column))]), operation.Right, reach);
                break;
            default:
                break;
        }
    }

    /// <summary>A condition on a query's columns as one on its rows, where it leaves groups and windows whole or out.</summary>
    private static BoundExpression? Beneath(BoundExpression condition, BoundSelect select)
    {
        var windows = select.Items.SelectMany(Windows).ToArray();
        var items = select.Columns.Select((column, at) => (column.Id, Item: select.IsAggregate ? OfKeys(select.Items[at], select) : select.Items[at]))
            .Where(entry => entry.Item is not null && Conditions.Columns(entry.Item) is not null
                && windows.All(window => window.PartitionBy.Any(key => ExpressionText.Of(key) == ExpressionText.Of(entry.Item))))
            .ToDictionary(entry => entry.Id, entry => entry.Item!);
        return Conditions.Weakened(condition, items.ContainsKey) is { } known
            ? Rewriter.Map(known, part => part is BoundColumn column ? items.GetValueOrDefault(column.Symbol.Id) : null)
            : null;
    }

    /// <summary>What a condition on groups says of their rows.</summary>
    public static BoundExpression? OfGroups(BoundExpression having, BoundSelect select)
    {
        var keys = CommonKeys(select);
        return Conditions.Weakened(having, keys.ContainsKey) is { } known ? OfKeys(known, select) : null;
    }

    private static IEnumerable<BoundWindow> Windows(BoundExpression item)
    {
        var found = new List<BoundWindow>();
        Rewriter.Any(item, part =>
        {
            if (part is BoundAggregate { Over: { } window })
            {
                found.Add(window);
            }

            return false;
        });
        return found;
    }

    /// <summary>An expression over the groups' keys, computed from rows; null when it is over more.</summary>
    private static BoundExpression? OfKeys(BoundExpression item, BoundSelect select)
    {
        var keys = CommonKeys(select);
        return Conditions.Columns(item) is { } columns && columns.All(keys.ContainsKey)
            ? Rewriter.Map(item, part => part is BoundColumn column ? keys.GetValueOrDefault(column.Symbol.Id) : null)
            : null;
    }

    /// <summary>The keys that every group has, as they are computed from rows.</summary>
    private static Dictionary<int, BoundExpression> CommonKeys(BoundSelect select) => select.GroupingSets is not { Length: > 0 } sets
        ? []
        : sets[0].Distinct().Where(key => sets.All(set => set.Contains(key))).ToDictionary(
            key => key.Id,
            key => select.Keys.FirstOrDefault(computed => computed.Symbol.Id == key.Id).Value ?? new BoundColumn(key));
}
