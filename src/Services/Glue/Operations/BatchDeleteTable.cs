using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes several tables; those that cannot be are named.</summary>
internal sealed class BatchDeleteTable(CatalogStore catalog, ResourceLinks links, CatalogWriter writer)
    : IOperation<BatchDeleteTableRequest, BatchDeleteTableResponse>
{
    public string Resource(CallContext call, BatchDeleteTableRequest request) => Place.DatabaseArn(call, request.DatabaseName);

    public async ValueTask<BatchDeleteTableResponse> HandleAsync(
        CallContext call, BatchDeleteTableRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:BatchDeleteTable", null);
        var at = links.Database(call, "glue:BatchDeleteTable", request.CatalogId, request.DatabaseName);
        Refusals.Transaction(request.TransactionId);
        Batches.RequireSize("tablesToDelete", request.TablesToDelete.Count, GlueLimits.BatchTablesMax);
        foreach (var name in request.TablesToDelete)
        {
            call.Authorize("glue:BatchDeleteTable", Place.TableArn(call, request.DatabaseName, name));
            call.Authorize("glue:BatchDeleteTable", Place.TableArn(at.Place, at.Name, name));
        }

        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var database = catalog.RequireDatabase(state, at.Place, at.Name);
                return Batches.Each(
                    request.TablesToDelete,
                    name => writer.DeleteTable(state, at.Place, database.Name, name.ToLowerInvariant()),
                    (name, error) => new TableError { TableName = name, ErrorDetail = Views.Error(error, isPeriodCut: true) });
            },
            cancellationToken);
        return new() { Errors = errors };
    }
}
