using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes a partition.</summary>
internal sealed class DeletePartition(CatalogStore catalog, ResourceLinks links, CatalogWriter writer)
    : IOperation<DeletePartitionRequest, DeletePartitionResponse>
{
    public string Resource(CallContext call, DeletePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<DeletePartitionResponse> HandleAsync(
        CallContext call, DeletePartitionRequest request, CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, "glue:DeletePartition", request.CatalogId, request.DatabaseName, request.TableName);
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                writer.DeletePartition(state, at.Place, table, Inputs.Values(table, request.PartitionValues));
                return true;
            },
            cancellationToken);
        return new();
    }
}
