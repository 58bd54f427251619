namespace Weir.Kernel.Identity.Policies;

/// <summary>The outcome of an authorization and what decided it.</summary>
/// <param name="Policy">The policy that decided, when one did.</param>
/// <param name="Statement">Its statement.</param>
public sealed record PolicyDecision(DecisionReason Reason, string? Policy = null, string? Statement = null)
{
    public bool IsAllowed => Reason == DecisionReason.Allowed;

    public bool IsExplicitDeny => Reason is DecisionReason.DeniedByIdentityPolicy or DecisionReason.DeniedByResourcePolicy
        or DecisionReason.DeniedBySessionPolicy or DecisionReason.DeniedByBoundary;
}

public enum DecisionReason
{
    Allowed,
    DeniedByIdentityPolicy,
    DeniedByResourcePolicy,
    DeniedBySessionPolicy,
    DeniedByBoundary,
    NoIdentityPolicy,
    NoResourcePolicy,
    NoSessionPolicy,
    NoBoundary,
}
