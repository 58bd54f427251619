using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists functions whose names fit a pattern, of one database or of all.</summary>
internal sealed class GetUserDefinedFunctions(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetUserDefinedFunctionsRequest, GetUserDefinedFunctionsResponse>
{
    public string Resource(CallContext call, GetUserDefinedFunctionsRequest request) => Place.CatalogArn(call);

    public ValueTask<GetUserDefinedFunctionsResponse> HandleAsync(
        CallContext call, GetUserDefinedFunctionsRequest request, CancellationToken cancellationToken)
    {
        if (request.DatabaseName is { } stated)
        {
            call.Authorize("glue:GetUserDefinedFunctions", Place.DatabaseArn(call, stated));
        }

        var (place, database) = request.DatabaseName is { } name
            ? links.Database(call, "glue:GetUserDefinedFunctions", request.CatalogId, name)
            : new(Place.Of(call, request.CatalogId), "");
        var size = Paging.Size(request.MaxResults, GlueLimits.FunctionsPageMax);
        var after = Paging.Last(request.NextToken);
        var isWanted = NamePattern.Expression(request.Pattern);
        var (found, token) = catalog.State.Read(state =>
        {
            var functions = database.Length > 0
                ? catalog.Things.Functions.All(
                    state, place, after?[^1], catalog.RequireDatabase(state, place, database).Name)
                : catalog.Things.Functions.All(state, place, after is null ? null : string.Join('\0', after));
            return Paging.Cut(
                functions.Where(function => isWanted(function.Name)), size, function => [function.Database, function.Name]);
        });
        return ValueTask.FromResult(new GetUserDefinedFunctionsResponse
        {
            UserDefinedFunctions = [.. found.Select(function => UserFunctions.Shown(place, function))],
            NextToken = token,
        });
    }
}
