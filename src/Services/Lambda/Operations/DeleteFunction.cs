using Weir.Engines.Functions;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Deletes a function with its versions and aliases, or one version.</summary>
internal sealed class DeleteFunction(FunctionTable functions, FunctionHost host, FunctionAccess access)
    : IOperation<DeleteFunctionRequest, DeleteFunctionResponse>
{
    public string Resource(CallContext call, DeleteFunctionRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, DeleteFunctionRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public async ValueTask<DeleteFunctionResponse> HandleAsync(
        CallContext call, DeleteFunctionRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName, request.Qualifier);
        await functions.Store.WriteAsync(
            state =>
            {
                var function = functions.Require(state, name.Account, name.Region, name.Name);
                if (name.Qualifier is not { } qualifier)
                {
                    functions.Delete(state, function);
                    return true;
                }

                if (qualifier == VersionState.LatestName)
                {
                    throw LambdaErrors.InvalidParameter("$LATEST version cannot be deleted without deleting the function.");
                }

                if (function.Aliases.Values.FirstOrDefault(alias => alias.Version == qualifier || alias.ExtraVersion == qualifier) is { } user)
                {
                    throw LambdaErrors.Conflict($"Version {qualifier} is still used by alias {user.Name}.");
                }

                return functions.DeleteVersion(state, function, qualifier) ? true : throw LambdaErrors.FunctionNotFound(name.Arn);
            },
            cancellationToken);
        host.Retire(name.FunctionArn);
        return new();
    }
}
