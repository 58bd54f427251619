using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Weir.Kernel.Core;
using Weir.Server.Commands;
using Weir.Server.Http;
using Weir.Server.Observability;

namespace Weir.Server;

/// <summary>The platform, running in this process: the program's own host, and a library for tests and app hosts.</summary>
/// <remarks>Disposing stops it: connections drain, workers finish their step, state is closed.</remarks>
public sealed class WeirServer : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    private readonly WebApplication _application;
    private readonly DataDirectory _directory;
    private readonly PlatformHost _platform;
    private readonly BoundPorts _ports;
    private bool _isStopped;

    private WeirServer(WebApplication application, DataDirectory directory, PlatformHost platform, BoundPorts ports, WeirSettings settings)
    {
        _application = application;
        _directory = directory;
        _platform = platform;
        _ports = ports;
        Settings = settings;
    }

    public WeirSettings Settings { get; }

    /// <summary>The address of all AWS APIs: <c>http://127.0.0.1:4566</c>.</summary>
    public string Endpoint => $"http://{HostText(Settings)}:{_ports.Aws}";

    /// <summary>The port each listener really took, by name: <c>aws</c>, <c>mqtt</c>, <c>mqtts</c> …</summary>
    public IReadOnlyDictionary<string, int> Ports => _ports.All;

    internal string ReadyLine =>
        JsonSerializer.Serialize(new ReadyEvent("ready", Endpoint, Ports), StatusJson.Default.ReadyEvent);

    /// <summary>Starts the platform and returns when every listener accepts.</summary>
    /// <exception cref="StartException">A port is in use, or the data directory is locked or damaged.</exception>
    public static Task<WeirServer> StartAsync(WeirSettings settings, CancellationToken cancellationToken = default) =>
        StartAsync(settings, new LogOptions(false, LogLevel.Warning), cancellationToken);

    internal static async Task<WeirServer> StartAsync(WeirSettings settings, LogOptions logs, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.Open(settings.DataDirectory);
        WebApplication? application = null;
        PlatformHost? platform = null;
        Listeners? listeners = null;
        try
        {
            var used = settings with { DataDirectory = directory.Path };
            var ports = new BoundPorts();
            listeners = new Listeners(used, ports);
            application = Build(logs, listeners);
            platform = new PlatformHost(
                used, directory, ports, application.Services.GetRequiredService<ILoggerFactory>(), application.Lifetime.StopApplication);
            listeners.Platform = platform;
            await platform.CreateAsync();
            Endpoints.Map(application, platform);
            await application.StartAsync(cancellationToken);
            listeners.Bind();
            await platform.StartAsync(cancellationToken);
            return new WeirServer(application, directory, platform, ports, used);
        }
        catch (Exception failure)
        {
            if (platform is not null)
            {
                await platform.DisposeAsync();
            }

            if (application is not null)
            {
                await application.DisposeAsync();
            }

            directory.Dispose();
            throw failure switch
            {
                IOException { InnerException: AddressInUseException } => new StartException(listeners?.InUse(failure.Message) ?? failure.Message, failure),
                IOException or SocketException => new StartException(failure.Message.TrimEnd('.'), failure),
                _ => failure,
            };
        }
    }

    /// <summary>Returns after the token is cancelled or the platform stops of itself.</summary>
    public async Task RunUntilAsync(CancellationToken cancellationToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancelled = cancellationToken.Register(() => stopping.TrySetResult());
        using var ended = _application.Lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        await stopping.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        await StopListenersAsync();
        await _platform.DisposeAsync();
        await _application.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>The service of a type that the composition holds; for the program's own commands.</summary>
    internal T Get<T>()
        where T : notnull => _platform.Created.Services.GetRequiredService<T>();

    private async Task StopListenersAsync()
    {
        using var patience = new CancellationTokenSource(StopTime);
        try
        {
            await _application.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // What did not finish in time is cut off here; nothing of it was acknowledged.
        }
    }

    private static WebApplication Build(LogOptions logs, Listeners listeners)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "weir" });
        Logging.Configure(builder.Logging, logs);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(listeners.Configure);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTime);
        return builder.Build();
    }

    private static string HostText(WeirSettings settings) => settings.Host switch
    {
        "0.0.0.0" or "::" => "127.0.0.1",
        var host when host.Contains(':', StringComparison.Ordinal) => $"[{host}]",
        var host => host,
    };
}
