using System.Collections.Immutable;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>What a condition says of some columns alone.</summary>
internal static class Conditions
{
    public static IEnumerable<BoundExpression> Terms(BoundExpression? condition) => condition switch
    {
        null => [],
        BoundCall { Name: "and" } both => both.Arguments.SelectMany(Terms),
        _ => [condition],
    };

    public static BoundExpression? All(IReadOnlyCollection<BoundExpression> terms) => terms.Count switch
    {
        0 => null,
        1 => terms.First(),
        _ => And([.. terms]),
    };

    public static BoundCall And(ImmutableArray<BoundExpression> terms) => new("and", SqlType.Boolean, "({* AND })", terms);

    public static BoundCall Or(ImmutableArray<BoundExpression> terms) => new("or", SqlType.Boolean, "({* OR })", terms);

    /// <summary>A condition over such columns alone that is true wherever this one is; null when nothing can be said.</summary>
    /// <param name="isKnown">Of a column's number.</param>
    public static BoundExpression? Weakened(BoundExpression condition, Func<int, bool> isKnown)
    {
        if (Columns(condition) is { } columns && columns.All(isKnown))
        {
            return columns.Count == 0 ? null : condition;
        }

        switch (condition)
        {
            case BoundCall { Name: "and" } both:
                BoundExpression[] terms = [.. both.Arguments.Select(term => Weakened(term, isKnown)).OfType<BoundExpression>()];
                return All(terms);
            case BoundCall { Name: "or" } either:
                ImmutableArray<BoundExpression?> options = [.. either.Arguments.Select(term => Weakened(term, isKnown))];
                return options.Contains(null) ? null : Or(options!);
            case BoundCall { Name: "not", Arguments: [BoundCall { Name: "and" } both] }:
                return Weakened(Or([.. both.Arguments.Select(term => (BoundExpression)ExpressionBinder.Not(term))]), isKnown);
            case BoundCall { Name: "not", Arguments: [BoundCall { Name: "or" } either] }:
                return Weakened(And([.. either.Arguments.Select(term => (BoundExpression)ExpressionBinder.Not(term))]), isKnown);
            case BoundCall { Name: "not", Arguments: [BoundCall { Name: "not" } twice] }:
                return Weakened(twice.Arguments[0], isKnown);
            default:
                return null;
        }
    }

    /// <summary>The columns an expression speaks of; null when it cannot be computed from them alone, or not twice with the same value.</summary>
    public static HashSet<int>? Columns(BoundExpression expression)
    {
        var (asked, own) = (new HashSet<int>(), new HashSet<int>());
        var isOpaque = Rewriter.Any(expression, part =>
        {
            switch (part)
            {
                case BoundColumn column:
                    asked.Add(column.Symbol.Id);
                    return false;
                case BoundLambda lambda:
                    own.UnionWith(lambda.Parameters.Select(parameter => parameter.Id));
                    return false;
                default:
                    return part is BoundAggregate or BoundGrouping || (part is BoundSubquery subquery && !IsKept(subquery)) || QueryParts.IsChanging(part);
            }
        });
        if (isOpaque)
        {
            return null;
        }

        asked.ExceptWith(own);
        return asked;
    }

    public static BoundExpression Replaced(BoundExpression condition, ImmutableArray<ColumnSymbol> columns, ImmutableArray<BoundExpression> items) =>
        Rewriter.Map(condition, part =>
        {
            if (part is not BoundColumn column)
            {
                return null;
            }

            var place = columns.IndexOf(column.Symbol);
            return place < 0 ? null : items[place];
        });

    /// <summary>Its rows are there already.</summary>
    private static bool IsKept(BoundSubquery subquery) => subquery.Query.Body is BoundSelect { From: BoundKept };
}
