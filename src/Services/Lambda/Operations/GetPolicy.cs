using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>The resource policy of a function, version or alias.</summary>
internal sealed class GetPolicy(FunctionResolver resolver, FunctionAccess access)
    : IOperation<GetPolicyRequest, GetPolicyResponse>
{
    public string Resource(CallContext call, GetPolicyRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, GetPolicyRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public ValueTask<GetPolicyResponse> HandleAsync(
        CallContext call, GetPolicyRequest request, CancellationToken cancellationToken)
    {
        var target = resolver.Resolve(call, request.FunctionName, request.Qualifier);
        var policy = target.Function.Policies.GetValueOrDefault(target.Ref.Qualifier ?? "")
            ?? throw LambdaErrors.NotFound("The resource you requested does not exist.");
        return ValueTask.FromResult(new GetPolicyResponse { Policy = FunctionPolicies.Document(policy), RevisionId = policy.RevisionId });
    }
}
