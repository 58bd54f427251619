using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the tables of a database whose names fit an expression.</summary>
internal sealed class GetTables(CatalogStore catalog)
    : IOperation<GetTablesRequest, GetTablesResponse>
{
    public string Resource(CallContext call, GetTablesRequest request) => Place.DatabaseArn(call, request.DatabaseName);

    public ValueTask<GetTablesResponse> HandleAsync(
        CallContext call, GetTablesRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetTables", null);
        var place = Place.Of(call, request.CatalogId);
        Refusals.TimeTravel(request.QueryAsOfTime, request.TransactionId);
        var size = Paging.Size(request.MaxResults, GlueLimits.TablesPageMax);
        var after = Paging.Last(request.NextToken)?[0];
        var isBrief = Refusals.Attributes(request.AttributesToGet, "TABLE_TYPE", out var withType);
        var isWanted = NamePattern.Expression(request.Expression);
        var (tables, token) = catalog.State.Read(state =>
        {
            var database = catalog.RequireDatabase(state, place, request.DatabaseName.ToLowerInvariant());
            return Paging.Cut(
                catalog.Tables(state, place, database.Name, after).Where(table => isWanted(table.Name)), size, table => [table.Name]);
        });
        return ValueTask.FromResult(new GetTablesResponse
        {
            TableList = [.. tables.Select(table => isBrief
                ? new Table { Name = table.Name, DatabaseName = table.Database, TableType = withType ? table.TableType : null, CatalogId = place.Account }
                : Views.Table(place, table))],
            NextToken = token,
        });
    }
}
