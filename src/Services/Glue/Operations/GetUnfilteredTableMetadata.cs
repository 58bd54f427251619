using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a table to an engine that is to enforce filters itself. There are none here: who may see a table sees all of its columns and rows.</summary>
internal sealed class GetUnfilteredTableMetadata(ResourceLinks links)
    : IOperation<GetUnfilteredTableMetadataRequest, GetUnfilteredTableMetadataResponse>
{
    public string Resource(CallContext call, GetUnfilteredTableMetadataRequest request) => Place.TableArn(call, request.DatabaseName, request.Name);

    public ValueTask<GetUnfilteredTableMetadataResponse> HandleAsync(
        CallContext call, GetUnfilteredTableMetadataRequest request, CancellationToken cancellationToken)
    {
        Unfiltered.Require(call, "glue:GetTable", request.DatabaseName, request.Name, request.Region, request.SupportedPermissionTypes);
        var seen = links.Require(call, "glue:GetTable", request.CatalogId, request.DatabaseName, request.Name);
        return ValueTask.FromResult(new GetUnfilteredTableMetadataResponse
        {
            Table = Views.Table(seen.At.Place, seen.Table),
            AuthorizedColumns = Unfiltered.Columns(seen.Table, request.AuditContext),
            IsRegisteredWithLakeFormation = false,
            CellFilters = [],
            IsMultiDialectView = false,
            IsProtected = false,
            ResourceArn = request.ParentResourceArn,
        });
    }
}
