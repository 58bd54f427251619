using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Replaces how to reach a store of data.</summary>
internal sealed class UpdateConnection(CatalogStore catalog, JdbcConnections connections, TimeProvider clock)
    : IOperation<UpdateConnectionRequest, UpdateConnectionResponse>
{
    public string Resource(CallContext call, UpdateConnectionRequest request) => Place.ConnectionArn(call, request.Name);

    public async ValueTask<UpdateConnectionResponse> HandleAsync(
        CallContext call, UpdateConnectionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:UpdateConnection", null);
        var place = Place.Of(call, request.CatalogId);
        var wanted = Connections.Checked(call, request.ConnectionInput, clock.GetUtcNow());
        if (request.ConnectionInput.ValidateCredentials == true)
        {
            await TestConnection.TryAsync(call, connections, request.ConnectionInput.ConnectionType, request.ConnectionInput.ConnectionProperties, cancellationToken);
        }

        if (wanted.Name != request.Name)
        {
            throw GlueErrors.Invalid("The name of a connection cannot be changed.");
        }

        await catalog.State.WriteAsync(
            state =>
            {
                var current = catalog.Things.Connections.Find(state, place, request.Name) ?? throw GlueErrors.NoConnection(request.Name);
                catalog.Things.Connections.Put(state, place, wanted with { Created = current.Created }, wanted.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
