using System.Text.Json.Nodes;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Enters a table by a metadata file that is there.</summary>
internal sealed class RegisterTable(RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        var database = RestNames.Database(call, request);
        var document = request.Document();
        var loaded = await tables.RegisterAsync(
            call, database, RestNames.Required(document, "name").ToLowerInvariant(), RestNames.Required(document, "metadata-location"),
            document["overwrite"] is JsonValue value && value.TryGetValue<bool>(out var isOverwrite) && isOverwrite, cancellationToken);
        return CatalogAnswer.Of(RestTables.Shown(call, loaded));
    }
}
