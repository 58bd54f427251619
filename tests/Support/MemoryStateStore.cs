using Weir.Kernel.State;

namespace Weir.Tests.Support;

/// <summary>A state store in memory for unit tests; it passes the same contract tests as the real ones.</summary>
public sealed class MemoryStateStore : IStateStore
{
    private readonly Lock _lock = new();
    private Dictionary<string, SortedDictionary<StateKey, byte[]>> _spaces = new(StringComparer.Ordinal);

    public ValueTask<T> WriteAsync<T>(Func<IStateWriter, T> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var copy = Copy();
            try
            {
                return ValueTask.FromResult(change(new View(_spaces)));
            }
            catch (Exception error)
            {
                _spaces = copy;
                return ValueTask.FromException<T>(error);
            }
        }
    }

    public T Read<T>(Func<IStateReader, T> query)
    {
        View snapshot;
        lock (_lock)
        {
            snapshot = new View(Copy());
        }

        return query(snapshot);
    }

    private Dictionary<string, SortedDictionary<StateKey, byte[]>> Copy() =>
        _spaces.ToDictionary(space => space.Key, space => new SortedDictionary<StateKey, byte[]>(space.Value));

    private sealed class View(Dictionary<string, SortedDictionary<StateKey, byte[]>> spaces) : IStateWriter
    {
        public byte[]? Get(Keyspace space, StateKey key) => Of(space).GetValueOrDefault(key)?.ToArray();

        public IEnumerable<StateEntry> Scan(Keyspace space, StateKey from, StateKey to, bool reverse = false)
        {
            var entries = Of(space)
                .Where(entry => entry.Key >= from && (to.IsEmpty || entry.Key < to))
                .Select(entry => new StateEntry(entry.Key, entry.Value.ToArray()))
                .ToList();
            if (reverse)
            {
                entries.Reverse();
            }

            return entries;
        }

        public void Put(Keyspace space, StateKey key, ReadOnlySpan<byte> value) => Of(space)[key] = value.ToArray();

        public bool Delete(Keyspace space, StateKey key) => Of(space).Remove(key);

        public int DeleteRange(Keyspace space, StateKey from, StateKey to)
        {
            var keys = Scan(space, from, to).Select(entry => entry.Key).ToList();
            keys.ForEach(key => Of(space).Remove(key));
            return keys.Count;
        }

        private SortedDictionary<StateKey, byte[]> Of(Keyspace space)
        {
            if (!spaces.TryGetValue(space.Name, out var entries))
            {
                entries = [];
                spaces.Add(space.Name, entries);
            }

            return entries;
        }
    }
}
