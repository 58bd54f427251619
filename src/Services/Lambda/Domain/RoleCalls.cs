using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>Calls that Lambda makes as a function's role: to read its sources, to send to its destinations.</summary>
internal sealed class RoleCalls(IRoles roles, IAuthorizer authorizer, IdSource ids)
{
    public CallContext Of(FunctionState function, VersionState version) => new()
    {
        Caller = roles.Assume(version.Role, FunctionSpecs.ServicePrincipal, function.Name) ?? throw LambdaErrors.RoleNotAssumable(),
        Region = function.Region,
        RequestId = ids.NewId(),
        Authorizer = authorizer,
    };

    /// <summary>Throws unless the role exists, trusts Lambda, and the caller may pass it on.</summary>
    public void RequirePassable(CallContext call, string role)
    {
        if (!Arn.TryParse(role, out var arn) || arn.Service != "iam" || !arn.Resource.StartsWith("role/", StringComparison.Ordinal))
        {
            throw LambdaErrors.Constraint(
                role, "role", "Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
        }

        call.Authorize("iam:PassRole", role);
        if (roles.Assume(role, FunctionSpecs.ServicePrincipal, "check") is null)
        {
            throw LambdaErrors.RoleNotAssumable();
        }
    }
}
