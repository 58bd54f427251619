using System.Buffers.Binary;
using Weir.Kernel.Core;
using Weir.Kernel.State;

namespace Weir.Services.Sqs.State;

/// <summary>All queues. Reads see what is committed; safe from any thread.</summary>
internal sealed class QueueTable(IStateStore store)
{
    private readonly StateTable<QueueState> _queues = new("sqs_queues", SqsJson.Default.QueueState);
    private readonly StateTable<Garbage> _garbage = new("sqs_garbage", SqsJson.Default.Garbage);

    public IStateStore Store { get; } = store;

    public QueueState? Find(IStateReader state, QueueAddress address) => _queues.Find(state, address.Key);

    public QueueState? Find(QueueAddress address) => Store.Read(state => Find(state, address));

    public QueueState Require(IStateReader state, QueueAddress address) =>
        Find(state, address) ?? throw SqsErrors.QueueDoesNotExist();

    public QueueState Require(QueueAddress address) => Find(address) ?? throw SqsErrors.QueueDoesNotExist();

    /// <summary>Null when the ARN names no queue here.</summary>
    public QueueState? FindByArn(IStateReader state, string arn) =>
        Arn.TryParse(arn, out var parsed) && parsed.Service == "sqs"
            ? Find(state, new(parsed.Account, parsed.Region, parsed.Resource))
            : null;

    public void Put(IStateWriter state, QueueState queue) => _queues.Put(state, queue.Address.Key, queue);

    public void Delete(IStateWriter state, QueueState queue)
    {
        _queues.Delete(state, queue.Address.Key);
        Discard(state, queue);
    }

    /// <summary>Empties the queue at once, however much it holds: its messages are collected later.</summary>
    public void Purge(IStateWriter state, QueueState queue)
    {
        Discard(state, queue);
        Put(state, queue with { Generation = queue.Generation + 1 });
    }

    /// <summary>Queues of one account and region in name order, with a prefix, after a name.</summary>
    public IEnumerable<QueueState> List(IStateReader state, string account, string region, string prefix, string? after)
    {
        var below = StateKey.Of(account, region, prefix);
        var from = after is not null && string.CompareOrdinal(after, prefix) >= 0
            ? StateKey.Prefix(account, region, after)
            : below;
        return _queues.Scan(state, from, below.Next()).Select(entry => entry.Value);
    }

    public IReadOnlyList<QueueState> All() => Store.Read(state => _queues.Scan(state, default).Select(entry => entry.Value).ToList());

    public IReadOnlyList<string> GarbageStores() =>
        Store.Read(state => _garbage.Scan(state, default).Select(entry => entry.Value.Store).ToList());

    public void GarbageCollected(IStateWriter state, string store) => _garbage.Delete(state, StateKey.Of(store));

    private void Discard(IStateWriter state, QueueState queue) =>
        _garbage.Put(state, StateKey.Of(queue.Store), new(queue.Store));
}

/// <summary>An exact number of messages per queue, kept in the transactions that change it.</summary>
internal sealed class MessageCounts
{
    private static readonly Keyspace Space = new("sqs_counts");

    public static long Get(IStateReader state, string store) =>
        state.Get(Space, StateKey.Of(store)) is { } bytes ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;

    public static void Add(IStateWriter state, string store, int change)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Get(state, store) + change);
        state.Put(Space, StateKey.Of(store), bytes);
    }

    public static void Forget(IStateWriter state, string store) => state.Delete(Space, StateKey.Of(store));
}
