using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Weir.Kernel.Core;
using Weir.Protocols.Mqtt;
using Weir.Server.Http;

namespace Weir.Server;

/// <summary>Every listener of the program, with the port it really took.</summary>
internal sealed class Listeners(WeirSettings settings, BoundPorts ports)
{
    private const long RequestBodyMax = 5L * 1024 * 1024 * 1024 + (64 * 1024 * 1024);

    private readonly List<(string Name, ListenOptions Options)> _bound = [];
    private readonly List<(string Name, int Port)> _wanted = [];

    /// <summary>What serves the connections; set before the listeners start.</summary>
    public PlatformHost? Platform { get; set; }

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.AllowSynchronousIO = false;

        // A client with prior knowledge of HTTP/2 looks like TLS to Kestrel (see PriorKnowledge) but says http.
        options.AllowAlternateSchemes = true;
        options.Limits.MaxRequestBodySize = RequestBodyMax;
        options.Limits.MaxRequestLineSize = 16 * 1024;
        options.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        Listen(options, "aws", settings.Port, static listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.Use(next => connection => PriorKnowledge.SniffAsync(connection, next));
        });
        Listen(options, "mqtt", settings.MqttPort, listen => listen.UseMqtt(MqttAsync));
        Listen(options, "mqtts", settings.MqttsPort, listen => listen.UseMqtts(() => MqttServerCertificate.LoadOrCreate(
            Path.Combine(settings.DataDirectory, "tls"), settings.Host, TimeProvider.System), MqttAsync));
    }

    /// <summary>Remembers the ports after the listeners are bound.</summary>
    public void Bind()
    {
        foreach (var (name, options) in _bound)
        {
            ports.Set(name, ((IPEndPoint)options.EndPoint).Port);
        }
    }

    private async Task<MqttConnectionHandler> MqttAsync() =>
        (await Platform!.CurrentAsync()).Services.GetRequiredService<MqttConnectionHandler>();

    /// <summary>What to tell a person about a failure to bind: which listener, which port, which flag takes another.</summary>
    public string? InUse(string failure)
    {
        var (name, port) = _wanted.Find(one => one.Port > 0 && failure.Contains($":{one.Port}:", StringComparison.Ordinal));
        return name is null ? null : $"port {port} is in use: choose another with {(name == "aws" ? "--port" : $"--{name}-port")} (0 takes a free one)";
    }

    private void Listen(KestrelServerOptions server, string name, int port, Action<ListenOptions> configure)
    {
        _wanted.Add((name, port));
        var address = settings.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(settings.Host);
        server.Listen(address, port, listen =>
        {
            configure(listen);
            _bound.Add((name, listen));
        });
    }
}
