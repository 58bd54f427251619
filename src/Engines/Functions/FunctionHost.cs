using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;

namespace Weir.Engines.Functions;

/// <summary>Runs functions in pooled child processes. Safe from any thread.</summary>
/// <remarks>Nothing here must survive: sandboxes end with the server, however it ends, and are made again when asked for.</remarks>
public sealed class FunctionHost : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Sandbox> _idle = []; // the least recently used first
    private readonly HashSet<Sandbox> _all = [];
    private readonly FunctionHostOptions _options;
    private readonly IFunctionLogs _logs;
    private readonly TimeProvider _clock;
    private readonly IdSource _ids;
    private readonly ILogger<FunctionHost> _logger;
    private readonly RuntimeLocator _locator = new();
    private readonly Bootstraps _bootstraps;
    private readonly Lazy<Shepherd> _shepherd;
    private readonly string _scratch;
    private bool _isDisposed;
    private int _starting;

    public FunctionHost(
        FunctionHostOptions options, IFunctionLogs logs, TimeProvider clock, IdSource ids, ILogger<FunctionHost> logger)
    {
        _options = options with { Directory = Path.GetFullPath(options.Directory) };
        _logs = logs;
        _clock = clock;
        _ids = ids;
        _logger = logger;
        _bootstraps = new(Path.Combine(_options.Directory, "bootstraps"));
        _shepherd = new(() => new(_bootstraps.Shepherd));
        _scratch = Path.Combine(_options.Directory, "scratch");
    }

    /// <summary>Processes alive, busy or idle.</summary>
    public int Sandboxes
    {
        get
        {
            lock (_lock)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>Runs one event to its end: an answer, or an error of the function. Never throws for what the function does.</summary>
    public async Task<InvocationReport> InvokeAsync(FunctionSpec function, Invocation invocation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TakeIdle(function) is { } idle)
        {
            return await RunAsync(idle, invocation);
        }

        if (!TryReserve())
        {
            _logger.Throttled(_options.SandboxesMax, function.Owner);
            return new(InvocationOutcome.Throttled, default, "", TimeSpan.Zero);
        }

        return await StartAndRunAsync(function, invocation, cancellationToken);
    }

    /// <summary>Stops the sandboxes of a function whose code or configuration changed: the idle ones now, the busy ones after.</summary>
    public void Retire(string owner)
    {
        List<Sandbox> stopped;
        lock (_lock)
        {
            foreach (var sandbox in _all.Where(sandbox => sandbox.Spec.Owner == owner))
            {
                sandbox.IsRetired = true;
            }

            stopped = _idle.Where(sandbox => sandbox.IsRetired).ToList();
            _idle.RemoveAll(sandbox => sandbox.IsRetired);
        }

        stopped.ForEach(sandbox => Stop(sandbox, "its function changed"));
    }

    /// <summary>Stops sandboxes idle for too long; call it now and then.</summary>
    public void ReapIdle()
    {
        var now = _clock.GetUtcNow();
        List<Sandbox> stopped;
        lock (_lock)
        {
            stopped = _idle.Where(sandbox => now - sandbox.LastUsed >= _options.IdleTime || IsSpent(sandbox)).ToList();
            _idle.RemoveAll(stopped.Contains);
        }

        stopped.ForEach(sandbox => Stop(sandbox, "it was idle"));
    }

    public void Dispose()
    {
        List<Sandbox> all;
        lock (_lock)
        {
            _isDisposed = true;
            all = [.. _all];
            _idle.Clear();
        }

        all.ForEach(sandbox => Stop(sandbox, "the server stops"));
        if (_shepherd.IsValueCreated)
        {
            _shepherd.Value.Dispose();
        }
    }

    private Sandbox? TakeIdle(FunctionSpec function)
    {
        lock (_lock)
        {
            var at = _idle.FindLastIndex(sandbox => sandbox.Spec.Key == function.Key && !IsSpent(sandbox));
            if (at < 0)
            {
                return null;
            }

            var sandbox = _idle[at];
            _idle.RemoveAt(at);
            return sandbox;
        }
    }

    /// <summary>Makes room for one more process, if need be by stopping the one idle for longest.</summary>
    private bool TryReserve()
    {
        Sandbox? evicted = null;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_all.Count + _starting >= _options.SandboxesMax)
            {
                evicted = _idle.FirstOrDefault();
                if (evicted is null)
                {
                    return false;
                }

                _idle.RemoveAt(0);
                _all.Remove(evicted);
            }

            _starting++;
        }

        if (evicted is not null)
        {
            Stop(evicted, "another function needs its place");
        }

        return true;
    }

    private async Task<InvocationReport> StartAndRunAsync(
        FunctionSpec function, Invocation invocation, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        Sandbox sandbox;
        byte[]? error;
        try
        {
            var command = await CommandAsync(function);
            var environment = await EnvironmentAsync(function, command, cancellationToken);
            var id = Convert.ToHexStringLower(_ids.NewUuid().ToByteArray());
            sandbox = new(function, id, Path.Combine(_scratch, id), _logs, _clock);
            Register(sandbox);
            error = command is null
                ? FunctionErrors.NotStarted(invocation.RequestId, MissingProgram(function))
                : await TryStartAsync(sandbox, command, environment, invocation.RequestId);
        }
        finally
        {
            lock (_lock)
            {
                _starting--;
            }
        }

        if (error is null)
        {
            _logger.SandboxStarted(
                sandbox.Id, function.Owner, _clock.GetElapsedTime(started).TotalMilliseconds, sandbox.ProcessId);
            return await RunAsync(sandbox, invocation);
        }

        _logger.SandboxNotStarted(function.Owner, System.Text.Encoding.UTF8.GetString(error.AsSpan(0, Math.Min(error.Length, 512))));
        var report = await sandbox.ReportFailedStartAsync(invocation, error, _clock.GetElapsedTime(started));
        Stop(sandbox, "it did not start");
        return report;
    }

    private void Register(Sandbox sandbox)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _all.Add(sandbox);
                return;
            }
        }

        sandbox.Dispose();
        throw new ObjectDisposedException(nameof(FunctionHost));
    }

    private async Task<byte[]?> TryStartAsync(
        Sandbox sandbox, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string requestId)
    {
        try
        {
            return await sandbox.StartAsync(command, environment, _shepherd.Value, requestId);
        }
        catch (Exception exception) when (exception is IOException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
        {
            return FunctionErrors.NotStarted(requestId, exception.Message);
        }
    }

    private async Task<InvocationReport> RunAsync(Sandbox sandbox, Invocation invocation)
    {
        var report = await sandbox.InvokeAsync(invocation);
        // The client of a well-behaved function asks for more at once; one that still works gets the rest of its time, unwaited for.
        var waiting = sandbox.Waiting;
        await Task.WhenAny(waiting, Task.Delay(FunctionLimits.SettleTime, _clock));
        if (waiting.IsCompleted || sandbox.HasExited)
        {
            Return(sandbox);
        }
        else
        {
            _ = ReturnLaterAsync(sandbox, sandbox.Spec.Timeout);
        }

        return report;
    }

    private async Task ReturnLaterAsync(Sandbox sandbox, TimeSpan atMost)
    {
        await Task.WhenAny(sandbox.Waiting, Task.Delay(atMost, _clock));
        Return(sandbox);
    }

    private void Return(Sandbox sandbox)
    {
        lock (_lock)
        {
            if (!_isDisposed && sandbox.Waiting.IsCompleted && !IsSpent(sandbox))
            {
                _idle.Add(sandbox);
                return;
            }
        }

        Stop(sandbox, sandbox.HasExited ? "its process ended" : "it is spent");
    }

    private bool IsSpent(Sandbox sandbox) =>
        sandbox.IsRetired || sandbox.HasExited || _clock.GetUtcNow() - sandbox.Born >= _options.LifeTime;

    private void Stop(Sandbox sandbox, string reason)
    {
        lock (_lock)
        {
            _all.Remove(sandbox);
        }

        sandbox.Dispose();
        _logger.SandboxStopped(sandbox.Id, sandbox.Spec.Owner, reason);
    }

    /// <summary>Null when the program is not on this machine.</summary>
    private async Task<IReadOnlyList<string>?> CommandAsync(FunctionSpec function)
    {
        var program = await _locator.FindAsync(function.Runtime);
        switch (function.Runtime)
        {
            case FunctionRuntime.Node:
                // The heap's limit stays below the sandbox's, so that Node collects before it is killed.
                var heap = Math.Max(64, function.MemoryMegabytes * 9 / 10);
                return program is null ? null : [program, $"--max-old-space-size={heap}", _bootstraps.Node];
            case FunctionRuntime.Python:
                return program is null ? null : [program, "-u", _bootstraps.Python];
            case FunctionRuntime.Custom:
                var bootstrap = Path.Combine(function.TaskDirectory, "bootstrap");
                return File.Exists(bootstrap) ? [bootstrap] : null;
            default:
                throw new UnreachableException();
        }
    }

    private static string MissingProgram(FunctionSpec function) => function.Runtime switch
    {
        FunctionRuntime.Node => "there is no node program on this machine; install Node.js 20 or later",
        FunctionRuntime.Python => "there is no python3 program on this machine; install Python 3",
        FunctionRuntime.Custom => "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    };

    private async ValueTask<Dictionary<string, string>> EnvironmentAsync(
        FunctionSpec function, IReadOnlyList<string>? command, CancellationToken cancellationToken)
    {
        var programs = command is null ? "" : $"{Path.GetDirectoryName(command[0])}:";
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{programs}/usr/local/bin:/usr/bin:/bin",
            ["LANG"] = "C.UTF-8",
            ["TZ"] = ":UTC",
            ["LAMBDA_RUNTIME_DIR"] = Path.Combine(_options.Directory, "bootstraps"),
            ["NODE_PATH"] = Path.Combine(_options.Directory, "node_modules"),
            ["PYTHONPATH"] = Path.Combine(_options.Directory, "python"),
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        foreach (var (name, value) in function.Environment)
        {
            environment[name] = value;
        }

        if (function.Secrets is { } secrets)
        {
            foreach (var (name, value) in await secrets(cancellationToken))
            {
                environment[name] = value;
            }
        }

        return environment;
    }
}
