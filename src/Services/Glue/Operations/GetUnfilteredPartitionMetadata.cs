using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a partition to an engine that is to enforce filters itself.</summary>
internal sealed class GetUnfilteredPartitionMetadata(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetUnfilteredPartitionMetadataRequest, GetUnfilteredPartitionMetadataResponse>
{
    public string Resource(CallContext call, GetUnfilteredPartitionMetadataRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetUnfilteredPartitionMetadataResponse> HandleAsync(
        CallContext call, GetUnfilteredPartitionMetadataRequest request, CancellationToken cancellationToken)
    {
        Unfiltered.Require(call, "glue:GetPartition", request.DatabaseName, request.TableName, request.Region, request.SupportedPermissionTypes);
        var at = links.Meant(call, "glue:GetPartition", request.CatalogId, request.DatabaseName, request.TableName);
        var (table, partition) = catalog.State.Read(state =>
        {
            var found = catalog.RequireTable(state, at);
            return (found, catalog.FindPartition(state, at.Place, found.Database, found.Name, Inputs.Values(found, request.PartitionValues)));
        });
        return ValueTask.FromResult(new GetUnfilteredPartitionMetadataResponse
        {
            Partition = Views.Partition(at.Place, table.Database, table.Name, partition ?? throw GlueErrors.NoPartition()),
            AuthorizedColumns = Unfiltered.Columns(table, request.AuditContext),
            IsRegisteredWithLakeFormation = false,
        });
    }
}
