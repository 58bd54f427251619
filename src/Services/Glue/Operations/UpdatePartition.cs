using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Replaces a partition; new values move it.</summary>
internal sealed class UpdatePartition(CatalogStore catalog, ResourceLinks links, CatalogWriter writer, TimeProvider clock)
    : IOperation<UpdatePartitionRequest, UpdatePartitionResponse>
{
    public string Resource(CallContext call, UpdatePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<UpdatePartitionResponse> HandleAsync(
        CallContext call, UpdatePartitionRequest request, CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, "glue:UpdatePartition", request.CatalogId, request.DatabaseName, request.TableName);
        var now = clock.GetUtcNow();
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                var wanted = Inputs.Partition(table, request.PartitionInput, request.PartitionValueList, now);
                writer.UpdatePartition(state, at.Place, table, Inputs.Values(table, request.PartitionValueList), wanted);
                return true;
            },
            cancellationToken);
        return new();
    }
}
