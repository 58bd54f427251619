using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;

namespace Weir.Services.Iam.Operations;

/// <summary>Adds a version to a managed policy, by wish the one in force.</summary>
internal sealed class CreatePolicyVersion(PolicyChanges changes, TimeProvider clock) : IOperation<CreatePolicyVersionRequest, CreatePolicyVersionResponse>
{
    public string Resource(CallContext call, CreatePolicyVersionRequest request) => request.PolicyArn;

    public async ValueTask<CreatePolicyVersionResponse> HandleAsync(
        CallContext call, CreatePolicyVersionRequest request, CancellationToken cancellationToken)
    {
        var document = Documents.Managed(request.PolicyDocument);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var policy = await changes.ChangeAsync(call, request.PolicyArn, policy =>
        {
            if (policy.Versions.Count >= IamLimits.PolicyVersionsMax)
            {
                throw IamErrors.TooManyVersions();
            }

            var id = $"v{policy.NextVersion}";
            return policy with
            {
                Versions = [.. policy.Versions, new(id, document, now)],
                DefaultVersionId = request.SetAsDefault == true ? id : policy.DefaultVersionId,
                NextVersion = policy.NextVersion + 1,
                UpdatedSeconds = now,
            };
        }, cancellationToken);
        return new() { PolicyVersion = Views.Version(policy, policy.Versions[^1], withDocument: false) };
    }
}
