using System.Globalization;
using Weir.Kernel.Core;
using Weir.Kernel.State;

namespace Weir.Services.Sqs.State;

/// <summary>The messages of all queues. Every method runs inside a transaction of the state store's one writer, or on a snapshot.</summary>
/// <remarks>
/// Three keyspaces, each with keys that start with the queue's store: <c>sqs_messages</c> holds contents and <c>sqs_deliveries</c>
/// their progress, both by place (the order of sending); <c>sqs_visible</c> orders places by the time from which they are visible.
/// Invariant: each delivery has exactly one content, and exactly one visible entry, under its <see cref="Delivery.VisibleAt"/>.
/// </remarks>
internal sealed class MessageStore(IdSource ids)
{
    private static readonly Keyspace Visible = new("sqs_visible");
    private static readonly byte[] NeverReceived = [0];
    private static readonly byte[] Received = [1];

    private readonly StateTable<MessageContent> _contents = new("sqs_messages", SqsJson.Default.MessageContent);
    private readonly StateTable<Delivery> _deliveries = new("sqs_deliveries", SqsJson.Default.Delivery);
    private readonly StateTable<Deduplicated> _deduplicated = new("sqs_deduplicated", SqsJson.Default.Deduplicated);
    private long _lastTicks;

    /// <summary>A place after every other: the time in ticks, made strictly increasing, and chance for clocks that were set back.</summary>
    /// <remarks>Called on the writer only.</remarks>
    public string NextPlace(DateTimeOffset now)
    {
        _lastTicks = Math.Max(now.UtcTicks, _lastTicks + 1);
        return $"{_lastTicks:x16}{ids.NewToken(4)}";
    }

    /// <summary>The least place a message sent at this time can have.</summary>
    public static string PlaceAt(DateTimeOffset time) => $"{time.UtcTicks:x16}";

    /// <summary>A FIFO sequence number: 20 digits, increasing.</summary>
    public static string SequenceNumberOf(string place) =>
        long.Parse(place.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString("D20", CultureInfo.InvariantCulture);

    public MessageContent? Content(IStateReader state, string store, string place) =>
        _contents.Find(state, StateKey.Of(store, place));

    public Delivery? Delivery(IStateReader state, string store, string place) =>
        _deliveries.Find(state, StateKey.Of(store, place));

    public void Add(IStateWriter state, string store, string place, MessageContent content, Delivery delivery)
    {
        _contents.Put(state, StateKey.Of(store, place), content);
        _deliveries.Put(state, StateKey.Of(store, place), delivery);
        PutVisible(state, store, place, delivery);
        MessageCounts.Add(state, store, 1);
    }

    public void Change(IStateWriter state, string store, string place, Delivery before, Delivery after)
    {
        state.Delete(Visible, VisibleKey(store, before.VisibleAt, place));
        _deliveries.Put(state, StateKey.Of(store, place), after);
        PutVisible(state, store, place, after);
    }

    public void Remove(IStateWriter state, string store, string place, Delivery delivery)
    {
        state.Delete(Visible, VisibleKey(store, delivery.VisibleAt, place));
        _deliveries.Delete(state, StateKey.Of(store, place));
        _contents.Delete(state, StateKey.Of(store, place));
        MessageCounts.Add(state, store, -1);
    }

    /// <summary>Places visible at the time, those visible longest first.</summary>
    public static IEnumerable<string> VisibleAt(IStateReader state, string store, long milliseconds) =>
        state.Scan(Visible, StateKey.Prefix(store), VisibleKey(store, milliseconds + 1, "")).Select(entry => entry.Key.Parts(3)[2]);

    /// <summary>When the next message that is hidden now becomes visible; null when none is hidden.</summary>
    public static long? NextVisible(IStateReader state, string store, long milliseconds)
    {
        foreach (var entry in state.Scan(Visible, VisibleKey(store, milliseconds + 1, ""), StateKey.Prefix(store).Next()))
        {
            return long.Parse(entry.Key.Parts(3)[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return null;
    }

    /// <summary>Deliveries in the order of sending.</summary>
    public IEnumerable<(string Place, Delivery Delivery)> InOrder(IStateReader state, string store) =>
        _deliveries.Scan(state, StateKey.Prefix(store)).Select(entry => (entry.Key.Parts(2)[1], entry.Value));

    /// <summary>Deliveries of messages sent before a time.</summary>
    public IEnumerable<(string Place, Delivery Delivery)> SentBefore(IStateReader state, string store, DateTimeOffset cut) =>
        _deliveries.Scan(state, StateKey.Prefix(store), StateKey.Of(store, PlaceAt(cut)))
            .Select(entry => (entry.Key.Parts(2)[1], entry.Value));

    public static MessageTally Tally(IStateReader state, string store, long milliseconds)
    {
        long delayed = 0;
        long inFlight = 0;
        foreach (var entry in state.Scan(Visible, VisibleKey(store, milliseconds + 1, ""), StateKey.Prefix(store).Next()))
        {
            if (entry.Value is [0])
            {
                delayed++;
            }
            else
            {
                inFlight++;
            }
        }

        return new(MessageCounts.Get(state, store) - delayed - inFlight, inFlight, delayed);
    }

    public Deduplicated? FindDuplicate(IStateReader state, string store, string key) =>
        _deduplicated.Find(state, StateKey.Of(store, key));

    public void RememberDuplicate(IStateWriter state, string store, string key, Deduplicated value) =>
        _deduplicated.Put(state, StateKey.Of(store, key), value);

    public bool HasExpiredDuplicates(IStateReader state, string store, long milliseconds) =>
        _deduplicated.Scan(state, StateKey.Prefix(store)).Any(entry => entry.Value.ExpiresAt <= milliseconds);

    public int ForgetDuplicates(IStateWriter state, string store, long milliseconds)
    {
        var expired = _deduplicated.Scan(state, StateKey.Prefix(store)).Where(entry => entry.Value.ExpiresAt <= milliseconds)
            .Take(SqsLimits.SweepMessagesMax).Select(entry => entry.Key).ToList();
        foreach (var key in expired)
        {
            _deduplicated.Delete(state, key);
        }

        return expired.Count;
    }

    /// <summary>Removes some of what a store still holds; zero means it is empty now.</summary>
    public int Collect(IStateWriter state, string store)
    {
        var count = 0;
        foreach (var space in new[] { Visible, _deliveries.Space, _contents.Space, _deduplicated.Space })
        {
            var prefix = StateKey.Prefix(store);
            var keys = state.Scan(space, prefix, prefix.Next()).Take(SqsLimits.SweepMessagesMax).Select(entry => entry.Key).ToList();
            keys.ForEach(key => state.Delete(space, key));
            count += keys.Count;
        }

        if (count == 0)
        {
            MessageCounts.Forget(state, store);
        }

        return count;
    }

    private static void PutVisible(IStateWriter state, string store, string place, Delivery delivery) => state.Put(
        Visible, VisibleKey(store, delivery.VisibleAt, place),
        delivery.ReceiveCount > delivery.ReceiveCountBefore ? Received : NeverReceived);

    private static StateKey VisibleKey(string store, long milliseconds, string place) =>
        StateKey.Of(store, $"{milliseconds:x16}", place);
}

/// <summary>How many messages can be received, are with a receiver, and wait out their delay.</summary>
internal readonly record struct MessageTally(long Visible, long InFlight, long Delayed);
