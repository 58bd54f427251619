using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a table to an engine that is to enforce filters itself. There are none here: who may see a table sees all of its columns and rows.</summary>
internal sealed class GetUnfilteredTableMetadata(CatalogStore catalog)
    : IOperation<GetUnfilteredTableMetadataRequest, GetUnfilteredTableMetadataResponse>
{
    public string Resource(CallContext call, GetUnfilteredTableMetadataRequest request) => Place.TableArn(call, request.DatabaseName, request.Name);

    public ValueTask<GetUnfilteredTableMetadataResponse> HandleAsync(
        CallContext call, GetUnfilteredTableMetadataRequest request, CancellationToken cancellationToken)
    {
        Unfiltered.Require(call, "glue:GetTable", request.DatabaseName, request.Name, request.Region, request.SupportedPermissionTypes);
        var place = Place.Of(call, request.CatalogId);
        var table = catalog.State.Read(state => catalog.RequireTable(
            state, place, request.DatabaseName.ToLowerInvariant(), request.Name.ToLowerInvariant()));
        return ValueTask.FromResult(new GetUnfilteredTableMetadataResponse
        {
            Table = Views.Table(place, table),
            AuthorizedColumns = Unfiltered.Columns(table, request.AuditContext),
            IsRegisteredWithLakeFormation = false,
            CellFilters = [],
            IsMultiDialectView = false,
            IsProtected = false,
            ResourceArn = request.ParentResourceArn,
        });
    }
}
