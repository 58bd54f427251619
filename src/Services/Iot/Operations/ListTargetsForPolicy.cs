using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>What a policy is attached to.</summary>
internal sealed class ListTargetsForPolicy(PolicyTable policies)
    : IOperation<ListTargetsForPolicyRequest, ListTargetsForPolicyResponse>
{
    public string Resource(CallContext call, ListTargetsForPolicyRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public ValueTask<ListTargetsForPolicyResponse> HandleAsync(
        CallContext call, ListTargetsForPolicyRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = policies.Store.Read(state =>
        {
            policies.Require(state, realm, request.PolicyName);
            return Pages.Of(policies.Targets.RightOf(state, realm, request.PolicyName), name => name, request.Marker, request.PageSize);
        });
        return ValueTask.FromResult(new ListTargetsForPolicyResponse { Targets = page, NextMarker = next });
    }
}
