using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Workers;

/// <summary>Keeps one run per enabled mapping, as it is configured now.</summary>
internal sealed class MappingSupervisor(
    MappingTable mappings, QueueMapping queues, StreamMapping streams, ILogger<MappingSupervisor> logger) : BackgroundService
{
    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = mappings.Changed;
            Reconcile(stoppingToken);
            await changed.WaitAsync(stoppingToken);
        }
    }

    private void Reconcile(CancellationToken stoppingToken)
    {
        var wanted = mappings.All().Where(mapping => mapping.IsEnabled).ToDictionary(mapping => mapping.Id);
        foreach (var (id, run) in _runs.ToList())
        {
            if (!wanted.TryGetValue(id, out var mapping) || mapping != run.Mapping)
            {
                run.Cancellation.Cancel();
            }

            if (run.Task.IsCompleted && !wanted.ContainsKey(id))
            {
                _runs.Remove(id);
                run.Cancellation.Dispose();
            }
        }

        foreach (var (id, mapping) in wanted)
        {
            var before = _runs.GetValueOrDefault(id);
            if (before?.Mapping == mapping && !before.Cancellation.IsCancellationRequested)
            {
                continue;
            }

            // The one before must have ended: two runs of one mapping would break the order of its shards.
            var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _runs[id] = new(mapping, cancellation, RunAsync(mapping, before?.Task ?? Task.CompletedTask, cancellation.Token));
        }
    }

    private async Task RunAsync(MappingState mapping, Task before, CancellationToken cancellationToken)
    {
        await before;
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        logger.MappingStarted(mapping.Id, mapping.SourceArn, mapping.FunctionName);
        try
        {
            await (MappingRules.IsQueue(mapping.SourceArn)
                ? queues.RunAsync(mapping, cancellationToken)
                : streams.RunAsync(mapping, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            logger.MappingStopped(mapping.Id);
        }
#pragma warning disable CA1031 // one mapping's trouble must not end the others; a restart of the server or a change of the mapping runs it again
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.MappingEnded(mapping.Id, exception);
        }
    }

    private sealed record Run(MappingState Mapping, CancellationTokenSource Cancellation, Task Task);
}
