using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the tables of a database whose names fit an expression.</summary>
internal sealed class GetTables(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetTablesRequest, GetTablesResponse>
{
    public string Resource(CallContext call, GetTablesRequest request) => Place.DatabaseArn(call, request.DatabaseName);

    public ValueTask<GetTablesResponse> HandleAsync(
        CallContext call, GetTablesRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetTables", null);
        var owner = links.Database(call, "glue:GetTables", request.CatalogId, request.DatabaseName);
        var isLinked = owner != new DatabaseAt(Place.Of(call, request.CatalogId), request.DatabaseName.ToLowerInvariant());
        Refusals.TimeTravel(request.QueryAsOfTime, request.TransactionId);
        var size = Paging.Size(request.MaxResults, GlueLimits.TablesPageMax);
        var after = Paging.Last(request.NextToken)?[0];
        var isBrief = Refusals.Attributes(request.AttributesToGet, "TABLE_TYPE", out var withType);
        var isWanted = NamePattern.Expression(request.Expression);
        var (tables, token) = catalog.State.Read(state =>
        {
            var database = catalog.RequireDatabase(state, owner.Place, owner.Name);
            return Paging.Cut(
                catalog.Tables(state, owner.Place, database.Name, after).Where(table => isWanted(table.Name)), size, table => [table.Name]);
        });
        return ValueTask.FromResult(new GetTablesResponse
        {
            // Links of a database that is reached through a link are shown as they are.
            TableList = [.. tables.Select(table => isLinked ? table : links.See(call, "glue:GetTable", new(owner.Place, table.Database, table.Name), table).Table)
                .Select(table => isBrief
                    ? new Table { Name = table.Name, DatabaseName = table.Database, TableType = withType ? table.TableType : null, CatalogId = owner.Place.Account }
                    : Views.Table(owner.Place, table))],
            NextToken = token,
        });
    }
}
