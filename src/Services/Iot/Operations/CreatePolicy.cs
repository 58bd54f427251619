using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Creates a policy with its first version.</summary>
internal sealed class CreatePolicy(PolicyTable policies, ThingTable things, TimeProvider clock)
    : IOperation<CreatePolicyRequest, CreatePolicyResponse>
{
    public string Resource(CallContext call, CreatePolicyRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public async ValueTask<CreatePolicyResponse> HandleAsync(
        CallContext call, CreatePolicyRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var arn = realm.Arn($"policy/{request.PolicyName}");
        PolicyTable.Check(request.PolicyDocument);
        var tags = ThingAttributes.Tags(request.Tags);
        var now = clock.GetUtcNow();
        await policies.Store.WriteAsync(
            state =>
            {
                if (policies.Find(state, realm, request.PolicyName) is not null)
                {
                    throw IotErrors.Exists(
                        $"Policy cannot be created - name already exists (name={request.PolicyName})", request.PolicyName, arn);
                }

                policies.Put(state, realm, new()
                {
                    Name = request.PolicyName,
                    Versions = [new("1", request.PolicyDocument, now)],
                    LastVersion = 1,
                    DefaultVersion = "1",
                    CreatedAt = now,
                    ModifiedAt = now,
                });
                things.SetTags(state, realm, arn, tags);
                return true;
            },
            cancellationToken);
        return new()
        {
            PolicyName = request.PolicyName,
            PolicyArn = arn,
            PolicyDocument = request.PolicyDocument,
            PolicyVersionId = "1",
        };
    }
}
