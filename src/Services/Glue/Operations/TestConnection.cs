using Weir.Engines.Databases;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Opens a connection, kept or stated, and closes it again.</summary>
internal sealed class TestConnection(CatalogStore catalog, JdbcConnections connections)
    : IOperation<TestConnectionRequest, TestConnectionResponse>
{
    public string Resource(CallContext call, TestConnectionRequest request) =>
        request.ConnectionName is { } name ? Place.ConnectionArn(call, name) : Place.CatalogArn(call);

    public async ValueTask<TestConnectionResponse> HandleAsync(
        CallContext call, TestConnectionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:TestConnection", null);
        var place = Place.Of(call, request.CatalogId);
        switch (request)
        {
            case { ConnectionName: { } name, TestConnectionInput: null }:
                var kept = catalog.State.Read(state => catalog.Things.Connections.Find(state, place, name)) ?? throw GlueErrors.NoConnection(name);
                await TryAsync(call, connections, kept.Type, kept.Properties, cancellationToken);
                break;
            case { ConnectionName: null, TestConnectionInput: { } stated }:
                if (stated.AuthenticationConfiguration is not null)
                {
                    throw GlueErrors.NotBuilt(nameof(stated.AuthenticationConfiguration));
                }

                Connections.Require(stated.ConnectionType, stated.ConnectionProperties);
                await TryAsync(call, connections, stated.ConnectionType, stated.ConnectionProperties, cancellationToken);
                break;
            default:
                throw GlueErrors.Invalid("Either ConnectionName or TestConnectionInput is needed, and only one of them.");
        }

        return new();
    }

    internal static async ValueTask TryAsync(
        CallContext call, JdbcConnections connections, string type, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken)
    {
        switch (await connections.OpenAsync(call, type, properties, database: null, cancellationToken))
        {
            case DatabaseOpening.Opened(var database):
                await database.DisposeAsync();
                break;
            case DatabaseOpening.Refused(_, var message):
                throw GlueErrors.Invalid(message);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
