using System.Diagnostics;

namespace Weir.Engines.Functions;

/// <summary>One process that runs one function, one invocation at a time.</summary>
/// <remarks>
/// Its life: starting, then waiting for work (the client is in <c>/next</c>), running, waiting again … until it is stopped.
/// <see cref="InvokeAsync"/> is for one caller at a time; the runtime client's calls come from the API server's threads.
/// </remarks>
internal sealed class Sandbox : IRuntimeApi, IDisposable
{
    private readonly Lock _lock = new();
    private readonly FunctionSpec _spec;
    private readonly TimeProvider _clock;
    private readonly IFunctionLogs _logs;
    private readonly string _scratch;
    private readonly RuntimeApiServer _server;
    private readonly TaskCompletionSource<byte[]> _initFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<Invocation> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SandboxProcess? _process;
    private LogPump? _pump;
    private Active? _active;
    private InvocationLog _log;
    private TimeSpan? _initDuration;

    public Sandbox(FunctionSpec spec, string id, string scratch, IFunctionLogs logs, TimeProvider clock)
    {
        _spec = spec;
        _scratch = scratch;
        _logs = logs;
        _clock = clock;
        Id = id;
        LogStream = spec.LogStream(id);
        Born = LastUsed = clock.GetUtcNow();
        _log = NewLog();
        _server = new(this);
    }

    public string Id { get; }

    public FunctionSpec Spec => _spec;

    public string LogStream { get; }

    public DateTimeOffset Born { get; }

    public DateTimeOffset LastUsed { get; private set; }

    /// <summary>Set by the pool: to be stopped as soon as it is idle.</summary>
    public bool IsRetired { get; set; }

    public bool HasExited => _process?.Exited.IsCompleted ?? false;

    public int ProcessId => _process?.Id ?? 0;

    /// <summary>Done when the client asks for work.</summary>
    public Task Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Task;
            }
        }
    }

    /// <summary>Starts the process and waits until it asks for work; null then, else the error to report.</summary>
    public async Task<byte[]?> StartAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Shepherd shepherd, string requestId)
    {
        var started = _clock.GetTimestamp();
        Directory.CreateDirectory(_scratch);
        var all = new Dictionary<string, string>(environment, StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = _server.Address,
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = _spec.LogGroup,
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = LogStream,
            ["_HANDLER"] = _spec.Handler,
            ["LAMBDA_TASK_ROOT"] = _spec.TaskDirectory,
            ["TMPDIR"] = _scratch,
            ["HOME"] = _scratch,
        };
        _process = SandboxProcess.Start(command, _spec.TaskDirectory, all, shepherd);
        _pump = new(_process.Output, Id, line => Log.Function(line));

        using var watching = new CancellationTokenSource();
        var limit = FunctionLimits.InitTimeout + _spec.Timeout;
        var late = Task.Delay(limit, _clock, watching.Token);
        var overweight = WatchMemoryAsync(watching.Token);
        await Task.WhenAny(Waiting, _initFailed.Task, _process.Exited, late, overweight);
        await watching.CancelAsync();
        if (_initFailed.Task.IsCompletedSuccessfully)
        {
            return await _initFailed.Task;
        }

        if (Waiting.IsCompleted)
        {
            _initDuration = _clock.GetElapsedTime(started);
            return null;
        }

        if (_process.Exited.IsCompletedSuccessfully)
        {
            return FunctionErrors.Exited(requestId, await _process.Exited);
        }

        return overweight.IsCompletedSuccessfully ? FunctionErrors.OutOfMemory(requestId) : FunctionErrors.TimedOut(requestId, limit);
    }

    /// <summary>The report of an invocation that found no working sandbox, as if it had run.</summary>
    public async Task<InvocationReport> ReportFailedStartAsync(Invocation invocation, byte[] error, TimeSpan took)
    {
        await DrainAsync();
        Log.Platform($"START RequestId: {invocation.RequestId} Version: {_spec.Version}");
        PrintEnd(invocation, took);
        return new(InvocationOutcome.Failed, error, Log.Tail(), took);
    }

    public async Task<InvocationReport> InvokeAsync(Invocation invocation)
    {
        Debug.Assert(_process is not null, "invoked before it was started");
        var started = _clock.GetTimestamp();
        var active = Begin(invocation);
        using var watching = new CancellationTokenSource();
        var late = Task.Delay(_spec.Timeout, _clock, watching.Token);
        var overweight = WatchMemoryAsync(watching.Token);
        await Task.WhenAny(active.Answer.Task, _process.Exited, late, overweight);
        var duration = _clock.GetElapsedTime(started);
        await watching.CancelAsync();
        var report = await ConcludeAsync(active, late, overweight, duration);
        lock (_lock)
        {
            _active = null;
        }

        LastUsed = _clock.GetUtcNow();
        return report;
    }

    public Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Asking for more without answering is no idleness: that invocation will time out.
            if (_active is null or { Answer.Task.IsCompleted: true })
            {
                _waiting.TrySetResult();
            }

            return _work.Task.WaitAsync(cancellationToken);
        }
    }

    public DateTimeOffset DeadlineOf(Invocation invocation)
    {
        lock (_lock)
        {
            return _active?.Deadline ?? _clock.GetUtcNow();
        }
    }

    public bool Respond(string requestId, ReadOnlyMemory<byte> body) => Answer(requestId, InvocationOutcome.Answered, body);

    public bool RespondTooLarge(string requestId, long length) =>
        Answer(requestId, InvocationOutcome.Failed, FunctionErrors.ResponseTooLarge(length));

    public bool Fail(string requestId, string? errorType, ReadOnlyMemory<byte> body) =>
        Answer(requestId, InvocationOutcome.Failed, body);

    public void FailInit(string? errorType, ReadOnlyMemory<byte> body) => _initFailed.TrySetResult(body.ToArray());

    public void Dispose()
    {
        _process?.Dispose();
        _server.Dispose();
        try
        {
            if (Directory.Exists(_scratch))
            {
                Directory.Delete(_scratch, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The dying process still writes there; the next start of the server removes it.
        }
    }

    private InvocationLog Log
    {
        get
        {
            lock (_lock)
            {
                return _log;
            }
        }
    }

    private InvocationLog NewLog() => new(line => _logs.Append(_spec, LogStream, _clock.GetUtcNow(), line));

    private Active Begin(Invocation invocation)
    {
        var active = new Active(invocation, _clock.GetUtcNow() + _spec.Timeout);
        TaskCompletionSource<Invocation> work;
        lock (_lock)
        {
            if (_initDuration is null)
            {
                _log = NewLog(); // the first invocation keeps what the start printed
            }

            _active = active;
            work = _work;
            _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Log.Platform($"START RequestId: {invocation.RequestId} Version: {_spec.Version}");
        work.TrySetResult(invocation);
        return active;
    }

    private async Task<InvocationReport> ConcludeAsync(Active active, Task late, Task overweight, TimeSpan duration)
    {
        var requestId = active.Invocation.RequestId;
        if (active.Answer.Task.IsCompletedSuccessfully)
        {
            var (outcome, payload) = await active.Answer.Task;
            await DrainAsync();
            PrintEnd(active.Invocation, duration);
            return new(outcome, payload, Log.Tail(), duration);
        }

        byte[] error;
        if (overweight.IsCompletedSuccessfully)
        {
            error = FunctionErrors.OutOfMemory(requestId);
            await EndAsync($"RequestId: {requestId} Error: Runtime exited with error: signal: killed\nRuntime.OutOfMemory");
        }
        else if (late.IsCompletedSuccessfully)
        {
            error = FunctionErrors.TimedOut(requestId, _spec.Timeout);
            await EndAsync(FormattableString.Invariant(
                $"{_clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {requestId} {FunctionErrors.TimedOutText(_spec.Timeout)}"));
        }
        else
        {
            var status = await _process!.Exited;
            error = FunctionErrors.Exited(requestId, status);
            await EndAsync($"RequestId: {requestId} Error: {FunctionErrors.ExitText(status)}\nRuntime.ExitError");
        }

        PrintEnd(active.Invocation, duration);
        return new(InvocationOutcome.Failed, error, Log.Tail(), duration);
    }

    /// <summary>Stops the process, and says why in the log after its last output.</summary>
    private async Task EndAsync(string reason)
    {
        _process!.Kill();
        await Task.WhenAny(_pump!.Ended, Task.Delay(FunctionLimits.DrainTime, _clock));
        Log.Platform(reason);
    }

    private void PrintEnd(Invocation invocation, TimeSpan duration)
    {
        var used = (_process?.ResidentBytesMax() ?? 0) / (1024 * 1024);
        var init = _initDuration is { } start ? FormattableString.Invariant($"Init Duration: {start.TotalMilliseconds:0.00} ms\t") : "";
        _initDuration = null;
        Log.Platform($"END RequestId: {invocation.RequestId}");
        Log.Platform(FormattableString.Invariant(
            $"REPORT RequestId: {invocation.RequestId}\tDuration: {duration.TotalMilliseconds:0.00} ms\tBilled Duration: {Math.Ceiling(duration.TotalMilliseconds):0} ms\tMemory Size: {_spec.MemoryMegabytes} MB\tMax Memory Used: {used} MB\t{init}"));
    }

    private bool Answer(string requestId, InvocationOutcome outcome, ReadOnlyMemory<byte> body)
    {
        lock (_lock)
        {
            return _active is { } active && active.Invocation.RequestId == requestId && active.Answer.TrySetResult((outcome, body));
        }
    }

    /// <summary>Waits until what the function printed before it answered has been read: nothing read for two looks in a row.</summary>
    private async Task DrainAsync()
    {
        if (_pump is not { } pump)
        {
            return;
        }

        var started = _clock.GetTimestamp();
        while (!pump.Ended.IsCompleted && _clock.GetElapsedTime(started) < FunctionLimits.DrainTime)
        {
            var before = pump.ReadsDone;
            if (!pump.HasUnread())
            {
                await Task.Yield();
                if (!pump.HasUnread() && pump.ReadsDone == before)
                {
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), _clock);
        }
    }

    /// <summary>Done only when the process grew over its limit.</summary>
    private async Task WatchMemoryAsync(CancellationToken cancellationToken)
    {
        var bytesMax = _spec.MemoryMegabytes * 1024L * 1024;
        while (_process!.ResidentBytes() is not { } bytes || bytes <= bytesMax)
        {
            await Task.Delay(FunctionLimits.MemoryWatchPeriod, _clock, cancellationToken);
        }
    }

    private sealed record Active(Invocation Invocation, DateTimeOffset Deadline)
    {
        public TaskCompletionSource<(InvocationOutcome Outcome, ReadOnlyMemory<byte> Payload)> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
