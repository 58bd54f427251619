using Weir.Engines.Sql.Syntax;
using Weir.Kernel.Identity;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>A query that is not over. Safe from any thread.</summary>
internal sealed class ActiveQuery(ExecutionState accepted, Statement statement, CallContext call) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ExecutionState _state = accepted;
    private int _taken;

    /// <summary>What is true now: QUEUED or RUNNING, then the end.</summary>
    public ExecutionState State => _state;

    public Statement Statement => statement;

    public CallContext Call => call;

    /// <summary>Cancelled when somebody stops the query.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Done when the end is durable.</summary>
    public Task Over => _over.Task;

    /// <summary>True for the one who may bring this query to its end: the runner, or who stops it while it waits.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    public void Running() => _state = _state with { State = ExecutionState.Running };

    public void Stop() => _stop.Cancel();

    public void Ended(ExecutionState end)
    {
        _state = end;
        _over.TrySetResult();
    }

    public void Dispose() => _stop.Dispose();
}
