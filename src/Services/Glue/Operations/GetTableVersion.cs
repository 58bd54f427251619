using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a version of a table, by default the current one.</summary>
internal sealed class GetTableVersion(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetTableVersionRequest, GetTableVersionResponse>
{
    public string Resource(CallContext call, GetTableVersionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetTableVersionResponse> HandleAsync(
        CallContext call, GetTableVersionRequest request, CancellationToken cancellationToken)
    {
        var at = links.Meant(call, "glue:GetTableVersion", request.CatalogId, request.DatabaseName, request.TableName);
        var table = catalog.State.Read(state => catalog.RequireTable(state, at));
        var version = request.VersionId is { } stated
            ? Views.Version(stated) ?? throw GlueErrors.Invalid($"Version Id {stated} is not valid.")
            : table.Version;
        var found = version == table.Version
            ? table
            : catalog.State.Read(state => catalog.FindVersion(state, at.Place, table.Database, table.Name, version));
        return ValueTask.FromResult(new GetTableVersionResponse
        {
            TableVersion = new()
            {
                Table = Views.Table(at.Place, found ?? throw GlueErrors.NoVersion()),
                VersionId = Views.VersionId(version),
            },
        });
    }
}
