using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Scanning;

/// <summary>What is known of a column's values in a file, a partition or a manifest. Null bounds: not known.</summary>
/// <param name="IsExact">Lower and upper are the one value all rows have.</param>
public sealed record ColumnBounds(object? Lower, object? Upper, bool MayHaveNull = true, bool IsAllNull = false, bool IsExact = false);

/// <summary>Decides from bounds whether any row can match a filter. In doubt it can.</summary>
public static class BoundsCheck
{
    /// <param name="boundsOf">What is known of a field; null when nothing is.</param>
    public static bool MayMatch(Filter filter, Func<int, ColumnBounds?> boundsOf) => filter switch
    {
        AllOf all => all.Terms.All(term => MayMatch(term, boundsOf)),
        AnyOf any => any.Terms.Any(term => MayMatch(term, boundsOf)),
        Comparison comparison => boundsOf(comparison.FieldId) is not { } bounds || MayMatch(comparison, bounds),
        _ => true,
    };

    private static bool MayMatch(Comparison comparison, ColumnBounds bounds)
    {
        switch (comparison.Operator)
        {
            case FilterOperator.IsNull:
                return bounds.MayHaveNull;
            case FilterOperator.NotNull:
                return !bounds.IsAllNull;
        }

        // Comparisons with NULL are never true.
        if (bounds.IsAllNull)
        {
            return false;
        }

        if (comparison.Operator is FilterOperator.Equal or FilterOperator.In)
        {
            return comparison.Values.Any(wanted => IsWithin(bounds, wanted));
        }

        var value = comparison.Values[0];
        return comparison.Operator switch
        {
            FilterOperator.Less => Order(bounds.Lower, value) is null or < 0,
            FilterOperator.LessOrEqual => Order(bounds.Lower, value) is null or <= 0,
            FilterOperator.Greater => Order(bounds.Upper, value) is null or > 0,
            FilterOperator.GreaterOrEqual => Order(bounds.Upper, value) is null or >= 0,
            FilterOperator.NotEqual => !bounds.IsExact || Order(bounds.Lower, value) is not 0,
            FilterOperator.StartsWith => MayStart(bounds, (string)value),
            _ => true,
        };
    }

    private static bool IsWithin(ColumnBounds bounds, object value) =>
        Order(bounds.Lower, value) is null or <= 0 && Order(bounds.Upper, value) is null or >= 0;

    /// <summary>Null where there is no bound, or one of a type that the column never had: it says nothing.</summary>
    private static int? Order(object? bound, object value) => bound is not null && Values.CanCompare(bound, value) ? Values.Compare(bound, value) : null;

    private static bool MayStart(ColumnBounds bounds, string prefix)
    {
        if (bounds.Lower is string lower && Values.Compare(lower, prefix) > 0 && !lower.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        // An upper bound that is a shorter piece of the prefix says too little.
        return bounds.Upper is not string upper || Values.Compare(upper, prefix) >= 0;
    }
}
