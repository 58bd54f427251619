using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes an archived version of a table.</summary>
internal sealed class DeleteTableVersion(CatalogStore catalog, ResourceLinks links)
    : IOperation<DeleteTableVersionRequest, DeleteTableVersionResponse>
{
    public string Resource(CallContext call, DeleteTableVersionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<DeleteTableVersionResponse> HandleAsync(
        CallContext call, DeleteTableVersionRequest request, CancellationToken cancellationToken)
    {
        var at = links.Named(call, "glue:DeleteTableVersion", request.CatalogId, request.DatabaseName, request.TableName);
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                VersionDeletion.Delete(catalog, state, at.Place, table, request.VersionId);
                return true;
            },
            cancellationToken);
        return new();
    }
}
