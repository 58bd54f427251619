using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a partition.</summary>
internal sealed class GetPartition(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetPartitionRequest, GetPartitionResponse>
{
    public string Resource(CallContext call, GetPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetPartitionResponse> HandleAsync(
        CallContext call, GetPartitionRequest request, CancellationToken cancellationToken)
    {
        var at = links.Meant(call, "glue:GetPartition", request.CatalogId, request.DatabaseName, request.TableName);
        var table = catalog.State.Read(state => catalog.RequireTable(state, at));
        var partition = table.Target is not null ? null : catalog.State.Read(state =>
            catalog.FindPartition(state, at.Place, table.Database, table.Name, Inputs.Values(table, request.PartitionValues)));
        return ValueTask.FromResult(new GetPartitionResponse
        {
            Partition = Views.Partition(at.Place, table.Database, table.Name, partition ?? throw GlueErrors.NoPartition()),
        });
    }
}
