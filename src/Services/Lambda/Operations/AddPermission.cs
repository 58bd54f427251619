using System.Text;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Lets someone else call the function.</summary>
internal sealed class AddPermission(FunctionResolver resolver, FunctionChanges changes, IdSource ids, FunctionAccess access)
    : IOperation<AddPermissionRequest, AddPermissionResponse>
{
    public string Resource(CallContext call, AddPermissionRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, AddPermissionRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public async ValueTask<AddPermissionResponse> HandleAsync(
        CallContext call, AddPermissionRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName, request.Qualifier);
        resolver.Resolve(name);
        if (request.FunctionUrlAuthType is not null)
        {
            throw LambdaErrors.NotBuilt("FunctionUrlAuthType");
        }

        var grant = new PermissionGrant(request.StatementId, request.Action, request.Principal)
        {
            SourceArn = request.SourceArn,
            SourceAccount = request.SourceAccount,
            OrganizationId = request.PrincipalOrgID,
            EventSourceToken = request.EventSourceToken,
        };
        var statement = FunctionPolicies.Statement(grant, name.Arn);
        await changes.ChangeAsync(name, (_, function) => With(function, name, statement, request), cancellationToken);
        return new() { Statement = statement };
    }

    private FunctionState With(FunctionState function, FunctionRef name, string statement, AddPermissionRequest request)
    {
        var key = name.Qualifier ?? "";
        var policy = function.Policies.GetValueOrDefault(key) ?? new([], "");
        FunctionChanges.RequireRevision(request.RevisionId, policy.RevisionId);
        if (policy.Statements.Any(existing => FunctionPolicies.IdOf(existing) == request.StatementId))
        {
            throw LambdaErrors.Conflict(
                $"The statement id ({request.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.");
        }

        var changed = new PolicyState([.. policy.Statements, statement], ids.NewId());
        if (Encoding.UTF8.GetByteCount(FunctionPolicies.Document(changed)) > LambdaLimits.PolicyBytesMax)
        {
            throw LambdaErrors.PolicyTooLong();
        }

        return function with { Policies = new Dictionary<string, PolicyState>(function.Policies, StringComparer.Ordinal) { [key] = changed } };
    }
}
