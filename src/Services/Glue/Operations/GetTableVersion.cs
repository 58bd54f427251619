using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a version of a table, by default the current one.</summary>
internal sealed class GetTableVersion(CatalogStore catalog)
    : IOperation<GetTableVersionRequest, GetTableVersionResponse>
{
    public string Resource(CallContext call, GetTableVersionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetTableVersionResponse> HandleAsync(
        CallContext call, GetTableVersionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetTableVersion", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        var table = catalog.State.Read(state => catalog.RequireTable(
            state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant()));
        var version = request.VersionId is { } stated
            ? Views.Version(stated) ?? throw GlueErrors.Invalid($"Version Id {stated} is not valid.")
            : table.Version;
        var found = version == table.Version
            ? table
            : catalog.State.Read(state => catalog.FindVersion(state, place, table.Database, table.Name, version));
        return ValueTask.FromResult(new GetTableVersionResponse
        {
            TableVersion = new()
            {
                Table = Views.Table(place, found ?? throw GlueErrors.NoVersion()),
                VersionId = Views.VersionId(version),
            },
        });
    }
}
