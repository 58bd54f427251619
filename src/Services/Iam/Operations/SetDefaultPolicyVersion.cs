using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;

namespace Weir.Services.Iam.Operations;

/// <summary>Puts another version of a managed policy in force, for all it is attached to.</summary>
internal sealed class SetDefaultPolicyVersion(PolicyChanges changes, TimeProvider clock) : IOperation<SetDefaultPolicyVersionRequest, SetDefaultPolicyVersionResponse>
{
    public string Resource(CallContext call, SetDefaultPolicyVersionRequest request) => request.PolicyArn;

    public async ValueTask<SetDefaultPolicyVersionResponse> HandleAsync(
        CallContext call, SetDefaultPolicyVersionRequest request, CancellationToken cancellationToken)
    {
        await changes.ChangeAsync(call, request.PolicyArn, policy =>
            policy.Versions.Any(version => version.Id == request.VersionId)
                ? policy with { DefaultVersionId = request.VersionId, UpdatedSeconds = clock.GetUtcNow().ToUnixTimeSeconds() }
                : throw IamErrors.NoSuchVersion(request.PolicyArn, request.VersionId), cancellationToken);
        return new();
    }
}
