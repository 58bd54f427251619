using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Shows a managed policy, without its document.</summary>
internal sealed class GetPolicy(IamStore iam) : IOperation<GetPolicyRequest, GetPolicyResponse>
{
    public string Resource(CallContext call, GetPolicyRequest request) => request.PolicyArn;

    public ValueTask<GetPolicyResponse> HandleAsync(
        CallContext call, GetPolicyRequest request, CancellationToken cancellationToken)
    {
        var (policy, uses) = iam.Read(state =>
        {
            var found = AwsManagedPolicies.Find(request.PolicyArn) ?? iam.RequirePolicy(state, request.PolicyArn);
            return (found, iam.Uses(state, call.Account, found.Arn));
        });
        return ValueTask.FromResult(new GetPolicyResponse { Policy = Views.Policy(policy, uses) });
    }
}
