using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists the catalog's databases.</summary>
internal sealed class ListDatabases(ITableCatalog catalog, DataCatalogs catalogs) : IOperation<ListDatabasesRequest, ListDatabasesResponse>
{
    public string Resource(CallContext call, ListDatabasesRequest request) => AthenaArns.Catalog(call, request.CatalogName);

    public ValueTask<ListDatabasesResponse> HandleAsync(
        CallContext call, ListDatabasesRequest request, CancellationToken cancellationToken)
    {
        catalogs.RequireGlue(call, request.CatalogName);
        var databases = catalog.ListDatabases(call).OrderBy(database => database.Name, StringComparer.Ordinal);
        var (page, next) = Pages.Cut(
            databases, database => database.Name, request.NextToken, Constraints.PageSize(request.MaxResults, 1, AthenaLimits.PageDefault));
        return ValueTask.FromResult(new ListDatabasesResponse { DatabaseList = [.. page.Select(CatalogShapes.Write)], NextToken = next });
    }
}
