using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>The versions of a policy, the latest first.</summary>
internal sealed class ListPolicyVersions(PolicyTable policies)
    : IOperation<ListPolicyVersionsRequest, ListPolicyVersionsResponse>
{
    public string Resource(CallContext call, ListPolicyVersionsRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public ValueTask<ListPolicyVersionsResponse> HandleAsync(
        CallContext call, ListPolicyVersionsRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var policy = policies.Store.Read(state => policies.Require(state, realm, request.PolicyName));
        return ValueTask.FromResult(new ListPolicyVersionsResponse
        {
            PolicyVersions =
            [
                .. policy.Versions.Reverse().Select(version => new PolicyVersion
                {
                    VersionId = version.Id,
                    IsDefaultVersion = version.Id == policy.DefaultVersion,
                    CreateDate = version.CreatedAt,
                }),
            ],
        });
    }
}
