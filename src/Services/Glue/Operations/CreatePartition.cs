using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Adds a partition to a table.</summary>
internal sealed class CreatePartition(CatalogStore catalog, ResourceLinks links, CatalogWriter writer, TimeProvider clock)
    : IOperation<CreatePartitionRequest, CreatePartitionResponse>
{
    public string Resource(CallContext call, CreatePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<CreatePartitionResponse> HandleAsync(
        CallContext call, CreatePartitionRequest request, CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, "glue:CreatePartition", request.CatalogId, request.DatabaseName, request.TableName);
        var now = clock.GetUtcNow();
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                writer.CreatePartition(state, at.Place, table, Inputs.Partition(table, request.PartitionInput, values: null, now));
                return true;
            },
            cancellationToken);
        return new();
    }
}
