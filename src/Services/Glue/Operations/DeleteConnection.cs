using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Forgets a connection.</summary>
internal sealed class DeleteConnection(CatalogStore catalog)
    : IOperation<DeleteConnectionRequest, DeleteConnectionResponse>
{
    public string Resource(CallContext call, DeleteConnectionRequest request) => Place.ConnectionArn(call, request.ConnectionName);

    public async ValueTask<DeleteConnectionResponse> HandleAsync(
        CallContext call, DeleteConnectionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:DeleteConnection", null);
        var place = Place.Of(call, request.CatalogId);
        await catalog.State.WriteAsync(
            state =>
            {
                Connections.Delete(catalog, state, place, call, request.ConnectionName);
                return true;
            },
            cancellationToken);
        return new();
    }
}
