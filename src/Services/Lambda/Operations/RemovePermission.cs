using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Takes a permission back.</summary>
internal sealed class RemovePermission(FunctionChanges changes, IdSource ids, FunctionAccess access)
    : IOperation<RemovePermissionRequest, RemovePermissionResponse>
{
    public string Resource(CallContext call, RemovePermissionRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, RemovePermissionRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public async ValueTask<RemovePermissionResponse> HandleAsync(
        CallContext call, RemovePermissionRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName, request.Qualifier);
        var key = name.Qualifier ?? "";
        await changes.ChangeAsync(
            name,
            (_, function) =>
            {
                var policy = function.Policies.GetValueOrDefault(key) ?? throw LambdaErrors.NotFound("No policy is associated with the given resource.");
                FunctionChanges.RequireRevision(request.RevisionId, policy.RevisionId);
                var left = policy.Statements.Where(statement => FunctionPolicies.IdOf(statement) != request.StatementId).ToList();
                if (left.Count == policy.Statements.Count)
                {
                    throw LambdaErrors.NotFound($"Statement {request.StatementId} is not found in resource policy.");
                }

                var all = new Dictionary<string, PolicyState>(function.Policies, StringComparer.Ordinal);
                if (left.Count == 0)
                {
                    all.Remove(key);
                }
                else
                {
                    all[key] = new(left, ids.NewId());
                }

                return function with { Policies = all };
            },
            cancellationToken);
        return new();
    }
}
