using System.Collections.Immutable;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Carries conditions down to the scans whose partition columns alone they speak of. A hint: DuckDB checks them again.</summary>
internal sealed class PartitionPushdown
{
    private readonly Dictionary<BoundScan, List<BoundExpression>> _pushed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundScan, List<BoundExpression>> _conditions = new(ReferenceEqualityComparer.Instance);

    public PartitionPredicate PredicateOf(BoundScan scan)
    {
        if (scan.RowFilter is not null)
        {
            Push(scan.RowFilter, scan);
        }

        var columns = scan.Columns.Where(column => column.Column.IsPartition).Select(column => (column.Symbol.Id, column.Column.Type)).ToImmutableArray();
        return new(_pushed.TryGetValue(scan, out var list) ? [.. list] : [], columns);
    }

    /// <summary>What is known of the scan's columns; ask after <see cref="PredicateOf"/>.</summary>
    public ColumnFilter FilterOf(BoundScan scan) =>
        _conditions.TryGetValue(scan, out var list) ? ColumnFilterReader.Of(list, scan) : ColumnFilter.All;

    /// <summary>Whether a condition speaks of a scan's partition columns alone, so that all of it reaches the scan's predicate.</summary>
    public static bool IsOfPartitions(BoundExpression condition, BoundScan scan) =>
        condition is BoundCall { Name: "and" } both
            ? both.Arguments.All(term => IsOfPartitions(term, scan))
            : Columns(condition) is { Count: > 0 } columns
                && columns.IsSubsetOf(scan.Columns.Where(column => column.Column.IsPartition).Select(column => column.Symbol.Id));

    public void Push(BoundExpression condition, BoundRelation relation)
    {
        if (condition is BoundCall { Name: "and" } both)
        {
            foreach (var term in both.Arguments)
            {
                Push(term, relation);
            }

            return;
        }

        switch (relation)
        {
            case BoundScan scan when Columns(condition) is { Count: > 0 } columns:
                if (columns.IsSubsetOf(scan.Columns.Select(column => column.Symbol.Id)))
                {
                    Add(_conditions, scan, condition);
                }

                if (columns.IsSubsetOf(scan.Columns.Where(column => column.Column.IsPartition).Select(column => column.Symbol.Id)))
                {
                    Add(_pushed, scan, condition);
                }

                break;
            case BoundJoin join:
                if (join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Left)
                {
                    Push(condition, join.Left);
                }

                if (join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Right)
                {
                    Push(condition, join.Right);
                }

                break;
            case BoundSample sample:
                Push(condition, sample.Relation);
                break;
            case BoundDerived { Query: { Limit: null, Offset: null } query }:
                Into(condition, query);
                break;
            default:
                break;
        }
    }

    private static void Add(Dictionary<BoundScan, List<BoundExpression>> to, BoundScan scan, BoundExpression condition)
    {
        if (!to.TryGetValue(scan, out var list))
        {
            to[scan] = list = [];
        }

        list.Add(condition);
    }

    private void Into(BoundExpression condition, BoundQuery query)
    {
        if (query is not { Limit: null, Offset: null } || !Columns(condition).IsSubsetOf(query.Columns.Select(column => column.Id)))
        {
            return;
        }

        switch (query.Body)
        {
            case BoundSelect { IsAggregate: false, From: { } from } select
                when !select.Items.Any(item => Rewriter.Any(item, part => part is BoundAggregate or BoundSubquery)):
                Push(Replaced(condition, select.Columns, select.Items), from);
                break;
            case BoundNested nested:
                Into(Replaced(condition, nested.Columns, nested.Items), nested.Query);
                break;
            case BoundSetOperation { Operator: SetOperator.Union } union:
                Into(Replaced(condition, union.Columns, [.. union.Left.Columns.Select(column => new BoundColumn(column))]), union.Left);
                Into(Replaced(condition, union.Columns, [.. union.Right.Columns.Select(column => new BoundColumn(column))]), union.Right);
                break;
            default:
                break;
        }
    }

    private static BoundExpression Replaced(BoundExpression condition, ImmutableArray<ColumnSymbol> columns, ImmutableArray<BoundExpression> items) =>
        Rewriter.Map(condition, part =>
        {
            if (part is not BoundColumn column)
            {
                return null;
            }

            var place = columns.IndexOf(column.Symbol);
            return place < 0 ? null : items[place];
        });

    /// <summary>Columns a condition speaks of; none when it cannot be judged alone.</summary>
    private static HashSet<int> Columns(BoundExpression condition)
    {
        var ids = new HashSet<int>();
        var opaque = Rewriter.Any(condition, part =>
        {
            if (part is BoundColumn column)
            {
                ids.Add(column.Symbol.Id);
            }

            return part is BoundSubquery or BoundAggregate or BoundLambda;
        });
        return opaque ? [] : ids;
    }
}
