using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Workers;

/// <summary>
/// Runs accepted queries: a few that scan data at a time, beside them statements that only touch the catalog, and those of workgroups with
/// reserved capacity in slots of their own.
/// </summary>
/// <remarks>How many can wait is bounded where queries are accepted.</remarks>
internal sealed class QueryQueue : BackgroundService
{
    private readonly Executions _executions;
    private readonly StatementRunner _runner;
    private readonly QueryEngine _engine;
    private readonly WriteJournal _journal;
    private readonly WorkGroups _groups;
    private readonly CapacityReservations _reservations;
    private readonly TimeProvider _clock;
    private readonly HopMetrics _hops;
    private readonly ILogger<QueryQueue> _logger;
    private readonly QueryLanes _lanes;
    private CancellationToken _stopping;

    public QueryQueue(
        Executions executions, StatementRunner runner, QueryEngine engine, WriteJournal journal, WorkGroups groups,
        CapacityReservations reservations, TimeProvider clock, HopMetrics hops, ILogger<QueryQueue> logger)
    {
        (_executions, _runner, _engine, _journal, _groups) = (executions, runner, engine, journal, groups);
        (_reservations, _clock, _hops, _logger) = (reservations, clock, hops, logger);
        _lanes = new(LaneOf, AthenaLimits.DataQueriesAtOnce, AthenaLimits.CatalogStatementsAtOnce);
    }

    public void Enqueue(ActiveQuery query) => Start(_lanes.Add(query));

    /// <summary>Reservations have changed: who waits may be served from elsewhere now.</summary>
    public void Arrange() => Start(_lanes.Arrange(_reservations.Slots));

    /// <summary>Stops a query and waits until its end is known.</summary>
    public async ValueTask StopAsync(ActiveQuery query, CancellationToken cancellationToken)
    {
        if (query.TryTake())
        {
            _lanes.Remove(query);
            await EndAsync(query, Cancelled(query.State, _clock.GetUtcNow()));
            return;
        }

        query.Stop();
        await query.Over.WaitAsync(cancellationToken);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _engine.ClearLeftovers();
        var undone = await _journal.UndoAllAsync(cancellationToken);
        if (undone > 0)
        {
            _logger.Undone(undone);
        }

        var unfinished = await _executions.FailUnfinishedAsync(_clock.GetUtcNow(), cancellationToken);
        if (unfinished > 0)
        {
            _logger.Unfinished(unfinished);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        Arrange();
        Start(_lanes.Open());
        await using (stoppingToken.UnsafeRegister(static lanes => ((QueryLanes)lanes!).Close(), _lanes))
        {
            await _lanes.Idle;
        }
    }

    private QueryLane LaneOf(ActiveQuery query) => _reservations.Of(query.State) is { } reservation
        ? QueryLane.Reserved(reservation)
        : QueryLane.Shared(StatementKind.Of(query.Statement).ReadsData);

    private void Start(IReadOnlyList<ActiveQuery> queries)
    {
        foreach (var query in queries)
        {
            // Not in the context of the request that happened to make room.
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => ServeAsync(query), CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(ActiveQuery query)
    {
        try
        {
            await RunAsync(query, _stopping);
        }
#pragma warning disable CA1031 // it was logged where it happened; the slot must not be lost with it
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        finally
        {
            Start(_lanes.Done(query));
        }
    }

    private async Task RunAsync(ActiveQuery query, CancellationToken stoppingToken)
    {
        query.Running();
        var started = _clock.GetTimestamp();
        var queued = (long)(_clock.GetUtcNow() - query.State.SubmittedAt).TotalMilliseconds;
        var timeout = StatementKind.Of(query.Statement).ReadsData ? AthenaLimits.DataQueryTimeout : AthenaLimits.CatalogStatementTimeout;
        using var late = new CancellationTokenSource(timeout, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(query.Stopped, late.Token, stoppingToken);
        ExecutionState end;
        try
        {
            end = await _runner.RunAsync(query, stop.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            end = Failed(query.State, QueryFailure.Timeout());
        }
        catch (OperationCanceledException) when (query.Stopped.IsCancellationRequested)
        {
            end = Cancelled(query.State, null);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            end = Failed(query.State, QueryFailure.SystemError("The service was stopped while the query ran. Run it again.", retryable: true));
        }
        catch (QueryCancelled cancelled)
        {
            end = query.State with { State = ExecutionState.Cancelled, Reason = cancelled.Message };
        }
        catch (QueryFailure failure)
        {
            end = Failed(query.State, failure.Error);
        }
#pragma warning disable CA1031 // whatever happens, the query gets an end: none stays RUNNING
        catch (Exception error)
#pragma warning restore CA1031
        {
            _logger.Broke(query.State.Id, error);
            end = Failed(query.State, QueryFailure.SystemError($"GENERIC_INTERNAL_ERROR: {error.Message}", retryable: true));
        }

        var now = _clock.GetUtcNow();
        var total = (long)_clock.GetElapsedTime(started).TotalMilliseconds;
        await EndAsync(query, end with
        {
            CompletedAt = now,
            Statistics = end.Statistics with
            {
                QueuedMillis = Math.Max(0, queued),
                TotalMillis = queued + total,
                ServiceMillis = Math.Max(0, total - end.Statistics.EngineMillis - end.Statistics.PlanningMillis),
            },
        });
    }

    private async ValueTask EndAsync(ActiveQuery query, ExecutionState end)
    {
        FaultPoints.Hit("athena.before-end");
        try
        {
            await _executions.EndAsync(query, end);
        }
        catch (Exception error)
        {
            // It stays unfinished in the store, and the next start fails it there; who asks now learns the same.
            _logger.EndLost(end.Id, error);
            query.Ended(Failed(end, QueryFailure.SystemError("The query's end could not be stored.", retryable: true)));
            throw;
        }

        Report(query, end);
        query.Dispose();
    }

    private void Report(ActiveQuery query, ExecutionState end)
    {
        var statistics = end.Statistics;
        if (_groups.Find(query.Call, end.WorkGroup)?.Settings.PublishMetrics == true)
        {
            Measure(end);
        }

        if (end.State == ExecutionState.Succeeded)
        {
            _logger.Ended(end.Id, end.WorkGroup, end.State, statistics.TotalMillis, statistics.OutputRows, statistics.ScannedBytes);
            return;
        }

        _logger.Failed(end.Id, end.WorkGroup, end.Reason ?? end.State);
    }

    private void Measure(ExecutionState end)
    {
        if (end.State == ExecutionState.Succeeded)
        {
            _hops.In("athena", end.WorkGroup, 1, end.Statistics.ScannedBytes);
            _hops.Out("athena", end.WorkGroup, end.Statistics.OutputRows, end.Statistics.OutputBytes);
            return;
        }

        _hops.Failed("athena", end.WorkGroup, end.State == ExecutionState.Cancelled ? "cancelled" : "failed");
    }

    private static ExecutionState Failed(ExecutionState state, ExecutionError error) =>
        state with { State = ExecutionState.Failed, Reason = error.Message, Error = error };

    private static ExecutionState Cancelled(ExecutionState state, DateTimeOffset? completed) => state with
    {
        State = ExecutionState.Cancelled,
        Reason = "Query cancelled by user",
        CompletedAt = completed,
    };
}
