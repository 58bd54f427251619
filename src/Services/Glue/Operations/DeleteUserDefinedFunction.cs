using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Forgets a function.</summary>
internal sealed class DeleteUserDefinedFunction(CatalogStore catalog, ResourceLinks links)
    : IOperation<DeleteUserDefinedFunctionRequest, DeleteUserDefinedFunctionResponse>
{
    public string Resource(CallContext call, DeleteUserDefinedFunctionRequest request) => Place.FunctionArn(call, request.DatabaseName, request.FunctionName);

    public async ValueTask<DeleteUserDefinedFunctionResponse> HandleAsync(
        CallContext call, DeleteUserDefinedFunctionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:DeleteUserDefinedFunction", request.DatabaseName);
        var (place, database) = links.Database(call, "glue:DeleteUserDefinedFunction", request.CatalogId, request.DatabaseName);
        await catalog.State.WriteAsync(
            state =>
            {
                var current = UserFunctions.Require(catalog, state, place, database, request.FunctionName);
                return catalog.Things.Functions.Delete(state, place, current.Database, current.Name);
            },
            cancellationToken);
        return new();
    }
}
