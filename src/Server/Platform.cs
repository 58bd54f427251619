using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.State.Sqlite;
using Weir.Kernel.Wire;
using Weir.Server.ConsoleApi;
using Weir.Server.Http;
using Weir.Server.Observability;

namespace Weir.Server;

/// <summary>Everything behind the listeners: the modules, their state and their workers, in a container of their own.</summary>
/// <remarks>The listeners outlive it, so that a reset can put an empty one in its place.</remarks>
internal sealed class Platform : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly SqliteStateStore _state;
    private readonly PlatformLifetime _lifetime;
    private readonly List<IHostedService> _workers = [];
    private bool _isStopped;

    private Platform(ServiceProvider services, SqliteStateStore state, PlatformLifetime lifetime)
    {
        _services = services;
        _state = state;
        _lifetime = lifetime;
        FrontDoor = services.GetRequiredService<FrontDoor>();
        Pages = services.GetRequiredService<PlatformPages>();
    }

    public IServiceProvider Services => _services;

    public FrontDoor FrontDoor { get; }

    public PlatformPages Pages { get; }

    /// <summary>Composes a platform on a data directory; its workers do not run yet.</summary>
    public static async Task<Platform> CreateAsync(
        WeirSettings settings, DataDirectory directory, BoundPorts ports, ILoggerFactory logs, IPlatformReset reset, Action stopProgram)
    {
        var state = OpenState(directory, settings);
        ServiceProvider? services = null;
        try
        {
            var lifetime = new PlatformLifetime(stopProgram);
            services = Compose(settings, ports, logs, reset, state, lifetime);

            // The collector must listen before the first instrument counts.
            services.GetRequiredService<MetricsCollector>();
            return new Platform(services, state, lifetime);
        }
        catch
        {
            if (services is not null)
            {
                await services.DisposeAsync();
            }

            await state.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in _services.GetServices<IHostedService>())
        {
            // Not this token: a worker keeps the one it is started with, and would end by itself, before its turn, when the program is told to stop.
            cancellationToken.ThrowIfCancellationRequested();
            await worker.StartAsync(CancellationToken.None);
            _workers.Add(worker);
            if (worker is BackgroundService { ExecuteTask: { } work })
            {
                _ = WatchAsync(worker, work);
            }
        }

        _lifetime.Started();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        _lifetime.Stopping();
        foreach (var worker in Enumerable.Reverse(_workers))
        {
            try
            {
                await worker.StopAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // What does not finish in time is cut off; nothing of it was acknowledged.
            }
        }

        _lifetime.Stopped();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _state.DisposeAsync();
    }

    private static SqliteStateStore OpenState(DataDirectory directory, WeirSettings settings)
    {
        try
        {
            return SqliteStateStore.Open(directory.StatePath, settings.Durability, TimeProvider.System);
        }
        catch (StateException failure)
        {
            throw new StartException(
                failure.Message.Contains(directory.StatePath, StringComparison.Ordinal) ? failure.Message : $"cannot open {directory.StatePath}: {failure.Message}",
                failure);
        }
    }

    private static ServiceProvider Compose(
        WeirSettings settings, BoundPorts ports, ILoggerFactory logs, IPlatformReset reset, IStateStore state, PlatformLifetime lifetime)
    {
        var services = new ServiceCollection();
        services.AddSingleton(logs);
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<IHostApplicationLifetime>(lifetime);
        services.AddSingleton(reset);
        services.AddSingleton(settings);
        services.AddSingleton(ports);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IdSource>();
        services.AddSingleton(state);
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
        return services.BuildServiceProvider();
    }

    /// <summary>A worker that fails ends the program: a platform with a dead hop must not look alive.</summary>
    private async Task WatchAsync(IHostedService worker, Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (_isStopped)
        {
            // Told to stop.
        }
        catch (Exception failure)
        {
            _services.GetRequiredService<ILogger<Platform>>().WorkerFailed(failure, worker.GetType().Name);
            _lifetime.StopApplication();
        }
    }
}

/// <summary>When this platform began to start.</summary>
internal sealed record Uptime(long StartedTimestamp);

/// <summary>The lifetime that the parts of one platform see: it may end before the program does.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "others may ask for a token at any time; the sources hold nothing to dispose of")]
internal sealed class PlatformLifetime(Action stopProgram) : IHostApplicationLifetime
{
    private readonly CancellationTokenSource _started = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();

    public CancellationToken ApplicationStarted => _started.Token;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => _stopped.Token;

    public void StopApplication() => stopProgram();

    public void Started() => _started.Cancel();

    public void Stopping() => _stopping.Cancel();

    public void Stopped() => _stopped.Cancel();
}

internal static partial class ServerLog
{
    [LoggerMessage(9001, LogLevel.Critical, "the worker {Worker} failed; the program ends")]
    public static partial void WorkerFailed(this ILogger logger, Exception failure, string worker);

    [LoggerMessage(9002, LogLevel.Information, "everything was emptied in {Milliseconds} ms")]
    public static partial void Emptied(this ILogger logger, long milliseconds);
}
