using Weir.Engines.Iceberg.Catalogs;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Commits to a table: what is required of it, what changes.</summary>
internal sealed class UpdateTable(RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        var database = RestNames.Database(call, request);
        var commit = new TableCommit(database, RestNames.Table(request), RestTables.Told(() => CommitRequest.Parse(request.Document())));
        var answer = RestTables.Shown(call, await tables.CommitAsync(call, commit, cancellationToken));
        answer.Remove("config");
        return CatalogAnswer.Of(answer);
    }
}
