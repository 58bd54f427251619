using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Weir.Protocols.Mqtt;

/// <summary>Decides who may connect. Implemented by the service behind the broker.</summary>
public interface IMqttAuthenticator
{
    /// <summary>Judges a CONNECT, client id included.</summary>
    ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancellationToken);

    /// <summary>Judges an HTTP request that wants to become a WebSocket, before it does.</summary>
    ValueTask<MqttUpgrade> AuthenticateUpgradeAsync(MqttUpgradeRequest request, CancellationToken cancellationToken);
}

/// <summary>What a client shows when it connects.</summary>
public sealed record MqttCredentials
{
    public required string ClientId { get; init; }
    public required MqttTransport Transport { get; init; }
    public string? UserName { get; init; }
    public byte[]? Password { get; init; }
    public X509Certificate2? Certificate { get; init; }
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>What the authenticator made of the HTTP request, for a WebSocket.</summary>
    public object? Ticket { get; init; }
}

public enum MqttTransport
{
    Tcp,
    Tls,
    WebSocket,

    /// <summary>Not a connection: published by the platform itself or over HTTPS.</summary>
    Internal,
}

public abstract record MqttAuthentication
{
    private MqttAuthentication()
    {
    }

    public sealed record Accepted(IMqttPrincipal Principal) : MqttAuthentication;

    public sealed record Refused(MqttReason Reason, string Message) : MqttAuthentication;
}

/// <summary>An HTTP request for <c>/mqtt</c>, as far as authentication needs it.</summary>
public sealed record MqttUpgradeRequest
{
    public required string Method { get; init; }
    public required string Host { get; init; }
    public required string Path { get; init; }
    /// <summary>With the question mark, as received; empty when there is none.</summary>
    public required string Query { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }
    public required bool IsTls { get; init; }
    public IPAddress? RemoteAddress { get; init; }
}

/// <param name="Status">101 to go on; otherwise the HTTP status of the refusal.</param>
/// <param name="Message">The body of the refusal.</param>
/// <param name="Ticket">Given back with the CONNECT that follows.</param>
public sealed record MqttUpgrade(int Status, string? Message = null, object? Ticket = null);

/// <summary>A client that was let in, and what it may do. Asked on every publish: answers must be cheap (cached).</summary>
public interface IMqttPrincipal
{
    /// <summary>The name space of client ids and topics: clients of different realms never meet.</summary>
    string Realm { get; }

    /// <summary>Who it is, for logs and for consumers of messages.</summary>
    string Id { get; }

    bool MayPublish(string topic, bool retain);

    bool MaySubscribe(string filter);

    bool MayReceive(string topic);
}
