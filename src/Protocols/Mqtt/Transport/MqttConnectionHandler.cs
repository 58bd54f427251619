using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Weir.Kernel.Core;

namespace Weir.Protocols.Mqtt;

/// <summary>Serves MQTT on a Kestrel listener: plain TCP, or TLS when the listener has it.</summary>
public sealed class MqttConnectionHandler(MqttBroker broker, IMqttAuthenticator authenticator, IdSource ids) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var tls = connection.Features.Get<ITlsConnectionFeature>();
        var certificate = tls is null ? null : await tls.GetClientCertificateAsync(connection.ConnectionClosed);
        var peer = new MqttPeer
        {
            Transport = tls is null ? MqttTransport.Tcp : MqttTransport.Tls,
            Listener = tls is null ? "mqtt" : "mqtts",
            Address = (connection.RemoteEndPoint as IPEndPoint)?.Address,
            Certificate = certificate,
        };
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            ?? CancellationToken.None;
        await ServeAsync(connection.Transport, peer, stopping);
    }

    /// <summary>Serves one connection over any pipe, until it ends.</summary>
    internal Task ServeAsync(IDuplexPipe transport, MqttPeer peer, CancellationToken stopping) =>
        new MqttConnection(broker, authenticator, ids, transport, peer).RunAsync(stopping);
}
