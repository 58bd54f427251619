using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Keeps a function of a database.</summary>
internal sealed class CreateUserDefinedFunction(CatalogStore catalog, ResourceLinks links, TimeProvider clock)
    : IOperation<CreateUserDefinedFunctionRequest, CreateUserDefinedFunctionResponse>
{
    public string Resource(CallContext call, CreateUserDefinedFunctionRequest request) => Place.FunctionArn(call, request.DatabaseName, request.FunctionInput.FunctionName ?? "");

    public async ValueTask<CreateUserDefinedFunctionResponse> HandleAsync(
        CallContext call, CreateUserDefinedFunctionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:CreateUserDefinedFunction", request.DatabaseName);
        var (place, database) = links.Database(call, "glue:CreateUserDefinedFunction", request.CatalogId, request.DatabaseName);
        var function = UserFunctions.Checked(database, request.FunctionInput, clock.GetUtcNow());
        await catalog.State.WriteAsync(
            state =>
            {
                catalog.RequireDatabase(state, place, function.Database);
                if (catalog.Things.Functions.Find(state, place, function.Database, function.Name) is not null)
                {
                    throw GlueErrors.FunctionExists(function.Name);
                }

                catalog.Things.Functions.Put(state, place, function, function.Database, function.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
