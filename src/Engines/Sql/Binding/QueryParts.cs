using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Weir.Engines.Sql.Binding;

/// <summary>What a query is made of, the queries in it included: whether it can be answered by itself, and with which named queries.</summary>
internal sealed class QueryParts
{
    private readonly HashSet<int> _made = [];
    private readonly HashSet<int> _asked = [];
    private readonly Dictionary<BoundCte, int> _ctes = [];
    private bool _isOpaque;

    /// <summary>The named queries it speaks of, those that they speak of before them, and how often each is spoken of.</summary>
    public IReadOnlyDictionary<BoundCte, int> Ctes => _ctes;

    /// <summary>It speaks of no column from around it, and gives the same rows whenever it is asked.</summary>
    public bool IsClosed => !_isOpaque && _asked.IsSubsetOf(_made);

    public static QueryParts Of(BoundQuery query)
    {
        var parts = new QueryParts();
        parts.Query(query);
        return parts;
    }

    public static QueryParts Of(BoundRelation relation)
    {
        var parts = new QueryParts();
        parts.Relation(relation);
        return parts;
    }

    /// <summary>Whether a call answers differently each time.</summary>
    public static bool IsChanging(BoundExpression expression) => expression is BoundCall { Name: "random" or "rand" or "uuid" or "shuffle" };

    /// <summary>The query with the named queries it needs from around it.</summary>
    public BoundQuery Whole(BoundQuery query) =>
        query with { Ctes = [.. _ctes.Keys.Where(cte => !query.Ctes.Contains(cte)).OrderBy(cte => cte.Id), .. query.Ctes] };

    private void Query(BoundQuery query)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _isOpaque = true;
            return;
        }

        All(query.OrderBy.Select(sort => sort.Key));
        All([query.Limit, query.Offset]);
        _made.UnionWith(query.Columns.Select(column => column.Id));
        switch (query.Body)
        {
            case BoundSelect select:
                All(select.Items);
                All([select.Where, select.Having]);
                All(select.Keys.Select(key => key.Value));
                _made.UnionWith(select.Keys.Select(key => key.Symbol.Id));
                if (select.From is not null)
                {
                    Relation(select.From);
                }

                break;
            case BoundSetOperation operation:
                Query(operation.Left);
                Query(operation.Right);
                break;
            case BoundValues values:
                All(values.Rows.SelectMany(row => row));
                break;
            case BoundNested nested:
                All(nested.Items);
                Query(nested.Query);
                break;
            default:
                _isOpaque = true;
                break;
        }
    }

    private void Relation(BoundRelation relation)
    {
        switch (relation)
        {
            case BoundScan scan:
                _made.UnionWith(scan.Columns.Select(column => column.Symbol.Id));
                All([scan.RowFilter]);
                break;
            case BoundCteReference reference:
                _made.UnionWith(reference.Columns.Select(column => column.Id));
                Named(reference.Cte);
                break;
            case BoundDerived derived:
                Query(derived.Query);
                break;
            case BoundJoin join:
                Relation(join.Left);
                Relation(join.Right);
                All([join.On]);
                break;
            case BoundUnnest unnest:
                All(unnest.Arguments.Select(argument => argument.Value));
                _made.UnionWith(unnest.Arguments.SelectMany(argument => argument.Columns).Select(column => column.Id));
                if (unnest.Ordinality is { } ordinality)
                {
                    _made.Add(ordinality.Id);
                }

                break;
            case BoundExtended extended:
                Relation(extended.Relation);
                All(extended.Columns.Select(column => column.Value));
                _made.UnionWith(extended.Columns.Select(column => column.Symbol.Id));
                break;
            case BoundKept kept:
                _made.UnionWith(kept.Columns.Select(column => column.Id));
                break;
            default:
                // A sample, and what nobody thought of here.
                _isOpaque = true;
                break;
        }
    }

    private void Named(BoundCte cte)
    {
        var isNew = !_ctes.ContainsKey(cte);
        _ctes[cte] = _ctes.GetValueOrDefault(cte) + 1;
        if (cte.IsRecursive || cte.Query is null)
        {
            _isOpaque = true;
        }
        else if (isNew)
        {
            Query(cte.Query);
        }
    }

    private void All(IEnumerable<BoundExpression?> expressions)
    {
        foreach (var expression in expressions)
        {
            if (expression is not null)
            {
                Rewriter.Any(expression, Part);
            }
        }
    }

    private bool Part(BoundExpression part)
    {
        switch (part)
        {
            case BoundColumn column:
                _asked.Add(column.Symbol.Id);
                break;
            case BoundLambda lambda:
                _made.UnionWith(lambda.Parameters.Select(parameter => parameter.Id));
                break;
            case BoundSubquery subquery:
                Query(subquery.Query);
                break;
            default:
                _isOpaque |= IsChanging(part);
                break;
        }

        return false;
    }
}
