namespace Weir.Kernel.Identity.Policies;

/// <summary>Everything a decision depends on.</summary>
public sealed record PolicyQuestion
{
    public required Caller Caller { get; init; }

    public required string Action { get; init; }

    public required string Resource { get; init; }

    /// <summary>The account that owns the resource.</summary>
    public required string ResourceAccount { get; init; }

    public required IConditionKeys Keys { get; init; }

    public PrincipalPolicies Policies { get; init; } = PrincipalPolicies.None;

    public IReadOnlyList<NamedPolicy> SessionPolicies { get; init; } = [];

    public NamedPolicy? ResourcePolicy { get; init; }

    /// <summary>A grant beside all policies (root in its account, a service's own).</summary>
    public bool IsGranted { get; init; }
}

/// <summary>The rules by which IAM combines policies. Pure.</summary>
/// <remarks>Source: "Policy evaluation logic", IAM User Guide.</remarks>
public static class PolicyEvaluator
{
    public static PolicyDecision Decide(PolicyQuestion question)
    {
        if (ExplicitDeny(question) is { } denied)
        {
            return denied;
        }

        var (granted, grantStatement) = ResourceGrant(question);
        return question.ResourceAccount == question.Caller.Account
            ? SameAccount(question, granted, grantStatement)
            : CrossAccount(question, granted, grantStatement);
    }

    /// <summary>True when the policy (a trust policy, for example) lets the caller do it, and does not forbid it.</summary>
    public static bool IsAllowedBy(PolicyDocument policy, Caller caller, string action, string resource, IConditionKeys keys)
    {
        var isAllowed = false;
        foreach (var statement in policy.Statements)
        {
            if (MatchOf(statement, caller) > PrincipalMatch.None && statement.Covers(action, resource, keys))
            {
                if (!statement.IsAllow)
                {
                    return false;
                }

                isAllowed = true;
            }
        }

        return isAllowed;
    }

    private static PolicyDecision? ExplicitDeny(PolicyQuestion question)
    {
        foreach (var policy in question.Policies.Identity)
        {
            if (DenyOf(policy, question, DecisionReason.DeniedByIdentityPolicy) is { } denied)
            {
                return denied;
            }
        }

        if (DenyOf(question.ResourcePolicy, question, DecisionReason.DeniedByResourcePolicy) is { } byResource)
        {
            return byResource;
        }

        foreach (var policy in question.SessionPolicies)
        {
            if (DenyOf(policy, question, DecisionReason.DeniedBySessionPolicy) is { } denied)
            {
                return denied;
            }
        }

        return DenyOf(question.Policies.Boundary, question, DecisionReason.DeniedByBoundary);
    }

    private static PolicyDecision? DenyOf(NamedPolicy? policy, PolicyQuestion question, DecisionReason reason)
    {
        if (policy is { Document: null })
        {
            // What it was meant to forbid cannot be known.
            return new(reason, policy.Name, "unreadable");
        }

        return policy is not null && Find(policy, question, isAllow: false) is { } statement
            ? new(reason, policy.Name, statement.Name)
            : null;
    }

    private static PolicyDecision SameAccount(PolicyQuestion question, PrincipalMatch granted, PolicyStatement? statement)
    {
        if (question.IsGranted)
        {
            return new(DecisionReason.Allowed, "grant");
        }

        if (granted == PrincipalMatch.Exact)
        {
            return new(DecisionReason.Allowed, question.ResourcePolicy!.Name, statement!.Name);
        }

        if (granted == PrincipalMatch.Role)
        {
            // Naming the role stands in for its identity policies; what narrows the session still narrows it.
            return Limits(question) ?? new(DecisionReason.Allowed, question.ResourcePolicy!.Name, statement!.Name);
        }

        return question.Caller.Kind is CallerKind.Service or CallerKind.Anonymous
            ? new(DecisionReason.NoResourcePolicy)
            : OwnSide(question);
    }

    private static PolicyDecision CrossAccount(PolicyQuestion question, PrincipalMatch granted, PolicyStatement? statement)
    {
        if (granted == PrincipalMatch.None)
        {
            return new(DecisionReason.NoResourcePolicy);
        }

        var allowed = new PolicyDecision(DecisionReason.Allowed, question.ResourcePolicy!.Name, statement!.Name);
        if (question.Caller.Kind is CallerKind.Root or CallerKind.Service or CallerKind.Anonymous)
        {
            return allowed;
        }

        var own = OwnSide(question);
        return own.IsAllowed ? allowed : own;
    }

    /// <summary>Identity policies, narrowed by the boundary and the session's policies.</summary>
    private static PolicyDecision OwnSide(PolicyQuestion question)
    {
        foreach (var policy in question.Policies.Identity)
        {
            if (Find(policy, question, isAllow: true) is { } statement)
            {
                return Limits(question) ?? new(DecisionReason.Allowed, policy.Name, statement.Name);
            }
        }

        return new(DecisionReason.NoIdentityPolicy);
    }

    private static PolicyDecision? Limits(PolicyQuestion question)
    {
        if (question.Policies.Boundary is { } boundary && Find(boundary, question, isAllow: true) is null)
        {
            return new(DecisionReason.NoBoundary, boundary.Name);
        }

        var isWithinSession = question.SessionPolicies.Count == 0
            || question.SessionPolicies.Any(policy => Find(policy, question, isAllow: true) is not null);
        return isWithinSession ? null : new(DecisionReason.NoSessionPolicy);
    }

    private static (PrincipalMatch, PolicyStatement?) ResourceGrant(PolicyQuestion question)
    {
        var best = PrincipalMatch.None;
        PolicyStatement? granting = null;
        foreach (var statement in question.ResourcePolicy?.Document?.Statements ?? [])
        {
            var match = statement.IsAllow ? MatchOf(statement, question.Caller) : PrincipalMatch.None;
            if (match > best && statement.Covers(question.Action, question.Resource, question.Keys))
            {
                (best, granting) = (match, statement);
            }
        }

        return (best, granting);
    }

    private static PolicyStatement? Find(NamedPolicy policy, PolicyQuestion question, bool isAllow)
    {
        foreach (var statement in policy.Document?.Statements ?? [])
        {
            var isMeant = statement.IsAllow == isAllow
                && (statement.Principals is null || MatchOf(statement, question.Caller) > PrincipalMatch.None);
            if (isMeant && statement.Covers(question.Action, question.Resource, question.Keys))
            {
                return statement;
            }
        }

        return null;
    }

    private static PrincipalMatch MatchOf(PolicyStatement statement, Caller caller)
    {
        var match = statement.Principals?.Match(caller) ?? PrincipalMatch.None;
        return !statement.IsNotPrincipal ? match
            : match == PrincipalMatch.None ? PrincipalMatch.Exact
            : PrincipalMatch.None;
    }
}
