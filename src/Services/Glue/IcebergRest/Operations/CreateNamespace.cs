using System.Text.Json.Nodes;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Creates a database.</summary>
internal sealed class CreateNamespace(TableCatalog catalog) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        RestNames.RequireCatalog(call, request.Catalog);
        var document = request.Document();
        var wanted = Namespaces.Of(RestNames.Database(document["namespace"]), Namespaces.Texts(document["properties"]));
        try
        {
            await catalog.CreateDatabaseAsync(call, wanted, cancellationToken);
        }
        catch (ServiceException error) when (error.Code == "AlreadyExistsException")
        {
            throw RestErrors.Exists($"Namespace {wanted.Name}");
        }

        return CatalogAnswer.Of(new() { ["namespace"] = new JsonArray(wanted.Name), ["properties"] = Namespaces.Properties(wanted) });
    }
}
