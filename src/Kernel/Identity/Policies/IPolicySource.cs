namespace Weir.Kernel.Identity.Policies;

/// <summary>Knows the policies of some principals: IAM those of users and roles, IoT those of devices.</summary>
/// <remarks>Asked on each request, so it answers from memory or a few indexed reads. Safe from any thread.</remarks>
public interface IPolicySource
{
    /// <summary>Null when this source does not know the principal.</summary>
    PrincipalPolicies? PoliciesOf(Caller caller);
}

/// <summary>What is attached to a principal.</summary>
public sealed record PrincipalPolicies
{
    public static PrincipalPolicies None { get; } = new();

    public IReadOnlyList<NamedPolicy> Identity { get; init; } = [];

    public NamedPolicy? Boundary { get; init; }

    /// <summary>For <c>aws:PrincipalTag/…</c>.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <param name="Name">As the audit record shows it.</param>
/// <param name="Document">Null when the stored text is no policy: everything it could forbid is forbidden.</param>
public sealed record NamedPolicy(string Name, PolicyDocument? Document);

/// <summary>What a service may always do in its own name, as its documentation says, without a resource policy.</summary>
/// <param name="Principal">For example <c>delivery.logs.amazonaws.com</c>.</param>
/// <param name="Action">A pattern: <c>logs:*</c>.</param>
public sealed record ServiceGrant(string Principal, string Action);
