using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Shows a version of a managed policy with its document.</summary>
internal sealed class GetPolicyVersion(IamStore iam) : IOperation<GetPolicyVersionRequest, GetPolicyVersionResponse>
{
    public string Resource(CallContext call, GetPolicyVersionRequest request) => request.PolicyArn;

    public ValueTask<GetPolicyVersionResponse> HandleAsync(
        CallContext call, GetPolicyVersionRequest request, CancellationToken cancellationToken)
    {
        var policy = AwsManagedPolicies.Find(request.PolicyArn) ?? iam.Read(state => iam.RequirePolicy(state, request.PolicyArn));
        var version = policy.Versions.FirstOrDefault(version => version.Id == request.VersionId)
            ?? throw IamErrors.NoSuchVersion(request.PolicyArn, request.VersionId);
        return ValueTask.FromResult(new GetPolicyVersionResponse { PolicyVersion = Views.Version(policy, version, withDocument: true) });
    }
}
