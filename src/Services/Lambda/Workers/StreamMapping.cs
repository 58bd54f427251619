using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Workers;

/// <summary>Feeds a function from a stream: every shard on its own, a child only after its parent is wholly done with.</summary>
internal sealed class StreamMapping(
    BatchRunner runner, IStreamReader streams, ShardMapping shards, MappingTable mappings, TimeProvider clock, ILogger<StreamMapping> logger)
{
    public async Task RunAsync(MappingState mapping, CancellationToken cancellationToken)
    {
        var running = new Dictionary<string, Task>(StringComparer.Ordinal);
        var troubles = 0;
        try
        {
            while (true)
            {
                var wait = LambdaLimits.ShardCheckPeriod;
                try
                {
                    Start(mapping, running, cancellationToken);
                    troubles = 0;
                }
                catch (ServiceException error)
                {
                    wait = Backoff.After(++troubles, LambdaLimits.MappingRetryFirst, LambdaLimits.MappingRetryMax);
                    logger.MappingTrouble(mapping.Id, wait, error.Message);
                    await mappings.PutResultAsync(mapping, $"PROBLEM: {error.Message}", cancellationToken);
                }

                await WaitAsync(running, wait, cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(running.Values);
        }
    }

    /// <summary>Until a shard ends (its children may start) or it is time to look for new ones.</summary>
    private async Task WaitAsync(Dictionary<string, Task> running, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny([.. running.Values, Task.Delay(wait, clock, waiting.Token)]);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (shard, _) in running.Where(pair => pair.Value.IsCompleted).ToList())
        {
            running.Remove(shard);
        }
    }

    private void Start(MappingState mapping, Dictionary<string, Task> running, CancellationToken cancellationToken)
    {
        var (_, call) = runner.Prepare(mapping);
        var all = streams.ListShards(call, mapping.SourceArn);
        var ids = all.Select(shard => shard.ShardId).ToHashSet(StringComparer.Ordinal);
        foreach (var shard in all)
        {
            var waitsForParent = shard.ParentShardId is { } parent && ids.Contains(parent)
                && mappings.Checkpoint(mapping, parent) is not { IsEnd: true };
            if (!running.ContainsKey(shard.ShardId) && !waitsForParent && mappings.Checkpoint(mapping, shard.ShardId) is not { IsEnd: true })
            {
                running[shard.ShardId] = shards.RunAsync(mapping, shard.ShardId, cancellationToken);
            }
        }
    }
}
