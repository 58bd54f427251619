using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists data catalogs: the account's Glue catalog.</summary>
internal sealed class ListDataCatalogs : IOperation<ListDataCatalogsRequest, ListDataCatalogsResponse>
{
    public string Resource(CallContext call, ListDataCatalogsRequest request) => "*";

    public ValueTask<ListDataCatalogsResponse> HandleAsync(
        CallContext call, ListDataCatalogsRequest request, CancellationToken cancellationToken)
    {
        DataCatalog[] catalogs = [CatalogShapes.GlueCatalog];
        var (page, next) = Pages.Cut(catalogs, catalog => catalog.Name, request.NextToken, request.MaxResults, AthenaLimits.PageDefault);
        return ValueTask.FromResult(new ListDataCatalogsResponse
        {
            DataCatalogsSummary = [.. page.Select(catalog => new DataCatalogSummary { CatalogName = catalog.Name, Type = catalog.Type })],
            NextToken = next,
        });
    }
}
