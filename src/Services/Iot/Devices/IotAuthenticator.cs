using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Signatures;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Devices;

/// <summary>
/// Lets MQTT clients in: by client certificate over TLS, by signature over WebSocket, by access key as user name and secret as
/// password, and on a loopback address without credentials as the account's root.
/// </summary>
internal sealed class IotAuthenticator(
    WeirSettings settings, IEnumerable<ICredentialSource> credentials, IRequestAuthenticator signatures, IAuthorizer authorizer,
    CertificateTable certificates, DeviceIdentity devices) : IMqttAuthenticator
{
    private const string Anonymous = "anonymous";

    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials client, CancellationToken cancellationToken)
    {
        var known = client.Transport switch
        {
            MqttTransport.Tls => ByCertificate(client),
            MqttTransport.WebSocket when client.Ticket is WebSocketTicket ticket => ByTicket(client, ticket),
            MqttTransport.Tcp or MqttTransport.WebSocket => ByPassword(client),
            _ => null,
        };
        return ValueTask.FromResult<MqttAuthentication>(
            known is null ? new MqttAuthentication.Refused(MqttReason.NotAuthorized, "the credentials are not accepted")
            : !known.MayConnect(client.ClientId)
                ? new MqttAuthentication.Refused(MqttReason.NotAuthorized, $"not authorized to connect as '{client.ClientId}'")
            : new MqttAuthentication.Accepted(known));
    }

    public ValueTask<MqttUpgrade> AuthenticateUpgradeAsync(MqttUpgradeRequest request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.ToDictionary(
            header => header.Key, header => new StringValues(header.Value), StringComparer.OrdinalIgnoreCase);
        var isSigned = request.Query.Contains("X-Amz-Signature", StringComparison.OrdinalIgnoreCase) || headers.ContainsKey("Authorization");
        if (!isSigned)
        {
            // without a signature the CONNECT must show who it is; on loopback nobody need
            return ValueTask.FromResult(new MqttUpgrade(101));
        }

        try
        {
            var authentication = signatures.Authenticate(new()
            {
                Method = request.Method,
                RawPath = request.Path,
                RawQuery = request.Query.TrimStart('?'),
                Headers = headers,
                Host = request.Host,
                SourceAddress = request.RemoteAddress,
                Body = System.Buffers.ReadOnlySequence<byte>.Empty,
                Family = ErrorFamily.RestJson,
            });
            return ValueTask.FromResult(new MqttUpgrade(
                101, Ticket: new WebSocketTicket(authentication.Caller, authentication.Region)));
        }
        catch (ServiceException refused)
        {
            return ValueTask.FromResult(new MqttUpgrade(403, refused.Message));
        }
    }

    private IotPrincipal? ByCertificate(MqttCredentials client)
    {
        if (client.Certificate is not { } shown
            || certificates.FindAnywhere(CertificateFactory.IdOf(shown)) is not { Status: "ACTIVE" } certificate)
        {
            return null;
        }

        var realm = new IotRealm(certificate.Account, certificate.Region);
        var caller = new Caller
        {
            Account = certificate.Account,
            Arn = CertificateTable.ArnOf(certificate),
            Kind = CallerKind.Device,
            UserId = certificate.Id,
        };
        return Principal(client, realm, caller, certificate.Id);
    }

    private IotPrincipal ByTicket(MqttCredentials client, WebSocketTicket ticket) =>
        Principal(client, new(ticket.Caller.Account, ticket.Region), ticket.Caller, ticket.Caller.UserId);

    private IotPrincipal? ByPassword(MqttCredentials client)
    {
        if (string.IsNullOrEmpty(client.UserName))
        {
            return settings.IsLoopback && IsLocal(client.RemoteAddress)
                ? Principal(client, new(settings.AccountId, settings.Region), Caller.Root(settings.AccountId), Anonymous)
                : null;
        }

        // AWS SDKs append "?SDK=…" to the user name
        var name = client.UserName.Split('?', 2)[0];
        foreach (var source in credentials)
        {
            if (source.Find(name) is { SessionToken: null } credential)
            {
                var isRight = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(credential.Secret), client.Password ?? []);
                return isRight
                    ? Principal(client, new(credential.Caller.Account, settings.Region), credential.Caller, credential.Caller.UserId)
                    : null;
            }
        }

        return null;
    }

    private IotPrincipal Principal(MqttCredentials client, IotRealm realm, Caller caller, string id) =>
        devices.Principal(authorizer, realm, caller, id, client.ClientId, client.RemoteAddress);

    private static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private sealed record WebSocketTicket(Caller Caller, string Region);
}
