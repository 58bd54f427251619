using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Weir.Protocols.Mqtt;

/// <summary>The other end of a connection, as the listener knows it.</summary>
internal sealed record MqttPeer
{
    public required MqttTransport Transport { get; init; }

    /// <summary>The listener's short name, for metrics: <c>mqtt</c>, <c>mqtts</c>, <c>websocket</c>.</summary>
    public required string Listener { get; init; }
    public IPAddress? Address { get; init; }
    public X509Certificate2? Certificate { get; init; }
    public object? Ticket { get; init; }
}
