using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Replaces a function.</summary>
internal sealed class UpdateUserDefinedFunction(CatalogStore catalog, ResourceLinks links, TimeProvider clock)
    : IOperation<UpdateUserDefinedFunctionRequest, UpdateUserDefinedFunctionResponse>
{
    public string Resource(CallContext call, UpdateUserDefinedFunctionRequest request) => Place.FunctionArn(call, request.DatabaseName, request.FunctionName);

    public async ValueTask<UpdateUserDefinedFunctionResponse> HandleAsync(
        CallContext call, UpdateUserDefinedFunctionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:UpdateUserDefinedFunction", request.DatabaseName);
        var (place, database) = links.Database(call, "glue:UpdateUserDefinedFunction", request.CatalogId, request.DatabaseName);
        var wanted = UserFunctions.Checked(
            database,
            request.FunctionInput with { FunctionName = request.FunctionInput.FunctionName ?? request.FunctionName },
            clock.GetUtcNow());
        await catalog.State.WriteAsync(
            state =>
            {
                var current = UserFunctions.Require(catalog, state, place, database, request.FunctionName);
                if (wanted.Name != current.Name && catalog.Things.Functions.Find(state, place, wanted.Database, wanted.Name) is not null)
                {
                    throw GlueErrors.FunctionExists(wanted.Name);
                }

                catalog.Things.Functions.Delete(state, place, current.Database, current.Name);
                catalog.Things.Functions.Put(state, place, wanted with { Created = current.Created }, wanted.Database, wanted.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
