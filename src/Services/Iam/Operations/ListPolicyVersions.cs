using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the versions of a managed policy, newest first.</summary>
internal sealed class ListPolicyVersions(IamStore iam) : IOperation<ListPolicyVersionsRequest, ListPolicyVersionsResponse>
{
    public string Resource(CallContext call, ListPolicyVersionsRequest request) => request.PolicyArn;

    public ValueTask<ListPolicyVersionsResponse> HandleAsync(
        CallContext call, ListPolicyVersionsRequest request, CancellationToken cancellationToken)
    {
        var policy = AwsManagedPolicies.Find(request.PolicyArn) ?? iam.Read(state => iam.RequirePolicy(state, request.PolicyArn));
        return ValueTask.FromResult(new ListPolicyVersionsResponse
        {
            // At most five are kept: always one page.
            Versions = [.. policy.Versions.Reverse().Select(version => Views.Version(policy, version, withDocument: false))],
            IsTruncated = false,
        });
    }
}
