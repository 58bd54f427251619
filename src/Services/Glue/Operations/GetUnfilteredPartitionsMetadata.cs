using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the partitions for which an expression holds, to an engine that is to enforce filters itself.</summary>
internal sealed class GetUnfilteredPartitionsMetadata(CatalogStore catalog, ResourceLinks links, GetPartitions partitions)
    : IOperation<GetUnfilteredPartitionsMetadataRequest, GetUnfilteredPartitionsMetadataResponse>
{
    public string Resource(CallContext call, GetUnfilteredPartitionsMetadataRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<GetUnfilteredPartitionsMetadataResponse> HandleAsync(
        CallContext call, GetUnfilteredPartitionsMetadataRequest request, CancellationToken cancellationToken)
    {
        Unfiltered.Require(call, "glue:GetPartitions", request.DatabaseName, request.TableName, request.Region, request.SupportedPermissionTypes);
        var found = await partitions.HandleAsync(
            call,
            new()
            {
                CatalogId = request.CatalogId,
                DatabaseName = request.DatabaseName,
                TableName = request.TableName,
                Expression = request.Expression,
                NextToken = request.NextToken,
                Segment = request.Segment,
                MaxResults = request.MaxResults,
            },
            cancellationToken);
        var at = links.Meant(call, "glue:GetPartitions", request.CatalogId, request.DatabaseName, request.TableName);
        var table = catalog.State.Read(state => catalog.RequireTable(state, at));
        var columns = Unfiltered.Columns(table, request.AuditContext);
        return new()
        {
            UnfilteredPartitions = [.. (found.Partitions ?? []).Select(partition => new UnfilteredPartition
            {
                Partition = partition,
                AuthorizedColumns = columns,
                IsRegisteredWithLakeFormation = false,
            })],
            NextToken = found.NextToken,
        };
    }
}
