using System.Collections.Immutable;
using Weir.Engines.Sql.Binding;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Takes a SELECT apart into the steps that its plan shows, each a query over the one before, so that the rows of each can be counted.</summary>
internal sealed class SelectSteps
{
    /// <summary>Above all numbers that binding gives, below those of <see cref="CorrelatedLambdas"/>.</summary>
    private int _last = 1 << 29;

    /// <returns>The same query; of its steps only the last is not counted yet.</returns>
    public BoundQuery Of(BoundQuery query, BoundSelect select)
    {
        if (select.From is null)
        {
            return query with { Body = select with { IsStep = true } };
        }

        BoundRelation from = new BoundSource(select);
        from = select.Keys.IsEmpty ? from : new BoundExtended(from, select.Keys);
        var last = select with { From = from, Where = null, Keys = [], IsStep = true };
        var sorts = query.OrderBy;
        if (select.IsAggregate && Groups(last, ref sorts) is { } over)
        {
            last = over;
        }

        return Apart(query with { Body = last, OrderBy = sorts }, last);
    }

    /// <summary>Groups are made first; what stands above takes keys and aggregates from them as columns.</summary>
    private BoundSelect? Groups(BoundSelect select, ref ImmutableArray<BoundSort> sorts)
    {
        var found = new Dictionary<string, (ColumnSymbol Symbol, BoundExpression Value)>(StringComparer.Ordinal);
        BoundExpression Taken(BoundExpression expression) => Rewriter.Map(expression, part =>
        {
            if (part is not (BoundAggregate { Over: null } or BoundGrouping))
            {
                return null;
            }

            var text = ExpressionText.Of(part);
            if (!found.TryGetValue(text, out var known))
            {
                found[text] = known = (new ColumnSymbol(_last++, "", part.Type), part);
            }

            return new BoundColumn(known.Symbol);
        });

        var items = select.Items.Select(Taken).ToImmutableArray();
        var having = select.Having is null ? null : Taken(select.Having);
        ImmutableArray<BoundSort> keysOfOrder = [.. sorts.Select(sort => sort with { Key = Place(select.Items, sort.Key) is var place and >= 0 ? items[place] : Taken(sort.Key) })];
        ImmutableArray<ColumnSymbol> keys = [.. (select.GroupingSets ?? [[]]).SelectMany(set => set).DistinctBy(key => key.Id)];
        if (keys.IsEmpty && found.Count == 0)
        {
            return null;
        }

        sorts = keysOfOrder;
        BoundRelation groups = new BoundCounted(StepKeys.Groups(select), new BoundDerived(
            new(new BoundSelect(
                [.. keys, .. found.Values.Select(value => value.Symbol)],
                [.. keys.Select(key => new BoundColumn(key)), .. found.Values.Select(value => value.Value)])
            {
                From = select.From,
                IsAggregate = true,
                GroupingSets = select.GroupingSets,
                IsStep = true,
            }),
            IsLateral: false));
        groups = having is null ? groups : new BoundCounted(StepKeys.Having(select), new BoundFiltered(groups, having));
        return select with { From = groups, Items = items, IsAggregate = false, GroupingSets = null, Having = null };
    }

    /// <summary>Rows that are made distinct or that windows are computed over, before order and limits.</summary>
    private BoundQuery Apart(BoundQuery query, BoundSelect select)
    {
        var (items, columns) = (select.Items.ToList(), select.Columns.ToList());
        var hasTail = !query.OrderBy.IsEmpty || query.Limit is not null || query.Offset is not null;
        if (!hasTail || !IsCounted(query, select))
        {
            return query;
        }

        var sorts = ImmutableArray.CreateBuilder<BoundSort>();
        foreach (var sort in query.OrderBy)
        {
            var place = Place(select.Items, sort.Key);
            if (place < 0 && select.IsDistinct)
            {
                return query;
            }

            if (place < 0)
            {
                place = items.Count;
                items.Add(sort.Key);
                columns.Add(new(_last++, "", sort.Key.Type));
            }

            sorts.Add(sort with { Key = new BoundColumn(columns[place]) });
        }

        var inner = new BoundQuery(select with { Items = [.. items], Columns = [.. columns] });
        var outer = new BoundSelect(select.Columns, [.. select.Columns.Select(column => new BoundColumn(column))])
        {
            From = new BoundCounted(StepKeys.Rows(select), new BoundDerived(inner, IsLateral: false)),
            IsStep = true,
        };
        return query with { Body = outer, OrderBy = sorts.ToImmutable() };
    }

    /// <summary>Whether a SELECT's rows are a step of their own, and not just those of what it is from.</summary>
    public static bool IsCounted(BoundQuery query, BoundSelect select)
    {
        static bool HasWindow(BoundExpression expression) => Rewriter.Any(expression, part => part is BoundAggregate { Over: not null });
        return select.IsDistinct || select.From is null || select.Items.Any(HasWindow) || query.OrderBy.Any(sort => HasWindow(sort.Key));
    }

    private static int Place(ImmutableArray<BoundExpression> items, BoundExpression key)
    {
        for (var at = 0; at < items.Length; at++)
        {
            if (ReferenceEquals(items[at], key) || (items[at] is BoundColumn one && key is BoundColumn other && one.Symbol.Id == other.Symbol.Id))
            {
                return at;
            }
        }

        return -1;
    }
}
