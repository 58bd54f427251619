using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists data catalogs: the account's Glue catalog, and those registered beside it.</summary>
internal sealed class ListDataCatalogs(DataCatalogs catalogs) : IOperation<ListDataCatalogsRequest, ListDataCatalogsResponse>
{
    public string Resource(CallContext call, ListDataCatalogsRequest request) => "*";

    public ValueTask<ListDataCatalogsResponse> HandleAsync(
        CallContext call, ListDataCatalogsRequest request, CancellationToken cancellationToken)
    {
        var (page, next) = Pages.Cut(catalogs.List(call), catalog => catalog.Name, request.NextToken, Constraints.PageSize(request.MaxResults, 2, AthenaLimits.PageDefault));
        return ValueTask.FromResult(new ListDataCatalogsResponse
        {
            DataCatalogsSummary = [.. page.Select(catalog => new DataCatalogSummary { CatalogName = catalog.Name, Type = catalog.Type })],
            NextToken = next,
        });
    }
}
