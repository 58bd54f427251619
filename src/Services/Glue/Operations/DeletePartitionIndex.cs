using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Drops a partition index.</summary>
internal sealed class DeletePartitionIndex(CatalogStore catalog, ResourceLinks links)
    : IOperation<DeletePartitionIndexRequest, DeletePartitionIndexResponse>
{
    public string Resource(CallContext call, DeletePartitionIndexRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<DeletePartitionIndexResponse> HandleAsync(
        CallContext call, DeletePartitionIndexRequest request, CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, "glue:DeletePartitionIndex", request.CatalogId, request.DatabaseName, request.TableName);
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                var name = request.IndexName.ToLowerInvariant();
                if (catalog.Indexes.Find(state, at.Place, table.Database, table.Name, name) is null)
                {
                    throw GlueErrors.NoIndex(request.IndexName);
                }

                catalog.Indexes.Delete(state, at.Place, table.Database, table.Name, name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
