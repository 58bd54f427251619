using System.Collections.Concurrent;
using Weir.Kernel.Core;
using Weir.Kernel.Log;
using Weir.Kernel.State;

namespace Weir.Services.Firehose.State;

/// <summary>All delivery streams and how far each has come. Safe from any thread.</summary>
internal sealed class DeliveryStreamTable(IStateStore store, CommitLog log, IdSource ids)
{
    private readonly StateTable<DeliveryStreamState> _streams = new("firehose_streams", FirehoseJson.Default.DeliveryStreamState);
    private readonly StateTable<ProgressState> _progress = new("firehose_progress", FirehoseJson.Default.ProgressState);
    private readonly StateTable<DeletedStream> _deleted = new("firehose_deleted", FirehoseJson.Default.DeletedStream);

    /// <summary>What puts need on every record; a change puts the new state in, a deletion takes it out.</summary>
    private readonly ConcurrentDictionary<StreamAddress, DeliveryStreamState> _known = new();

    /// <summary>A stream was made, changed or deleted; called after the commit.</summary>
    public event Action<StreamAddress>? Changed;

    public DeliveryStreamState? Find(StreamAddress address)
    {
        if (_known.TryGetValue(address, out var known))
        {
            return known;
        }

        var stored = store.Read(state => _streams.Find(state, address.Key));
        if (stored is not null)
        {
            Remember(stored);
        }

        return stored;
    }

    public DeliveryStreamState Require(StreamAddress address) => Find(address) ?? throw FirehoseErrors.NotFound(address);

    public IReadOnlyList<DeliveryStreamState> All() =>
        store.Read(state => _streams.Scan(state, default).Select(entry => entry.Value).ToList());

    public IReadOnlyList<DeliveryStreamState> List(string account, string region, string? after)
    {
        var all = StateKey.Prefix(account, region);
        var from = after is null ? all : StateKey.Prefix(account, region, after);
        return store.Read(state => _streams.Scan(state, from, all.Next()).Select(entry => entry.Value).ToList());
    }

    public async ValueTask CreateAsync(DeliveryStreamState stream, ProgressState progress, CancellationToken cancellationToken)
    {
        var address = stream.Address;
        await store.WriteAsync(
            state =>
            {
                if (_streams.Find(state, address.Key) is not null)
                {
                    throw FirehoseErrors.Exists(address);
                }

                if (_streams.Scan(state, StateKey.Prefix(address.Account, address.Region)).Count() >= FirehoseLimits.StreamsMax)
                {
                    throw FirehoseErrors.TooManyStreams();
                }

                _streams.Put(state, address.Key, stream);
                _progress.Put(state, StateKey.Of(stream.Id), progress);
                return true;
            },
            cancellationToken);
        Remember(stream);
        Changed?.Invoke(address);
    }

    public async ValueTask<DeliveryStreamState> ChangeAsync(
        StreamAddress address, Func<DeliveryStreamState, DeliveryStreamState> change, CancellationToken cancellationToken)
    {
        var changed = await store.WriteAsync(
            state =>
            {
                var after = change(_streams.Find(state, address.Key) ?? throw FirehoseErrors.NotFound(address));
                _streams.Put(state, address.Key, after);
                Remember(after); // within the transaction, so that two changes cannot pass each other
                return after;
            },
            cancellationToken);
        Changed?.Invoke(address);
        return changed;
    }

    public async ValueTask DeleteAsync(StreamAddress address, CancellationToken cancellationToken)
    {
        var logName = await store.WriteAsync(
            state =>
            {
                var stream = _streams.Find(state, address.Key) ?? throw FirehoseErrors.NotFound(address);
                _streams.Delete(state, address.Key);
                _progress.Delete(state, StateKey.Of(stream.Id));
                _deleted.Put(state, StateKey.Of(stream.LogName), new(stream.LogName));
                return stream.LogName;
            },
            cancellationToken);
        _known.TryRemove(address, out _);
        Changed?.Invoke(address);
        await DropBufferAsync(logName, cancellationToken);
    }

    public async ValueTask FinishDeletionsAsync(CancellationToken cancellationToken)
    {
        foreach (var deleted in store.Read(state => _deleted.Scan(state, default).Select(entry => entry.Value).ToList()))
        {
            await DropBufferAsync(deleted.LogName, cancellationToken);
        }
    }

    public ProgressState? FindProgress(DeliveryStreamState stream) =>
        store.Read(state => _progress.Find(state, StateKey.Of(stream.Id)));

    /// <summary>False when the stream has been deleted.</summary>
    public ValueTask<bool> SaveProgressAsync(DeliveryStreamState stream, ProgressState progress, CancellationToken cancellationToken) =>
        store.WriteAsync(
            state =>
            {
                var isThere = _streams.Find(state, stream.Address.Key)?.Id == stream.Id;
                if (isThere)
                {
                    _progress.Put(state, StateKey.Of(stream.Id), progress);
                }

                return isThere;
            },
            cancellationToken);

    public LogPartition Buffer(DeliveryStreamState stream) => log.Open(stream.LogName, create: true);

    public string NewStreamId() => ids.NewToken(12);

    private void Remember(DeliveryStreamState stream) => _known[stream.Address] = stream;

    private async ValueTask DropBufferAsync(string logName, CancellationToken cancellationToken)
    {
        log.Delete(logName);
        await store.WriteAsync(state => _deleted.Delete(state, StateKey.Of(logName)), cancellationToken);
    }
}
