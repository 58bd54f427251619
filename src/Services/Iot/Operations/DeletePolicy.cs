using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Deletes a policy that has one version and no targets.</summary>
internal sealed class DeletePolicy(PolicyTable policies, ThingTable things)
    : IOperation<DeletePolicyRequest, DeletePolicyResponse>
{
    public string Resource(CallContext call, DeletePolicyRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public async ValueTask<DeletePolicyResponse> HandleAsync(
        CallContext call, DeletePolicyRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await policies.Store.WriteAsync(
            state =>
            {
                var policy = policies.Require(state, realm, request.PolicyName);
                if (policy.Versions.Count > 1)
                {
                    throw IotErrors.DeleteConflict($"Cannot delete the policy because it has one or more policy versions attached to it (name={policy.Name})");
                }

                if (policies.Targets.RightOf(state, realm, policy.Name).Count > 0)
                {
                    throw IotErrors.DeleteConflict($"The policy cannot be deleted as the policy is attached to one or more principals (name={policy.Name})");
                }

                things.SetTags(state, realm, realm.Arn($"policy/{policy.Name}"), new Dictionary<string, string>());
                policies.Delete(state, realm, policy.Name);
                return true;
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
