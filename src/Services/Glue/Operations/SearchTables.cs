using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Finds tables by text and properties that the caller may see.</summary>
internal sealed class SearchTables(CatalogStore catalog)
    : IOperation<SearchTablesRequest, SearchTablesResponse>
{
    public string Resource(CallContext call, SearchTablesRequest request) => Place.CatalogArn(call);

    public ValueTask<SearchTablesResponse> HandleAsync(
        CallContext call, SearchTablesRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, request.CatalogId);
        var size = Paging.Size(request.MaxResults, GlueLimits.SearchPageMax);
        if (Refusals.IsForeign(request.ResourceShareType))
        {
            return ValueTask.FromResult(new SearchTablesResponse { TableList = [] });
        }

        var skipped = Paging.Last(request.NextToken) is { } parts && int.TryParse(parts[0], out var count) ? count : 0;
        var found = catalog.State.Read(state => catalog.AllTables(state, place).Where(table => TableSearch.Matches(table, request)).ToList())
            .Where(table => call.Authorizer.IsAllowed(call, new()
            {
                Action = "glue:SearchTables",
                Resource = Place.TableArn(call, table.Database, table.Name),
            }));
        var page = TableSearch.Sorted(found, request.SortCriteria).Skip(skipped).Take(size + 1).ToList();
        return ValueTask.FromResult(new SearchTablesResponse
        {
            TableList = [.. page.Take(size).Select(table => Views.Table(place, table))],
            NextToken = page.Count > size ? Paging.Token($"{skipped + size}") : null,
        });
    }
}
