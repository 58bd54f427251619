using System.Collections.Immutable;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>FETCH FIRST … WITH TIES: the rows up to a number, and those that sort as the last of them does.</summary>
internal sealed class TiesBinder(BindContext context, QueryBinder queries)
{
    public BoundQuery Bind(BoundQuery query, long limit, long offset)
    {
        var width = query.Columns.Length;
        var (source, keys) = WithKeys(query);
        var sorts = query.OrderBy.Select((sort, i) => sort with { Key = keys[i] }).ToImmutableArray();
        var passed = source.Columns.Select(column => (BoundExpression)new BoundColumn(column)).ToImmutableArray();
        var window = new BoundWindow([], sorts, null);
        var ranked = queries.Wrapped(source,
        [
            .. passed,
            new BoundAggregate("row_number", SqlType.BigInt, "row_number(){M}", []) { Over = window },
            new BoundAggregate("rank", SqlType.BigInt, "rank(){M}", []) { Over = window },
        ]);
        var columns = ranked.Columns.Select(column => (BoundExpression)new BoundColumn(column)).ToImmutableArray();
        var kept = limit > long.MaxValue - offset ? long.MaxValue : limit + offset;
        var filtered = new BoundSelect(
            [.. query.Columns.Select(column => context.Symbol(column.Name, column.Type))], columns[..width])
        {
            From = new BoundDerived(ranked, IsLateral: false),
            Where = new BoundCall(
                "ties", SqlType.Boolean, "({0} > {2} AND {1} <= {3})",
                [columns[^2], columns[^1], Literals.Long(offset), Literals.Long(limit == 0 ? 0 : kept)]),
        };
        return new(filtered)
        {
            OrderBy = [.. sorts.Select(sort => sort with { Key = columns[passed.IndexOf(sort.Key)] })],
        };
    }

    /// <summary>The query unsorted, with the keys it is sorted by among its columns.</summary>
    private (BoundQuery Source, ImmutableArray<BoundExpression> Keys) WithKeys(BoundQuery query)
    {
        if (query.Body is not BoundSelect select)
        {
            return (query with { OrderBy = [] }, [.. query.OrderBy.Select(sort => sort.Key)]);
        }

        var columns = select.Columns.ToBuilder();
        var items = select.Items.ToBuilder();
        var keys = ImmutableArray.CreateBuilder<BoundExpression>();
        foreach (var sort in query.OrderBy)
        {
            var text = ExpressionText.Of(sort.Key);
            var place = items.ToImmutable().ToList().FindIndex(item => ReferenceEquals(item, sort.Key) || ExpressionText.Of(item) == text);
            if (place < 0)
            {
                place = items.Count;
                items.Add(sort.Key);
                columns.Add(context.Symbol("", sort.Key.Type));
            }

            keys.Add(new BoundColumn(columns[place]));
        }

        return (new(select with { Columns = columns.ToImmutable(), Items = items.ToImmutable() }), keys.ToImmutable());
    }
}
