using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.State.Sqlite;
using Weir.Kernel.Wire;
using Weir.Server.Commands;
using Weir.Server.ConsoleApi;
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
    private readonly SqliteStateStore _state;
    private readonly BoundPorts _ports;
    private bool _isStopped;

    private WeirServer(WebApplication application, DataDirectory directory, SqliteStateStore state, BoundPorts ports, WeirSettings settings)
    {
        _application = application;
        _directory = directory;
        _state = state;
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
        SqliteStateStore? state = null;
        try
        {
            var used = settings with { DataDirectory = directory.Path };
            state = OpenState(directory, used);
            var ports = new BoundPorts();
            var listeners = new Listeners(used, ports);
            var application = Build(used, logs, state, ports, listeners);
            try
            {
                await application.StartAsync(cancellationToken);
            }
            catch
            {
                await application.DisposeAsync();
                throw;
            }

            return new WeirServer(application, directory, state, ports, used);
        }
        catch (Exception failure)
        {
            if (state is not null)
            {
                await state.DisposeAsync();
            }

            directory.Dispose();
            throw failure is IOException { InnerException: AddressInUseException } ? new StartException(failure.Message.TrimEnd('.'), failure) : failure;
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
        using var patience = new CancellationTokenSource(StopTime);
        try
        {
            await _application.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // What did not finish in time is cut off here; nothing of it was acknowledged.
        }

        await _application.DisposeAsync();
        await _state.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>The service of a type that the composition holds; for the program's own commands.</summary>
    internal T Get<T>()
        where T : notnull => _application.Services.GetRequiredService<T>();

    private static SqliteStateStore OpenState(DataDirectory directory, WeirSettings settings)
    {
        try
        {
            return SqliteStateStore.Open(directory.StatePath, settings.Durability, TimeProvider.System);
        }
        catch (StateException failure)
        {
            throw new StartException($"cannot open {directory.StatePath}: {failure.Message} (weir verify tells more)", failure);
        }
    }

    private static WebApplication Build(
        WeirSettings settings, LogOptions logs, SqliteStateStore state, BoundPorts ports, Listeners listeners)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "weir" });
        Logging.Configure(builder.Logging, logs);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(listeners.Configure);

        var services = builder.Services;
        services.AddMetrics();
        services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = StopTime;
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
            options.ServicesStartConcurrently = true;
        });
        services.AddSingleton(settings);
        services.AddSingleton(ports);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IdSource>();
        services.AddSingleton<IStateStore>(state);
        services.AddSingleton<HopMetrics>();
        services.AddSingleton<MetricsCollector>();
        services.AddSingleton(new Uptime(TimeProvider.System.GetTimestamp()));
        services.AddIdentity();
        foreach (var module in Modules.All)
        {
            services.AddSingleton(module);
            module.Register(services);
        }

        services.AddFrontDoor();
        services.AddSingleton<DashboardStore>();
        services.AddSingleton<ConsoleAccess>();
        services.AddSingleton<ConsoleRoutes>();
        services.AddSingleton<PlatformPages>();
        var application = builder.Build();

        // The collector must listen before the first instrument counts.
        application.Services.GetRequiredService<MetricsCollector>();
        application.Lifetime.ApplicationStarted.Register(listeners.Bind);
        Endpoints.Map(application);
        return application;
    }

    private static string HostText(WeirSettings settings) => settings.Host switch
    {
        "0.0.0.0" or "::" => "127.0.0.1",
        var host when host.Contains(':', StringComparison.Ordinal) => $"[{host}]",
        var host => host,
    };
}

/// <summary>When this process began to start.</summary>
internal sealed record Uptime(long StartedTimestamp);
