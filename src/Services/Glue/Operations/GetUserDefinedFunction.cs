using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a function.</summary>
internal sealed class GetUserDefinedFunction(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetUserDefinedFunctionRequest, GetUserDefinedFunctionResponse>
{
    public string Resource(CallContext call, GetUserDefinedFunctionRequest request) => Place.FunctionArn(call, request.DatabaseName, request.FunctionName);

    public ValueTask<GetUserDefinedFunctionResponse> HandleAsync(
        CallContext call, GetUserDefinedFunctionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetUserDefinedFunction", request.DatabaseName);
        var (place, database) = links.Database(call, "glue:GetUserDefinedFunction", request.CatalogId, request.DatabaseName);
        var found = catalog.State.Read(state => UserFunctions.Require(catalog, state, place, database, request.FunctionName));
        return ValueTask.FromResult(new GetUserDefinedFunctionResponse { UserDefinedFunction = UserFunctions.Shown(place, found) });
    }
}
