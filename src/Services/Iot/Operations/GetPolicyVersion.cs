using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>One version of a policy.</summary>
internal sealed class GetPolicyVersion(PolicyTable policies)
    : IOperation<GetPolicyVersionRequest, GetPolicyVersionResponse>
{
    public string Resource(CallContext call, GetPolicyVersionRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public ValueTask<GetPolicyVersionResponse> HandleAsync(
        CallContext call, GetPolicyVersionRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var policy = policies.Store.Read(state => policies.Require(state, realm, request.PolicyName));
        var version = PolicyVersions.Require(policy, request.PolicyVersionId);
        return ValueTask.FromResult(new GetPolicyVersionResponse
        {
            PolicyName = policy.Name,
            PolicyArn = realm.Arn($"policy/{policy.Name}"),
            PolicyDocument = version.Document,
            PolicyVersionId = version.Id,
            IsDefaultVersion = version.Id == policy.DefaultVersion,
            CreationDate = version.CreatedAt,
            LastModifiedDate = version.CreatedAt,
            GenerationId = version.Id,
        });
    }
}
