using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a partition to an engine that is to enforce filters itself.</summary>
internal sealed class GetUnfilteredPartitionMetadata(CatalogStore catalog)
    : IOperation<GetUnfilteredPartitionMetadataRequest, GetUnfilteredPartitionMetadataResponse>
{
    public string Resource(CallContext call, GetUnfilteredPartitionMetadataRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetUnfilteredPartitionMetadataResponse> HandleAsync(
        CallContext call, GetUnfilteredPartitionMetadataRequest request, CancellationToken cancellationToken)
    {
        Unfiltered.Require(call, "glue:GetPartition", request.DatabaseName, request.TableName, request.Region, request.SupportedPermissionTypes);
        var place = Place.Of(call, request.CatalogId);
        var (table, partition) = catalog.State.Read(state =>
        {
            var found = catalog.RequireTable(state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
            return (found, catalog.FindPartition(state, place, found.Database, found.Name, Inputs.Values(found, request.PartitionValues)));
        });
        return ValueTask.FromResult(new GetUnfilteredPartitionMetadataResponse
        {
            Partition = Views.Partition(place, table.Database, table.Name, partition ?? throw GlueErrors.NoPartition()),
            AuthorizedColumns = Unfiltered.Columns(table, request.AuditContext),
            IsRegisteredWithLakeFormation = false,
        });
    }
}
