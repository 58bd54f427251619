using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Workers;

/// <summary>Runs accepted queries: a few that scan data at a time, and beside them statements that only touch the catalog.</summary>
/// <remarks>How many can wait is bounded where queries are accepted.</remarks>
internal sealed class QueryQueue(
    Executions executions, StatementRunner runner, QueryEngine engine, WriteJournal journal, TimeProvider clock, HopMetrics hops, ILogger<QueryQueue> logger) : BackgroundService
{
    private readonly Channel<ActiveQuery> _data = Channel.CreateUnbounded<ActiveQuery>();
    private readonly Channel<ActiveQuery> _catalog = Channel.CreateUnbounded<ActiveQuery>();

    public void Enqueue(ActiveQuery query)
    {
        var lane = StatementKind.Of(query.Statement).ReadsData ? _data : _catalog;
        lane.Writer.TryWrite(query);
    }

    /// <summary>Stops a query and waits until its end is known.</summary>
    public async ValueTask StopAsync(ActiveQuery query, CancellationToken cancellationToken)
    {
        if (query.TryTake())
        {
            await EndAsync(query, Cancelled(query.State, clock.GetUtcNow()));
            return;
        }

        query.Stop();
        await query.Over.WaitAsync(cancellationToken);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        engine.ClearLeftovers();
        var undone = await journal.UndoAllAsync(cancellationToken);
        if (undone > 0)
        {
            logger.Undone(undone);
        }

        var unfinished = await executions.FailUnfinishedAsync(clock.GetUtcNow(), cancellationToken);
        if (unfinished > 0)
        {
            logger.Unfinished(unfinished);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = Enumerable.Range(0, AthenaLimits.DataQueriesAtOnce).Select(_ => ServeAsync(_data.Reader, stoppingToken))
            .Concat(Enumerable.Range(0, AthenaLimits.CatalogStatementsAtOnce).Select(_ => ServeAsync(_catalog.Reader, stoppingToken)));
        return Task.WhenAll(lanes);
    }

    private async Task ServeAsync(ChannelReader<ActiveQuery> lane, CancellationToken stoppingToken)
    {
        await foreach (var query in lane.ReadAllAsync(stoppingToken))
        {
            if (query.TryTake())
            {
                await RunAsync(query, stoppingToken);
            }
        }
    }

    private async Task RunAsync(ActiveQuery query, CancellationToken stoppingToken)
    {
        query.Running();
        var started = clock.GetTimestamp();
        var queued = (long)(clock.GetUtcNow() - query.State.SubmittedAt).TotalMilliseconds;
        var timeout = StatementKind.Of(query.Statement).ReadsData ? AthenaLimits.DataQueryTimeout : AthenaLimits.CatalogStatementTimeout;
        using var late = new CancellationTokenSource(timeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(query.Stopped, late.Token, stoppingToken);
        ExecutionState end;
        try
        {
            end = await runner.RunAsync(query, stop.Token);
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
            logger.Broke(query.State.Id, error);
            end = Failed(query.State, QueryFailure.SystemError($"GENERIC_INTERNAL_ERROR: {error.Message}", retryable: true));
        }

        var now = clock.GetUtcNow();
        var total = (long)clock.GetElapsedTime(started).TotalMilliseconds;
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
            await executions.EndAsync(query, end);
        }
        catch (Exception error)
        {
            // It stays unfinished in the store, and the next start fails it there; who asks now learns the same.
            logger.EndLost(end.Id, error);
            query.Ended(Failed(end, QueryFailure.SystemError("The query's end could not be stored.", retryable: true)));
            throw;
        }

        Report(end);
        query.Dispose();
    }

    private void Report(ExecutionState end)
    {
        var statistics = end.Statistics;
        if (end.State == ExecutionState.Succeeded)
        {
            hops.In("athena", end.WorkGroup, 1, statistics.ScannedBytes);
            hops.Out("athena", end.WorkGroup, statistics.OutputRows, statistics.OutputBytes);
            logger.Ended(end.Id, end.WorkGroup, end.State, statistics.TotalMillis, statistics.OutputRows, statistics.ScannedBytes);
            return;
        }

        hops.Failed("athena", end.WorkGroup, end.State == ExecutionState.Cancelled ? "cancelled" : "failed");
        logger.Failed(end.Id, end.WorkGroup, end.Reason ?? end.State);
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
