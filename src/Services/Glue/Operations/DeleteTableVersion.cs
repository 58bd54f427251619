using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes an archived version of a table.</summary>
internal sealed class DeleteTableVersion(CatalogStore catalog)
    : IOperation<DeleteTableVersionRequest, DeleteTableVersionResponse>
{
    public string Resource(CallContext call, DeleteTableVersionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<DeleteTableVersionResponse> HandleAsync(
        CallContext call, DeleteTableVersionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:DeleteTableVersion", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(
                    state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
                VersionDeletion.Delete(catalog, state, place, table, request.VersionId);
                return true;
            },
            cancellationToken);
        return new();
    }
}
