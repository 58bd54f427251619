using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes a partition.</summary>
internal sealed class DeletePartition(CatalogStore catalog, CatalogWriter writer)
    : IOperation<DeletePartitionRequest, DeletePartitionResponse>
{
    public string Resource(CallContext call, DeletePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<DeletePartitionResponse> HandleAsync(
        CallContext call, DeletePartitionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:DeletePartition", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(
                    state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
                writer.DeletePartition(state, place, table, Inputs.Values(table, request.PartitionValues));
                return true;
            },
            cancellationToken);
        return new();
    }
}
