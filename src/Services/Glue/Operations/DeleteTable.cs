using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes a table with its versions and partitions.</summary>
internal sealed class DeleteTable(CatalogStore catalog, CatalogWriter writer)
    : IOperation<DeleteTableRequest, DeleteTableResponse>
{
    public string Resource(CallContext call, DeleteTableRequest request) => Place.TableArn(call, request.DatabaseName, request.Name);

    public async ValueTask<DeleteTableResponse> HandleAsync(
        CallContext call, DeleteTableRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:DeleteTable", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Refusals.Transaction(request.TransactionId);
        await catalog.State.WriteAsync(
            state =>
            {
                writer.DeleteTable(state, place, request.DatabaseName.ToLowerInvariant(), request.Name.ToLowerInvariant());
                catalog.PutTags(state, Place.TableArn(call, request.DatabaseName, request.Name), CatalogTags.None);
                return true;
            },
            cancellationToken);
        return new();
    }
}
