using System.Diagnostics;
using Weir.Kernel.Core;

namespace Weir.Server;

/// <summary>Empties everything, for test suites that start clean (<c>--dev-reset</c>).</summary>
internal interface IPlatformReset
{
    /// <summary>Returns when an empty platform answers.</summary>
    Task ResetAsync();
}

/// <summary>Holds the platform that serves now. While one is exchanged for another, callers wait for the new one.</summary>
internal sealed class PlatformHost(
    WeirSettings settings, DataDirectory directory, BoundPorts ports, ILoggerFactory logs, Action stopProgram)
    : IPlatformReset, IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _exchange = new(1, 1);
    private readonly TaskCompletionSource<Platform> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Platform? _created;
    private volatile Task<Platform>? _current;

    /// <summary>The platform, as soon as its workers run.</summary>
    public Task<Platform> CurrentAsync() => _current ?? _first.Task;

    /// <summary>The platform of now, running or not; for the program's own commands.</summary>
    public Platform Created => _created ?? throw new InvalidOperationException("there is no platform yet");

    public async Task CreateAsync() =>
        _created = await Platform.CreateAsync(settings, directory, ports, logs, this, stopProgram);

    /// <summary>Starts the workers: after the listeners are bound, because workers tell functions where the listeners are.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Created.StartAsync(cancellationToken);
        _current = Task.FromResult(Created);
        _first.SetResult(Created);
    }

    public async Task ResetAsync()
    {
        await _exchange.WaitAsync();
        var next = new TaskCompletionSource<Platform>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var started = Stopwatch.GetTimestamp();
            var old = Created;
            _current = next.Task;
            await StopAsync(old);
            directory.Empty();
            await CreateAsync();
            await Created.StartAsync(CancellationToken.None);
            next.SetResult(Created);
            logs.CreateLogger<PlatformHost>().Emptied((long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception failure)
        {
            next.TrySetException(failure);
            stopProgram();
            throw;
        }
        finally
        {
            _exchange.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _first.TrySetCanceled();
        if (_created is { } platform)
        {
            await StopAsync(platform);
        }

        _exchange.Dispose();
    }

    private static async Task StopAsync(Platform platform)
    {
        using var patience = new CancellationTokenSource(StopTime);
        await platform.StopAsync(patience.Token);
        await platform.DisposeAsync();
    }
}
