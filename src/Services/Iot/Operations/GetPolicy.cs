using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>A policy with its default version.</summary>
internal sealed class GetPolicy(PolicyTable policies)
    : IOperation<GetPolicyRequest, GetPolicyResponse>
{
    public string Resource(CallContext call, GetPolicyRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public ValueTask<GetPolicyResponse> HandleAsync(
        CallContext call, GetPolicyRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var policy = policies.Store.Read(state => policies.Require(state, realm, request.PolicyName));
        return ValueTask.FromResult(new GetPolicyResponse
        {
            PolicyName = policy.Name,
            PolicyArn = realm.Arn($"policy/{policy.Name}"),
            PolicyDocument = policy.Default.Document,
            DefaultVersionId = policy.DefaultVersion,
            CreationDate = policy.CreatedAt,
            LastModifiedDate = policy.ModifiedAt,
            GenerationId = policy.DefaultVersion,
        });
    }
}
