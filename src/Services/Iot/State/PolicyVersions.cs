using Weir.Services.Iot.Domain;

namespace Weir.Services.Iot.State;

/// <summary>What several operations do with policies.</summary>
internal static class PolicyVersions
{
    public static PolicyVersionState Require(PolicyState policy, string id) =>
        policy.Versions.FirstOrDefault(version => version.Id == id)
        ?? throw IotErrors.NotFound($"Policy version {id} of policy {policy.Name} was not found");

    public static async ValueTask AttachAsync(
        PolicyTable policies, CertificateTable certificates, IotRealm realm, string policy, string target,
        CancellationToken cancellationToken)
    {
        await policies.Store.WriteAsync(
            state =>
            {
                policies.Require(state, realm, policy);
                if (IotNames.CertificateIdOf(target) is { } id)
                {
                    certificates.Require(state, realm, id);
                }
                else if (!target.Contains(":thinggroup/", StringComparison.Ordinal))
                {
                    throw IotErrors.Invalid($"Invalid target: {target} is neither a certificate nor a thing group");
                }

                var attached = policies.Targets.LeftOf(state, realm, target);
                if (!attached.Contains(policy) && attached.Count >= IotLimits.PoliciesPerTargetMax)
                {
                    throw IotErrors.LimitExceeded($"A target has at most {IotLimits.PoliciesPerTargetMax} policies");
                }

                policies.Targets.Add(state, realm, policy, target);
                return true;
            },
            cancellationToken);
        policies.Changed();
    }

    public static async ValueTask DetachAsync(
        PolicyTable policies, IotRealm realm, string policy, string target, CancellationToken cancellationToken)
    {
        await policies.Store.WriteAsync(
            state =>
            {
                policies.Require(state, realm, policy);
                return policies.Targets.Remove(state, realm, policy, target);
            },
            cancellationToken);
        policies.Changed();
    }
}
