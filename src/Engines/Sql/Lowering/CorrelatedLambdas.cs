using System.Collections.Immutable;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>
/// DuckDB looks for all columns of a call with a lambda in one place, the query's own relations or those around it: a SELECT in which such
/// a call takes from both gets the columns around it as columns of its own.
/// </summary>
internal sealed class CorrelatedLambdas
{
    /// <summary>Above all numbers that binding gives.</summary>
    private int _last = 1 << 30;

    public BoundQuery Local(BoundQuery query)
    {
        if (query.Body is not BoundSelect select)
        {
            return query;
        }

        var from = select.From ?? Nothing();

        var own = Produced(from).Concat(select.Keys.Select(key => key.Symbol)).Select(column => column.Id).ToHashSet();
        var parameters = new HashSet<int>();
        var taken = new Dictionary<int, (ColumnSymbol Symbol, BoundExpression Value)>();
        var items = select.Items.Select(item => Mapped(item, select.IsAggregate)).ToImmutableArray();
        var sorts = query.OrderBy.Select(sort => sort with { Key = MappedKey(sort.Key) }).ToImmutableArray();
        var local = select with
        {
            Items = items,
            Where = select.Where is null ? null : Mapped(select.Where, false),
            Keys = [.. select.Keys.Select(key => (key.Symbol, Mapped(key.Value, false)))],
            Having = select.Having is null ? null : Mapped(select.Having, true),
        };
        return taken.Count == 0 ? query : query with { Body = local with { From = new BoundExtended(from, [.. taken.Values]) }, OrderBy = sorts };

        // A key that is one of the items stays the same as it.
        BoundExpression MappedKey(BoundExpression key)
        {
            for (var at = 0; at < items.Length; at++)
            {
                if (ReferenceEquals(select.Items[at], key))
                {
                    return items[at];
                }
            }

            return Mapped(key, select.IsAggregate);
        }

        // After grouping only what is inside aggregates can take from the relation.
        BoundExpression Mapped(BoundExpression expression, bool isGrouped)
        {
            Rewriter.Any(expression, part =>
            {
                parameters.UnionWith(part is BoundLambda lambda ? lambda.Parameters.Select(parameter => parameter.Id) : []);
                return false;
            });
            return Rewriter.Map(expression, part => part switch
            {
                BoundAggregate aggregate when isGrouped => Mixes(aggregate) ? Taken(aggregate) : aggregate,
                BoundCall call when !isGrouped && HasLambda(call) && Mixes(call) => Taken(call),
                _ => null,
            });
        }

        bool Mixes(BoundExpression expression)
        {
            var (isOwn, isOther, hasLambda) = (select.From is null, false, false);
            Rewriter.Any(expression, part =>
            {
                hasLambda |= part is BoundCall call && HasLambda(call);
                isOwn |= part is BoundSubquery;
                if (part is BoundColumn column && !parameters.Contains(column.Symbol.Id))
                {
                    isOwn |= own.Contains(column.Symbol.Id);
                    isOther |= !own.Contains(column.Symbol.Id);
                }

                return false;
            });
            return isOwn && isOther && hasLambda;
        }

        BoundExpression Taken(BoundExpression expression) =>
            Rewriter.Map(expression, part =>
            {
                if (part is not BoundColumn { Symbol: var symbol } || own.Contains(symbol.Id) || parameters.Contains(symbol.Id))
                {
                    return null;
                }

                if (!taken.TryGetValue(symbol.Id, out var known))
                {
                    taken[symbol.Id] = known = (symbol with { Id = _last++ }, part);
                }

                return new BoundColumn(known.Symbol);
            });
    }

    /// <summary>One row, for a SELECT from nothing.</summary>
    private BoundDerived Nothing() =>
        new(new(new BoundSelect([new(_last++, "", SqlType.Integer)], [new BoundLiteral(SqlType.Integer, 1L, "1")])), IsLateral: false);

    /// <summary>Our macros may have lambdas too.</summary>
    private static bool HasLambda(BoundCall call) =>
        call.Arguments.Any(argument => argument is BoundLambda)
        || call.Template.Contains("lambda", StringComparison.Ordinal) || call.Template.Contains("weir_", StringComparison.Ordinal);

    private static IEnumerable<ColumnSymbol> Produced(BoundRelation relation) => relation switch
    {
        BoundScan scan => scan.Columns.Select(column => column.Symbol),
        BoundCteReference reference => reference.Columns,
        BoundDerived derived => derived.Query.Columns,
        BoundJoin join => Produced(join.Left).Concat(Produced(join.Right)),
        BoundUnnest unnest => unnest.Arguments.SelectMany(argument => argument.Columns).Concat(unnest.Ordinality is { } ordinality ? [ordinality] : []),
        BoundSample sample => Produced(sample.Relation),
        BoundExtended extended => Produced(extended.Relation).Concat(extended.Columns.Select(column => column.Symbol)),
        _ => [],
    };
}
