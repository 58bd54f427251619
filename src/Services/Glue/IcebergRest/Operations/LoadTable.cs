using Weir.Engines.Iceberg.Metadata;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>A table's metadata; its snapshots all, or those of branches and tags.</summary>
internal sealed class LoadTable(RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        var entry = tables.Require(call, RestNames.Database(call, request), RestNames.Table(request));
        var loaded = await tables.LoadAsync(call, entry, cancellationToken);
        var metadata = request.Snapshots switch
        {
            null or "" or "all" => loaded.Metadata,
            "refs" => OfRefs(loaded.Metadata),
            var other => throw RestErrors.BadRequest($"snapshots is all or refs, not {other}"),
        };
        return CatalogAnswer.Of(RestTables.Shown(call, loaded with { Metadata = metadata }));
    }

    private static TableMetadata OfRefs(TableMetadata table)
    {
        var named = table.Refs.Values.Select(reference => reference.SnapshotId).ToHashSet();
        return table with { Snapshots = table.Snapshots.RemoveAll(snapshot => !named.Contains(snapshot.Id)) };
    }
}
