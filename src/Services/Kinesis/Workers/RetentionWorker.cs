using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Log;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Workers;

/// <summary>Drops records past their retention, and closed shards that hold nothing any more. Late is harmless, early loses data.</summary>
internal sealed class RetentionWorker(StreamTable streams, CommitLog log, TimeProvider clock, ILogger<RetentionWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await streams.FinishDeletionsAsync(stoppingToken);
        using var timer = new PeriodicTimer(KinesisLimits.SweepPeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var stream in streams.All())
            {
                try
                {
                    await SweepAsync(stream, stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    logger.SweepFailed(failure, stream.Address.Name);
                }
            }
        }
    }

    internal async Task SweepAsync(StreamState stream, CancellationToken cancellationToken)
    {
        if (streams.Find(stream.Address) is not { } live || live.State.Id != stream.Id)
        {
            return;
        }

        var cut = clock.GetUtcNow().AddHours(-live.State.RetentionHours);
        foreach (var shard in live.Shards)
        {
            shard.Partition.TrimOlderThan(cut.ToUnixTimeMilliseconds());
        }

        var empty = live.Shards.Where(shard => shard.State.Closed < cut && shard.Partition.StartOffset >= shard.Partition.EndOffset)
            .Select(shard => shard.State.Number).ToHashSet();
        if (empty.Count > 0)
        {
            await streams.ChangeAsync(
                stream.Address, state => state with { Shards = state.Shards.RemoveAll(shard => empty.Contains(shard.Number)) }, cancellationToken);
            foreach (var number in empty)
            {
                log.Delete($"{stream.LogName}/{ShardState.IdOf(number)}");
            }

            logger.ShardsRemoved(empty.Count, stream.Address.Name);
        }
    }
}
