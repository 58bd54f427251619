using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.Workers;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Adds an index over partition keys; a worker enters the partitions there are.</summary>
internal sealed class CreatePartitionIndex(CatalogStore catalog, ResourceLinks links, IndexBuilder builder)
    : IOperation<CreatePartitionIndexRequest, CreatePartitionIndexResponse>
{
    public string Resource(CallContext call, CreatePartitionIndexRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<CreatePartitionIndexResponse> HandleAsync(
        CallContext call, CreatePartitionIndexRequest request, CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, "glue:CreatePartitionIndex", request.CatalogId, request.DatabaseName, request.TableName);
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                PartitionIndexing.Create(catalog, state, at.Place, table, request.PartitionIndex);
                return true;
            },
            cancellationToken);
        builder.Wake();
        return new();
    }
}
