using System.Collections.Immutable;

namespace Weir.Kernel.Identity.Policies;

/// <summary>A parsed policy. Immutable.</summary>
public sealed class PolicyDocument
{
    internal PolicyDocument(ImmutableArray<PolicyStatement> statements) => Statements = statements;

    internal ImmutableArray<PolicyStatement> Statements { get; }

    /// <summary>Throws <see cref="PolicySyntaxException"/>.</summary>
    public static PolicyDocument Parse(string json, PolicyKind kind) => new PolicyReader(kind).Read(json);
}

/// <summary>What a policy is attached to; it decides which elements a statement must and may have.</summary>
public enum PolicyKind
{
    /// <summary>To a principal: no Principal; a Resource.</summary>
    Identity,

    /// <summary>To a resource: a Principal.</summary>
    Resource,

    /// <summary>To a role, saying who may assume it: a Principal, no Resource.</summary>
    Trust,
}

/// <summary>The policy's text is not a policy; the message is what IAM answers.</summary>
public sealed class PolicySyntaxException(string message) : Exception(message);

/// <summary>One statement. Empty arrays mean the element is absent.</summary>
internal sealed record PolicyStatement
{
    public required int Index { get; init; }

    public string? Sid { get; init; }

    public required bool IsAllow { get; init; }

    /// <summary>Null where the policy's own principal is meant.</summary>
    public PolicyPrincipals? Principals { get; init; }

    public bool IsNotPrincipal { get; init; }

    public ImmutableArray<PolicyPattern> Actions { get; init; } = [];

    public bool IsNotAction { get; init; }

    public ImmutableArray<PolicyPattern> Resources { get; init; } = [];

    public bool IsNotResource { get; init; }

    public ImmutableArray<PolicyCondition> Conditions { get; init; } = [];

    public string Name => Sid ?? $"statement {Index}";

    public bool Covers(string action, string resource, IConditionKeys keys) =>
        CoversAction(action, keys) && CoversResource(resource, keys) && ConditionsHold(keys);

    private bool CoversAction(string action, IConditionKeys keys)
    {
        foreach (var pattern in Actions)
        {
            if (pattern.Matches(action, keys, ignoreCase: true))
            {
                return !IsNotAction;
            }
        }

        return IsNotAction;
    }

    private bool CoversResource(string resource, IConditionKeys keys)
    {
        if (Resources.IsEmpty)
        {
            return true; // trust policies, and resource policies of services that leave it out
        }

        foreach (var pattern in Resources)
        {
            if (pattern.Matches(resource, keys))
            {
                return !IsNotResource;
            }
        }

        return IsNotResource;
    }

    private bool ConditionsHold(IConditionKeys keys)
    {
        foreach (var condition in Conditions)
        {
            if (!condition.Holds(keys))
            {
                return false;
            }
        }

        return true;
    }
}
