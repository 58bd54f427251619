using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>Closes shards and opens others in their place, while records keep coming.</summary>
/// <remarks>Appends to the shards concerned wait at the gate, so the end that is committed is the end. One resharding at a time.</remarks>
internal sealed class StreamResharder(StreamTable streams, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async ValueTask<StreamState> ReshardAsync(
        StreamAddress address, Func<Resharding, StreamState, StreamState> change, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var live = streams.Require(address);
            var now = clock.GetUtcNow();
            var plan = change(new(static _ => 0, live.State.NextShard, now), live.State);
            RequireRoom(live.State, plan);
            var closing = live.Shards.Where(shard => shard.State.IsOpen && plan.FindShard(shard.Id) is { IsOpen: false }).ToList();
            return closing.Count == 0 && ReferenceEquals(plan, live.State)
                ? live.State
                : await CloseAndCommitAsync(live, closing, change, now);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // Not cancellable: a caller that goes away must not leave a gate shut.
    private async Task<StreamState> CloseAndCommitAsync(
        LiveStream live, List<LiveShard> closing, Func<Resharding, StreamState, StreamState> change, DateTimeOffset now)
    {
        var committed = false;
        try
        {
            await Task.WhenAll(closing.Select(shard => shard.Gate.CloseAsync()));
            var changed = await streams.ChangeAsync(
                live.Address,
                state => state.Id == live.State.Id
                    ? change(new(shard => live.Require(shard.Id).Partition.EndOffset, state.NextShard, now), state)
                    : throw KinesisErrors.StreamNotFound(live.Address),
                CancellationToken.None);
            committed = true;
            return changed.State;
        }
        finally
        {
            foreach (var shard in closing)
            {
                shard.Gate.Done(stayClosed: committed);
            }
        }
    }

    private void RequireRoom(StreamState before, StreamState after)
    {
        var open = streams.List(before.Address.Account, before.Address.Region, null, int.MaxValue).Sum(stream => stream.OpenShards.Count());
        var more = after.OpenShards.Count() - before.OpenShards.Count();
        if (open + more > KinesisLimits.ShardsMax)
        {
            throw KinesisErrors.TooManyShards(more, open);
        }
    }
}
