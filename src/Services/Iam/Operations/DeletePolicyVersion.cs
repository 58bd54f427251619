using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;

namespace Weir.Services.Iam.Operations;

/// <summary>Deletes a version of a managed policy that is not in force.</summary>
internal sealed class DeletePolicyVersion(PolicyChanges changes) : IOperation<DeletePolicyVersionRequest, DeletePolicyVersionResponse>
{
    public string Resource(CallContext call, DeletePolicyVersionRequest request) => request.PolicyArn;

    public async ValueTask<DeletePolicyVersionResponse> HandleAsync(
        CallContext call, DeletePolicyVersionRequest request, CancellationToken cancellationToken)
    {
        await changes.ChangeAsync(call, request.PolicyArn, policy =>
        {
            if (policy.DefaultVersionId == request.VersionId)
            {
                throw IamErrors.DefaultVersion();
            }

            return policy.Versions.Any(version => version.Id == request.VersionId)
                ? policy with { Versions = [.. policy.Versions.Where(version => version.Id != request.VersionId)] }
                : throw IamErrors.NoSuchVersion(request.PolicyArn, request.VersionId);
        }, cancellationToken);
        return new();
    }
}
