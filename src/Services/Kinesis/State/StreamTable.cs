using System.Collections.Concurrent;
using Weir.Kernel.Core;
using Weir.Kernel.Log;
using Weir.Kernel.State;
using Weir.Services.Kinesis.Domain;

namespace Weir.Services.Kinesis.State;

/// <summary>All streams: durable in the state store, and in memory for the records' way. Safe from any thread.</summary>
internal sealed class StreamTable(IStateStore store, CommitLog log, IdSource ids)
{
    private readonly StateTable<StreamState> _streams = new("kinesis_streams", KinesisJson.Default.StreamState);
    private readonly StateTable<DeletedStream> _deleted = new("kinesis_deleted", KinesisJson.Default.DeletedStream);
    private readonly ConcurrentDictionary<StreamAddress, LiveStream> _live = new();

    public LiveStream? Find(StreamAddress address)
    {
        if (_live.TryGetValue(address, out var live))
        {
            return live;
        }

        return store.Read(state => _streams.Find(state, address.Key)) is { } stored ? Show(stored) : null;
    }

    public LiveStream Require(StreamAddress address) => Find(address) ?? throw KinesisErrors.StreamNotFound(address);

    /// <summary>Streams of one account and region by name, after a name.</summary>
    public IReadOnlyList<StreamState> List(string account, string region, string? after, int max)
    {
        var all = StateKey.Prefix(account, region);
        var from = after is null ? all : StateKey.Prefix(account, region, after);
        return store.Read(state => _streams.Scan(state, from, all.Next()).Select(entry => entry.Value).Take(max).ToList());
    }

    public IReadOnlyList<StreamState> All() =>
        store.Read(state => _streams.Scan(state, default).Select(entry => entry.Value).ToList());

    public async ValueTask CreateAsync(StreamState stream, CancellationToken cancellationToken)
    {
        var address = stream.Address;
        await store.WriteAsync(
            state =>
            {
                if (_streams.Find(state, address.Key) is not null)
                {
                    throw KinesisErrors.StreamExists(address);
                }

                var others = _streams.Scan(state, StateKey.Prefix(address.Account, address.Region)).Select(entry => entry.Value).ToList();
                var open = others.Sum(other => other.OpenShards.Count());
                if (open + stream.Shards.Length > KinesisLimits.ShardsMax)
                {
                    throw KinesisErrors.TooManyShards(stream.Shards.Length, open);
                }

                if (stream.IsOnDemand && others.Count(other => other.IsOnDemand) >= KinesisLimits.OnDemandStreamsMax)
                {
                    throw KinesisErrors.TooManyOnDemandStreams();
                }

                _streams.Put(state, address.Key, stream);
                return true;
            },
            cancellationToken);
        Show(stream);
    }

    /// <summary>Replaces a stream's state; the change may refuse by throwing.</summary>
    public async ValueTask<LiveStream> ChangeAsync(
        StreamAddress address, Func<StreamState, StreamState> change, CancellationToken cancellationToken)
    {
        var changed = await store.WriteAsync(
            state =>
            {
                var before = _streams.Find(state, address.Key) ?? throw KinesisErrors.StreamNotFound(address);
                var after = change(before);
                if (ReferenceEquals(before, after))
                {
                    return before;
                }

                after = after with { Version = before.Version + 1 };
                _streams.Put(state, address.Key, after);
                return after;
            },
            cancellationToken);
        return Show(changed);
    }

    public async ValueTask DeleteAsync(StreamAddress address, bool withConsumers, CancellationToken cancellationToken)
    {
        var logName = await store.WriteAsync(
            state =>
            {
                var stream = _streams.Find(state, address.Key) ?? throw KinesisErrors.StreamNotFound(address);
                if (stream.Consumers.Length > 0 && !withConsumers)
                {
                    throw KinesisErrors.HasConsumers(address);
                }

                _streams.Delete(state, address.Key);
                _deleted.Put(state, StateKey.Of(stream.LogName), new(stream.LogName));
                return stream.LogName;
            },
            cancellationToken);
        _live.TryRemove(address, out _);
        await DropRecordsAsync(logName, cancellationToken);
    }

    /// <summary>Deletes the records of streams whose deletion was cut short.</summary>
    public async ValueTask FinishDeletionsAsync(CancellationToken cancellationToken)
    {
        foreach (var deleted in store.Read(state => _deleted.Scan(state, default).Select(entry => entry.Value).ToList()))
        {
            await DropRecordsAsync(deleted.LogName, cancellationToken);
        }
    }

    public string NewStreamId() => ids.NewToken(12);

    private async ValueTask DropRecordsAsync(string logName, CancellationToken cancellationToken)
    {
        log.Delete(logName);
        await store.WriteAsync(state => _deleted.Delete(state, StateKey.Of(logName)), cancellationToken);
    }

    private LiveStream Show(StreamState stream) => _live.AddOrUpdate(
        stream.Address,
        static (_, argument) => new(argument.stream, null, argument.log),
        static (_, known, argument) => known.State.Id == argument.stream.Id && known.State.Version >= argument.stream.Version
            ? known
            : new(argument.stream, known.State.Id == argument.stream.Id ? known : null, argument.log),
        (stream, log));
}
