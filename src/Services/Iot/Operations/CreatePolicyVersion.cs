using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Adds a version to a policy.</summary>
internal sealed class CreatePolicyVersion(PolicyTable policies, TimeProvider clock)
    : IOperation<CreatePolicyVersionRequest, CreatePolicyVersionResponse>
{
    public string Resource(CallContext call, CreatePolicyVersionRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public async ValueTask<CreatePolicyVersionResponse> HandleAsync(
        CallContext call, CreatePolicyVersionRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        PolicyTable.Check(request.PolicyDocument);
        var added = await policies.Store.WriteAsync(
            state =>
            {
                var policy = policies.Require(state, realm, request.PolicyName);
                if (policy.Versions.Count >= IotLimits.PolicyVersionsMax)
                {
                    throw IotErrors.VersionsLimit(policy.Name);
                }

                var version = new PolicyVersionState($"{policy.LastVersion + 1}", request.PolicyDocument, clock.GetUtcNow());
                policies.Put(state, realm, policy with
                {
                    Versions = [.. policy.Versions, version],
                    LastVersion = policy.LastVersion + 1,
                    DefaultVersion = request.SetAsDefault == true ? version.Id : policy.DefaultVersion,
                    ModifiedAt = version.CreatedAt,
                });
                return version;
            },
            cancellationToken);
        policies.Changed();
        return new()
        {
            PolicyArn = realm.Arn($"policy/{request.PolicyName}"),
            PolicyDocument = added.Document,
            PolicyVersionId = added.Id,
            IsDefaultVersion = request.SetAsDefault == true,
        };
    }
}
