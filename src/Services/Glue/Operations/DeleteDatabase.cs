using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes a database with all its tables.</summary>
internal sealed class DeleteDatabase(CatalogStore catalog)
    : IOperation<DeleteDatabaseRequest, DeleteDatabaseResponse>
{
    public string Resource(CallContext call, DeleteDatabaseRequest request) => Place.DatabaseArn(call, request.Name);

    public async ValueTask<DeleteDatabaseResponse> HandleAsync(
        CallContext call, DeleteDatabaseRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:DeleteDatabase", null);
        var place = Place.Of(call, request.CatalogId);
        await catalog.State.WriteAsync(
            state =>
            {
                var database = catalog.RequireDatabase(state, place, request.Name.ToLowerInvariant());
                foreach (var table in catalog.Tables(state, place, database.Name, after: null))
                {
                    catalog.PutTags(state, Place.TableArn(call, database.Name, table.Name), CatalogTags.None);
                }

                catalog.DeleteDatabase(state, place, database.Name);
                catalog.PutTags(state, Place.DatabaseArn(call, database.Name), CatalogTags.None);
                return true;
            },
            cancellationToken);
        return new();
    }
}
