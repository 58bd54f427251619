using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>The life of one delivery stream: gather, plan, deliver, remember; again.</summary>
/// <remarks>
/// The plan is committed before the first object and the progress after the last, so a crash anywhere repeats the same delivery
/// to the same keys: nothing is lost, and no record is in two objects.
/// </remarks>
internal sealed class Pipeline(
    StreamAddress address, DeliveryStreamTable streams, Func<DeliveryStreamState, IDeliverySource> sourceOf, DeliveryServices services,
    DeliveryPlanner planner, ILogger logger)
{
    private const string Hop = "firehose";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (streams.Find(address) is not { } stream)
        {
            return;
        }

        var source = sourceOf(stream);
        var collector = new Collector(source, address.Name, services.Clock, logger);
        var progress = streams.FindProgress(stream) ?? ProgressState.Of([]);
        if (progress.Plan is { } unfinished)
        {
            logger.Replaying(address.Name);
            progress = await FinishAsync(stream, source, progress, unfinished, null, isReplay: true, cancellationToken);
        }

        while (streams.Find(address) is { } now && now.Id == stream.Id)
        {
            var hints = now.Destination.BufferingHints;
            var collected = await collector.CollectAsync(
                progress.Lanes, (long)hints.SizeInMBs!.Value << 20, TimeSpan.FromSeconds(hints.IntervalInSeconds!.Value), cancellationToken);
            stream = streams.Find(address) ?? stream; // what was changed while records gathered holds for them
            if (!stream.IsDirectPut)
            {
                services.Metrics.In(Hop, address.Name, collected.Records, collected.Bytes);
            }

            var plan = planner.Plan(stream, collected);
            progress = progress with { Plan = plan };
            if (!await streams.SaveProgressAsync(stream, progress, cancellationToken))
            {
                return;
            }

            FaultPoints.Hit("firehose.after-plan");
            progress = await FinishAsync(stream, source, progress, plan, collected.Batches, isReplay: false, cancellationToken);
        }
    }

    private async Task<ProgressState> FinishAsync(
        DeliveryStreamState stream, IDeliverySource source, ProgressState progress, DeliveryPlan plan, IReadOnlyList<LaneBatch>? kept,
        bool isReplay, CancellationToken cancellationToken)
    {
        var delay = FirehoseLimits.RetryDelayMin;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var records = kept is null ? ReadAgainAsync(source, plan, cancellationToken) : Kept(kept);
                var objects = await Delivery.RunAsync(services, stream, plan, records, isReplay || attempt > 1, cancellationToken);
                logger.Delivered(address.Name, plan.Records, objects);
                break;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.DeliveryFailed(failure, address.Name, delay, plan.Records);
                services.Metrics.Failed(Hop, address.Name, "delivery");
                services.Metrics.Lag(Hop, address.Name, services.Clock.GetUtcNow() - plan.OldestArrival);
                services.Reports.Failed(stream, failure is ServiceException refused ? $"S3.{refused.Code}" : "DeliveryFailed", failure.Message);
            }

            await Task.Delay(delay, services.Clock, cancellationToken);
            delay = delay * 2 < FirehoseLimits.RetryDelayMax ? delay * 2 : FirehoseLimits.RetryDelayMax;
            stream = streams.Find(address) is { } changed && changed.Id == stream.Id ? changed : stream; // perhaps mended meanwhile
        }

        FaultPoints.Hit("firehose.before-checkpoint");
        var done = new ProgressState { Lanes = Advance(progress.Lanes, plan) };
        await streams.SaveProgressAsync(stream, done, cancellationToken);
        foreach (var range in plan.Ranges)
        {
            source.Release(range.Lane, range.To);
        }

        services.Metrics.Lag(Hop, address.Name, services.Clock.GetUtcNow() - plan.OldestArrival);
        return done;
    }

    private static ImmutableSortedDictionary<string, LaneProgress> Advance(
        ImmutableSortedDictionary<string, LaneProgress> lanes, DeliveryPlan plan) =>
        lanes.SetItems(plan.Ranges.Select(range => KeyValuePair.Create(range.Lane, new LaneProgress(range.To, range.EndsLane))));

    private static async IAsyncEnumerable<SourceRecord> Kept(IReadOnlyList<LaneBatch> batches)
    {
        await Task.CompletedTask;
        foreach (var batch in batches)
        {
            foreach (var record in batch.Records)
            {
                yield return record;
            }
        }
    }

    private static async IAsyncEnumerable<SourceRecord> ReadAgainAsync(
        IDeliverySource source, DeliveryPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var range in plan.Ranges)
        {
            var offset = range.From;
            while (offset < range.To)
            {
                var batch = await source.ReadAsync(range.Lane, offset, FirehoseLimits.ReadBytes, cancellationToken);
                foreach (var record in batch.Records.Where(record => record.Offset < range.To))
                {
                    yield return record;
                }

                if (batch.Next <= offset)
                {
                    break; // what the plan speaks of is gone: a relaxed log lost it, or its stream was deleted
                }

                offset = batch.Next;
            }
        }
    }
}
