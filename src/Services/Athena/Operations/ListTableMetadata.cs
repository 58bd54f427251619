using System.Text.RegularExpressions;
using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists a database's tables, those whose names match a regular expression.</summary>
internal sealed class ListTableMetadata(ITableCatalog catalog, DataCatalogs catalogs)
    : IOperation<ListTableMetadataRequest, ListTableMetadataResponse>
{
    public string Resource(CallContext call, ListTableMetadataRequest request) => AthenaArns.Catalog(call, request.CatalogName);

    public ValueTask<ListTableMetadataResponse> HandleAsync(
        CallContext call, ListTableMetadataRequest request, CancellationToken cancellationToken)
    {
        catalogs.RequireGlue(call, request.CatalogName);
        var database = request.DatabaseName.ToLowerInvariant();
        _ = catalog.FindDatabase(call, database) ?? throw AthenaErrors.Metadata($"Database {request.DatabaseName} not found.");
        var matches = Matcher(request.Expression);
        var tables = catalog.ListTables(call, database, null)
            .Where(table => matches(table.Name))
            .OrderBy(table => table.Name, StringComparer.Ordinal);
        var (page, next) = Pages.Cut(tables, table => table.Name, request.NextToken, Constraints.PageSize(request.MaxResults, 1, AthenaLimits.PageDefault));
        return ValueTask.FromResult(new ListTableMetadataResponse
        {
            TableMetadataList = [.. page.Select(CatalogShapes.Write)],
            NextToken = next,
        });
    }

    private static Func<string, bool> Matcher(string? expression)
    {
        if (string.IsNullOrEmpty(expression))
        {
            return static _ => true;
        }

        try
        {
            // Somebody else's pattern: without backtracking, so that none runs for ever.
            var pattern = new Regex($"^(?:{expression})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return pattern.IsMatch;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw AthenaErrors.InvalidInput($"Invalid expression: {expression}");
        }
    }
}
