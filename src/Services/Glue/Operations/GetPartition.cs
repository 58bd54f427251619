using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a partition.</summary>
internal sealed class GetPartition(CatalogStore catalog)
    : IOperation<GetPartitionRequest, GetPartitionResponse>
{
    public string Resource(CallContext call, GetPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetPartitionResponse> HandleAsync(
        CallContext call, GetPartitionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetPartition", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        var table = catalog.State.Read(state => catalog.RequireTable(
            state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant()));
        var partition = catalog.State.Read(state =>
            catalog.FindPartition(state, place, table.Database, table.Name, Inputs.Values(table, request.PartitionValues)));
        return ValueTask.FromResult(new GetPartitionResponse
        {
            Partition = Views.Partition(place, table.Database, table.Name, partition ?? throw GlueErrors.NoPartition()),
        });
    }
}
