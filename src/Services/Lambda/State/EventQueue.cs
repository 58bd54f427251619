using System.Globalization;
using Weir.Kernel.State;

namespace Weir.Services.Lambda.State;

/// <summary>The asynchronous queue: events ordered by the time they are due, durable until they are done with.</summary>
internal sealed class EventQueue(IStateStore store)
{
    private static readonly Keyspace Space = new("lambda_events");
    private readonly StateTable<EventState> _events = new(Space.Name, LambdaJson.Default.EventState);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done at the next event that is queued; take it before looking.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public async ValueTask AddAsync(EventState item, CancellationToken cancellationToken)
    {
        await store.WriteAsync(
            state =>
            {
                _events.Put(state, KeyOf(item, item.Queued), item);
                return true;
            },
            cancellationToken);
        Pulse();
    }

    public ValueTask<bool> RemoveAsync(StateKey key, CancellationToken cancellationToken) =>
        store.WriteAsync(state => _events.Delete(state, key), cancellationToken);

    /// <summary>Puts an event back, to be due later.</summary>
    public async ValueTask DelayAsync(StateKey key, EventState item, DateTimeOffset due, CancellationToken cancellationToken)
    {
        await store.WriteAsync(
            state =>
            {
                if (_events.Delete(state, key))
                {
                    _events.Put(state, KeyOf(item, due), item);
                }

                return true;
            },
            cancellationToken);
        Pulse();
    }

    /// <summary>Events due by a time, but for those already being handled; and when the next one after them is due.</summary>
    public (IReadOnlyList<(StateKey Key, EventState Event)> Due, DateTimeOffset? Next) Look(
        DateTimeOffset now, int eventsMax, IReadOnlySet<StateKey> except) => store.Read(state =>
    {
        var due = new List<(StateKey, EventState)>();
        DateTimeOffset? next = null;
        foreach (var (account, region) in Places(state))
        {
            var all = StateKey.Prefix(account, region);
            foreach (var entry in state.Scan(Space, all, all.Next()))
            {
                var at = DueOf(entry.Key);
                if (at > now || due.Count == eventsMax)
                {
                    next = next is null || at < next ? at : next;
                    break;
                }

                if (!except.Contains(entry.Key) && _events.Find(state, entry.Key) is { } item)
                {
                    due.Add((entry.Key, item));
                }
            }
        }

        return ((IReadOnlyList<(StateKey, EventState)>)due, next);
    });

    public void Pulse() =>
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>The accounts and regions that have events, found by jumping from one to the next.</summary>
    private static IEnumerable<(string Account, string Region)> Places(IStateReader state)
    {
        var from = default(StateKey);
        while (state.Scan(Space, from, default).Select(entry => entry.Key).Take(1).ToList() is [var first])
        {
            var parts = first.Parts(4);
            yield return (parts[0], parts[1]);
            from = StateKey.Prefix(parts[0], parts[1]).Next();
        }
    }

    private static StateKey KeyOf(EventState item, DateTimeOffset due) =>
        StateKey.Of(item.Account, item.Region, $"{due.ToUnixTimeMilliseconds():x16}", item.RequestId);

    private static DateTimeOffset DueOf(StateKey key) => DateTimeOffset.FromUnixTimeMilliseconds(
        long.Parse(key.Parts(4)[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
