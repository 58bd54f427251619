using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Deletes a version that is not the default.</summary>
internal sealed class DeletePolicyVersion(PolicyTable policies)
    : IOperation<DeletePolicyVersionRequest, DeletePolicyVersionResponse>
{
    public string Resource(CallContext call, DeletePolicyVersionRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public async ValueTask<DeletePolicyVersionResponse> HandleAsync(
        CallContext call, DeletePolicyVersionRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await policies.Store.WriteAsync(
            state =>
            {
                var policy = policies.Require(state, realm, request.PolicyName);
                var version = PolicyVersions.Require(policy, request.PolicyVersionId);
                if (version.Id == policy.DefaultVersion)
                {
                    throw IotErrors.DeleteConflict("Cannot delete the default version of a policy");
                }

                policies.Put(state, realm, policy with { Versions = [.. policy.Versions.Where(other => other.Id != version.Id)] });
                return true;
            },
            cancellationToken);
        return new();
    }
}
