using Microsoft.Extensions.Logging;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>Gathers from the lanes until there is enough for a delivery, or it is time for one. One loop uses it.</summary>
/// <remarks>
/// A lane's read waits at the source until there is something: nothing polls. Reads that are under way when a delivery
/// begins are kept for the next. Past a bound the records themselves are dropped again and only their places kept.
/// </remarks>
internal sealed class Collector(IDeliverySource source, string stream, TimeProvider clock, ILogger logger)
{
    private readonly Dictionary<string, Task<LaneBatch>> _reading = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _lanes;

    public async Task<Collected> CollectAsync(
        IReadOnlyDictionary<string, LaneProgress> progress, long bytesMax, TimeSpan interval, CancellationToken cancellationToken)
    {
        var collected = new Collected();
        Task? due = null;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                _lanes ??= source.OpenLanes(progress);
                foreach (var lane in _lanes.Where(lane => !_reading.ContainsKey(lane) && !collected.IsEnded(lane)))
                {
                    _reading[lane] = ReadAsync(lane, collected.NextOf(lane) ?? progress.GetValueOrDefault(lane)?.Offset ?? 0, cancellationToken);
                }

                await Task.WhenAny([.. _reading.Values, .. due is null ? Array.Empty<Task>() : [due]]);
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var lane in _lanes.Where(lane => _reading.TryGetValue(lane, out var read) && read.IsCompleted).ToList())
                {
                    _reading.Remove(lane, out var read);
                    collected.Add(await read!);
                    if (collected.Bytes >= bytesMax)
                    {
                        break;
                    }
                }

                var wait = interval - (clock.GetUtcNow() - collected.OldestArrival);
                if (collected.HasNews && (collected.Bytes >= bytesMax || wait <= TimeSpan.Zero || collected.Records == 0))
                {
                    _lanes = collected.HasEnds ? null : _lanes;
                    return collected;
                }

                if (collected.Records > 0)
                {
                    due ??= Task.Delay(wait, clock, done.Token);
                }
            }
        }
        finally
        {
            await done.CancelAsync();
        }
    }

    private async Task<LaneBatch> ReadAsync(string lane, long offset, CancellationToken cancellationToken)
    {
        var delay = FirehoseLimits.RetryDelayMin;
        while (true)
        {
            try
            {
                return await source.ReadAsync(lane, offset, FirehoseLimits.ReadBytes, cancellationToken);
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or Kernel.Log.LogDeletedException or ObjectDisposedException))
            {
                logger.SourceFailed(failure, stream, lane, delay);
            }

            await Task.Delay(delay, clock, cancellationToken);
            delay = delay * 2 < FirehoseLimits.RetryDelayMax ? delay * 2 : FirehoseLimits.RetryDelayMax;
        }
    }
}

/// <summary>What was gathered: the ranges always, the records while they are few.</summary>
internal sealed class Collected
{
    private readonly Dictionary<string, PlanRange> _ranges = new(StringComparer.Ordinal);
    private List<LaneBatch>? _batches = [];

    public long Bytes { get; private set; }

    public long Records { get; private set; }

    public DateTimeOffset OldestArrival { get; private set; } = DateTimeOffset.MaxValue;

    public IEnumerable<PlanRange> Ranges => _ranges.Values;

    /// <summary>Records, or a lane's end, which must be remembered as well.</summary>
    public bool HasNews => Records > 0 || HasEnds;

    public bool HasEnds => _ranges.Values.Any(range => range.EndsLane);

    /// <summary>Null when they were too many to keep: they are read again from the source.</summary>
    public IReadOnlyList<LaneBatch>? Batches => _batches;

    public long? NextOf(string lane) => _ranges.GetValueOrDefault(lane)?.To;

    public bool IsEnded(string lane) => _ranges.GetValueOrDefault(lane)?.EndsLane == true;

    public void Add(LaneBatch batch)
    {
        if (batch.Records.Count == 0 && !batch.IsEnd)
        {
            return;
        }

        var from = _ranges.GetValueOrDefault(batch.Lane)?.From ?? batch.From;
        _ranges[batch.Lane] = new(batch.Lane, from, batch.Next, batch.IsEnd);
        foreach (var record in batch.Records)
        {
            Bytes += record.Data.Length;
            OldestArrival = record.Arrival < OldestArrival ? record.Arrival : OldestArrival;
        }

        Records += batch.Records.Count;
        _batches?.Add(batch);
        if (Bytes > FirehoseLimits.KeptBytesMax)
        {
            _batches = null;
        }
    }
}
