using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes a table with its versions and partitions.</summary>
internal sealed class DeleteTable(CatalogStore catalog, ResourceLinks links, CatalogWriter writer)
    : IOperation<DeleteTableRequest, DeleteTableResponse>
{
    public string Resource(CallContext call, DeleteTableRequest request) => Place.TableArn(call, request.DatabaseName, request.Name);

    public async ValueTask<DeleteTableResponse> HandleAsync(
        CallContext call, DeleteTableRequest request, CancellationToken cancellationToken)
    {
        var at = links.Named(call, "glue:DeleteTable", request.CatalogId, request.DatabaseName, request.Name);
        Refusals.Transaction(request.TransactionId);
        await catalog.State.WriteAsync(
            state =>
            {
                writer.DeleteTable(state, at.Place, at.Database, at.Name);
                catalog.PutTags(state, Place.TableArn(at.Place, at.Database, at.Name), CatalogTags.None);
                return true;
            },
            cancellationToken);
        return new();
    }
}
