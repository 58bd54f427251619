namespace Weir.Kernel.State;

/// <summary>Control-plane state and indexes: named ordered maps from byte-ordered keys to bytes, with serial transactions.</summary>
/// <remarks>
/// The seam for state: SQLite here, PostgreSQL past one machine; both pass the same contract tests.
/// Writes run one after another (serializable); many share one commit and one fsync. Reads see a snapshot and never block writes.
/// Safe from any thread.
/// </remarks>
public interface IStateStore
{
    /// <summary>
    /// Runs <paramref name="change"/> as one atomic transaction and returns its result after the commit is durable.
    /// An exception from it undoes this change only, and reaches the caller.
    /// </summary>
    /// <remarks>The delegate runs on the writer: no waiting, no I/O, no calls back into the store but through its argument.</remarks>
    ValueTask<T> WriteAsync<T>(Func<IStateWriter, T> change, CancellationToken cancellationToken);

    /// <summary>Runs a query on one consistent snapshot of what is committed.</summary>
    T Read<T>(Func<IStateReader, T> query);
}

public interface IStateReader
{
    byte[]? Get(Keyspace space, StateKey key);

    /// <summary>Entries with <c>from ≤ key &lt; to</c> in key order (or reversed), read lazily while the snapshot lives.</summary>
    /// <param name="to">Exclusive; the default key means "to the end".</param>
    IEnumerable<StateEntry> Scan(Keyspace space, StateKey from, StateKey to, bool reverse = false);
}

public interface IStateWriter : IStateReader
{
    void Put(Keyspace space, StateKey key, ReadOnlySpan<byte> value);

    /// <summary>True when there was such a key.</summary>
    bool Delete(Keyspace space, StateKey key);

    /// <summary>Deletes <c>from ≤ key &lt; to</c>; returns how many.</summary>
    int DeleteRange(Keyspace space, StateKey from, StateKey to);
}

/// <summary>One named map. Names are lower-case words joined by <c>_</c>, the service first: <c>s3_objects</c>.</summary>
public sealed record Keyspace(string Name);

public readonly record struct StateEntry(StateKey Key, byte[] Value);
