using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Makes a version the one that counts.</summary>
internal sealed class SetDefaultPolicyVersion(PolicyTable policies, TimeProvider clock)
    : IOperation<SetDefaultPolicyVersionRequest, SetDefaultPolicyVersionResponse>
{
    public string Resource(CallContext call, SetDefaultPolicyVersionRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public async ValueTask<SetDefaultPolicyVersionResponse> HandleAsync(
        CallContext call, SetDefaultPolicyVersionRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await policies.Store.WriteAsync(
            state =>
            {
                var policy = policies.Require(state, realm, request.PolicyName);
                var version = PolicyVersions.Require(policy, request.PolicyVersionId);
                policies.Put(state, realm, policy with { DefaultVersion = version.Id, ModifiedAt = clock.GetUtcNow() });
                return true;
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
