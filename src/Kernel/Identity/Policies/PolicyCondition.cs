using System.Collections.Immutable;

namespace Weir.Kernel.Identity.Policies;

internal enum ConditionQuantifier
{
    /// <summary>The key has one value; if it has several, one that fits is enough.</summary>
    None,
    ForAnyValue,
    ForAllValues,
}

/// <summary>One operator over one key: <c>"StringLikeIfExists": {"s3:prefix": ["a/*", "b/*"]}</c>.</summary>
internal sealed record PolicyCondition
{
    public required string Key { get; init; }

    public required ConditionOperator Operator { get; init; }

    public ConditionQuantifier Quantifier { get; init; }

    public bool IsIfExists { get; init; }

    public required ImmutableArray<PolicyPattern> Values { get; init; }

    public bool Holds(IConditionKeys keys)
    {
        var actual = keys.Find(Key);
        if (Operator.IsNull)
        {
            var isAbsent = actual is null or { Count: 0 };
            return Values.Any(value => bool.TryParse(value.Source, out var isAbsenceWanted) && isAbsenceWanted == isAbsent);
        }

        if (actual is null or { Count: 0 })
        {
            return IsIfExists || Quantifier == ConditionQuantifier.ForAllValues
                || (Operator.IsNegated && Quantifier == ConditionQuantifier.None);
        }

        return Quantifier switch
        {
            ConditionQuantifier.ForAllValues => actual.All(value => Fits(value, keys) != Operator.IsNegated),
            ConditionQuantifier.ForAnyValue => actual.Any(value => Fits(value, keys) != Operator.IsNegated),
            ConditionQuantifier.None => actual.Any(value => Fits(value, keys)) != Operator.IsNegated,
        };
    }

    private bool Fits(string actual, IConditionKeys keys)
    {
        foreach (var pattern in Values)
        {
            if (pattern.Resolve(keys) is { } wanted && Operator.Fits(actual, wanted))
            {
                return true;
            }
        }

        return false;
    }
}
