using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Keeps how to reach a store of data.</summary>
internal sealed class CreateConnection(CatalogStore catalog, JdbcConnections connections, TimeProvider clock)
    : IOperation<CreateConnectionRequest, CreateConnectionResponse>
{
    public string Resource(CallContext call, CreateConnectionRequest request) => Place.ConnectionArn(call, request.ConnectionInput.Name);

    public async ValueTask<CreateConnectionResponse> HandleAsync(
        CallContext call, CreateConnectionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:CreateConnection", null);
        var place = Place.Of(call, request.CatalogId);
        var connection = Connections.Checked(call, request.ConnectionInput, clock.GetUtcNow());
        if (request.ConnectionInput.ValidateCredentials == true)
        {
            await TestConnection.TryAsync(call, connections, request.ConnectionInput.ConnectionType, request.ConnectionInput.ConnectionProperties, cancellationToken);
        }

        var tags = CatalogTags.Add(CatalogTags.None, request.Tags);
        await catalog.State.WriteAsync(
            state =>
            {
                if (catalog.Things.Connections.Find(state, place, connection.Name) is not null)
                {
                    throw GlueErrors.ConnectionExists(connection.Name);
                }

                catalog.Things.Connections.Put(state, place, connection, connection.Name);
                catalog.PutTags(state, Place.ConnectionArn(call, connection.Name), tags);
                return true;
            },
            cancellationToken);
        return new() { CreateConnectionStatus = "READY" };
    }
}
