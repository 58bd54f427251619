using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes several archived versions; those that cannot be are named.</summary>
internal sealed class BatchDeleteTableVersion(CatalogStore catalog, ResourceLinks links)
    : IOperation<BatchDeleteTableVersionRequest, BatchDeleteTableVersionResponse>
{
    public string Resource(CallContext call, BatchDeleteTableVersionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<BatchDeleteTableVersionResponse> HandleAsync(
        CallContext call, BatchDeleteTableVersionRequest request, CancellationToken cancellationToken)
    {
        var at = links.Named(call, "glue:BatchDeleteTableVersion", request.CatalogId, request.DatabaseName, request.TableName);
        Batches.RequireSize("versionIds", request.VersionIds.Count, GlueLimits.BatchVersionsMax);
        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                return Batches.Each(
                    request.VersionIds,
                    version => VersionDeletion.Delete(catalog, state, at.Place, table, version),
                    (version, error) => new TableVersionError
                    {
                        TableName = table.Name,
                        VersionId = version,
                        ErrorDetail = Views.Error(error),
                    });
            },
            cancellationToken);
        return new() { Errors = errors };
    }
}
