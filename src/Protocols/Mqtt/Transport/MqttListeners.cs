using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Weir.Protocols.Mqtt;

/// <summary>How a server composes the broker: registration, and its three ways in.</summary>
public static class MqttListeners
{
    /// <summary>
    /// Registers the broker. Whoever calls also registers <see cref="IMqttAuthenticator"/>, <see cref="IMqttSessionStore"/> and
    /// <see cref="IMqttMessageSink"/>.
    /// </summary>
    public static IServiceCollection AddMqtt(this IServiceCollection services, MqttSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<MqttBroker>();
        services.AddSingleton<MqttConnectionHandler>();
        services.AddHostedService(provider => provider.GetRequiredService<MqttBroker>());
        return services;
    }

    /// <summary>MQTT on this listener: plain TCP.</summary>
    /// <param name="handler">Asked for with each connection: the broker behind a listener may be exchanged.</param>
    public static void UseMqtt(this ListenOptions listener, Func<Task<MqttConnectionHandler>> handler) =>
        listener.Run(async connection => await (await handler()).OnConnectedAsync(connection));

    /// <summary>MQTT over TLS; every client must show a certificate, which the authenticator judges.</summary>
    /// <param name="serverCertificate">Asked for with the first connection, so that starting need not wait for keys.</param>
    public static void UseMqtts(this ListenOptions listener, Func<X509Certificate2> serverCertificate, Func<Task<MqttConnectionHandler>> handler)
    {
        var certificate = new Lazy<X509Certificate2>(serverCertificate);
        listener.Protocols = HttpProtocols.Http1;
        listener.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificateSelector = (_, _) => certificate.Value,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            // registered certificates are trusted one by one, whoever signed them
            ClientCertificateValidation = static (_, _, _) => true,
            CheckCertificateRevocation = false,
        });
        listener.UseMqtt(handler);
    }

    /// <summary>One HTTP request for MQTT over WebSocket. The application must use WebSockets.</summary>
    public static async Task ServeAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains("mqtt"))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "this is MQTT over WebSocket, subprotocol mqtt");
            return;
        }

        var services = http.RequestServices;
        var upgrade = await services.GetRequiredService<IMqttAuthenticator>().AuthenticateUpgradeAsync(RequestOf(http), http.RequestAborted);
        if (upgrade.Status != StatusCodes.Status101SwitchingProtocols)
        {
            await RefuseAsync(http, upgrade.Status, upgrade.Message ?? "refused");
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync("mqtt");
        await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, closeTimeout: TimeSpan.FromSeconds(2));
        var transport = new DuplexPipe(PipeReader.Create(stream), PipeWriter.Create(stream));
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        await services.GetRequiredService<MqttConnectionHandler>().ServeAsync(
            transport,
            new()
            {
                Transport = MqttTransport.WebSocket,
                Listener = "websocket",
                Address = http.Connection.RemoteIpAddress,
                Ticket = upgrade.Ticket,
            },
            lifetime.ApplicationStopping);
        await transport.Output.CompleteAsync();
        await transport.Input.CompleteAsync();
    }

    private static MqttUpgradeRequest RequestOf(HttpContext http) => new()
    {
        Method = http.Request.Method,
        Host = http.Request.Host.Value ?? "",
        Path = http.Request.Path.Value ?? "/",
        Query = http.Request.QueryString.Value ?? "",
        Headers = [.. http.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()))],
        IsTls = http.Request.IsHttps,
        RemoteAddress = http.Connection.RemoteIpAddress,
    };

    private static Task RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(message, http.RequestAborted);
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
