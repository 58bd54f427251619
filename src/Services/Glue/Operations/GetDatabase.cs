using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a database.</summary>
internal sealed class GetDatabase(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetDatabaseRequest, GetDatabaseResponse>
{
    public string Resource(CallContext call, GetDatabaseRequest request) => Place.DatabaseArn(call, request.Name);

    public ValueTask<GetDatabaseResponse> HandleAsync(
        CallContext call, GetDatabaseRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetDatabase", null);
        var place = Place.Of(call, request.CatalogId);
        var database = catalog.State.Read(state => catalog.RequireDatabase(state, place, request.Name.ToLowerInvariant()));
        return ValueTask.FromResult(new GetDatabaseResponse { Database = Views.Database(place, links.See(call, "glue:GetDatabase", place, database)) });
    }
}
