using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Deletes a managed policy that is attached to nothing and has one version left.</summary>
internal sealed class DeletePolicy(IamStore iam) : IOperation<DeletePolicyRequest, DeletePolicyResponse>
{
    public string Resource(CallContext call, DeletePolicyRequest request) => request.PolicyArn;

    public async ValueTask<DeletePolicyResponse> HandleAsync(
        CallContext call, DeletePolicyRequest request, CancellationToken cancellationToken)
    {
        if (AwsManagedPolicies.IsAwsArn(request.PolicyArn))
        {
            throw IamErrors.NotYours(request.PolicyArn);
        }

        await iam.WriteAsync(
            state =>
            {
                var policy = iam.RequirePolicy(state, request.PolicyArn);
                if (iam.Uses(state, call.Account, policy.Arn) is not (0, 0))
                {
                    throw IamErrors.PolicyInUse();
                }

                if (policy.Versions.Count > 1)
                {
                    throw IamErrors.PolicyHasVersions();
                }

                iam.DeletePolicy(state, call.Account, policy.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
