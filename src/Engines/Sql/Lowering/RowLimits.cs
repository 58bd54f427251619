using Weir.Engines.Sql.Binding;

namespace Weir.Engines.Sql.Lowering;

/// <summary>
/// How many rows of what lies beneath a LIMIT are looked at: known where nothing between them orders, groups, joins or drops rows. One
/// instance serves one statement; consumers are printed before producers, so a named query knows all who refer to it.
/// </summary>
internal sealed class RowLimits
{
    /// <summary>By named query; a null is someone who wants all rows.</summary>
    private readonly Dictionary<int, long?> _ctes = [];

    /// <summary>Rows of a query's body, from those of its result.</summary>
    public static long? OfBody(BoundQuery query, long? rowsMax)
    {
        if (!query.OrderBy.IsEmpty || query.WithTies)
        {
            return null;
        }

        if (query.Limit is not null)
        {
            if (query.Limit is not BoundLiteral { Value: long limit })
            {
                return rowsMax is null || query.Offset is not null ? null : rowsMax;
            }

            rowsMax = Math.Min(limit, rowsMax ?? limit);
        }

        return query.Offset switch
        {
            null => rowsMax,
            BoundLiteral { Value: long offset } when rowsMax <= long.MaxValue - offset => rowsMax + offset,
            _ => null,
        };
    }

    /// <summary>Rows of what a SELECT is from, from those of its body.</summary>
    public static long? OfSource(BoundSelect select, long? rowsMax)
    {
        var isPlain = select is { IsAggregate: false, IsDistinct: false, GroupingSets: null, Having: null, Keys.IsEmpty: true }
            && !select.Items.Any(item => Rewriter.Any(item, part => part is BoundAggregate));
        var keepsAll = select.Where is null || (select.From is BoundScan scan && PartitionPushdown.IsOfPartitions(select.Where, scan));
        return isPlain && keepsAll ? rowsMax : null;
    }

    /// <summary>Notes a reference to a named query.</summary>
    public void Refer(BoundCte cte, long? rowsMax) =>
        _ctes[cte.Id] = _ctes.TryGetValue(cte.Id, out var known) ? rowsMax is null || known is null ? null : Math.Max(rowsMax.Value, known.Value) : rowsMax;

    /// <summary>The most rows of it that anyone looks at.</summary>
    public long? Of(BoundCte cte) => _ctes.GetValueOrDefault(cte.Id);
}
