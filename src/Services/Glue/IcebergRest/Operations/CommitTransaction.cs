using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Catalogs;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Commits to several tables at once: all or none.</summary>
internal sealed class CommitTransaction(RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        RestNames.RequireCatalog(call, request.Catalog);
        if (request.Document()["table-changes"] is not JsonArray { Count: > 0 and <= GlueLimits.TransactionTablesMax } changes)
        {
            throw RestErrors.BadRequest($"table-changes is a list of 1 to {GlueLimits.TransactionTablesMax} tables' changes");
        }

        await tables.CommitAllAsync(call, [.. changes.Select(CommitOf)], cancellationToken);
        return CatalogAnswer.Nothing;
    }

    private static TableCommit CommitOf(JsonNode? change)
    {
        var json = change as JsonObject ?? throw RestErrors.BadRequest("table-changes holds something that is no object");
        var (database, table) = RestNames.Identifier(json["identifier"]);
        return new(database, table, RestTables.Told(() => CommitRequest.Parse(json)));
    }
}
