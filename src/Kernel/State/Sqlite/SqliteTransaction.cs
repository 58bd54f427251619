using SQLitePCL;
using Weir.Kernel.Core;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.State.Sqlite;

/// <summary>Reads and writes keyspaces through one connection, inside whatever transaction is open on it.</summary>
/// <remarks>Each keyspace is a table <c>k_NAME(k, v)</c>; a value is stored as its CRC-32C (4 bytes, little endian), then its bytes.</remarks>
internal sealed class SqliteTransaction(SqliteConnection connection, HashSet<string> knownSpaces) : IStateWriter
{
    private const int ChecksumBytes = 4;

    private readonly Dictionary<string, Statements> _statements = new(StringComparer.Ordinal);

    /// <summary>Keyspaces that the current change created; the store forgets them again when the change is undone.</summary>
    public List<string> CreatedSpaces { get; } = [];

    public byte[]? Get(Keyspace space, StateKey key)
    {
        if (!knownSpaces.Contains(space.Name))
        {
            return null;
        }

        var sql = Of(space).Get;
        var statement = connection.Prepare(sql);
        try
        {
            raw.sqlite3_bind_blob(statement, 1, key.Bytes);
            return connection.Step(statement, sql) ? Value(space, key, raw.sqlite3_column_blob(statement, 0)) : null;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Pages through the range, so that the caller may change it while reading.</summary>
    public IEnumerable<StateEntry> Scan(Keyspace space, StateKey from, StateKey to, bool reverse = false)
    {
        var page = new List<StateEntry>(StateLimits.ScanFirst);
        var limit = StateLimits.ScanFirst;
        var isFirst = true;
        StateKey last = default;
        while (knownSpaces.Contains(space.Name))
        {
            page.Clear();
            ReadPage(space, from, to, reverse, isFirst, last, limit, page);
            foreach (var entry in page)
            {
                yield return entry;
            }

            if (page.Count < limit)
            {
                yield break;
            }

            last = page[^1].Key;
            isFirst = false;
            limit = Math.Min(limit * 4, StateLimits.ScanMax);
        }
    }

    public void Put(Keyspace space, StateKey key, ReadOnlySpan<byte> value)
    {
        Ensure(space);
        var sql = Of(space).Put;
        var statement = connection.Prepare(sql);
        var stored = System.Buffers.ArrayPool<byte>.Shared.Rent(value.Length + ChecksumBytes);
        try
        {
            BitConverter.TryWriteBytes(stored, Crc32C.Compute(value));
            value.CopyTo(stored.AsSpan(ChecksumBytes));
            raw.sqlite3_bind_blob(statement, 1, key.Bytes);
            raw.sqlite3_bind_blob(statement, 2, stored.AsSpan(0, value.Length + ChecksumBytes));
            connection.Step(statement, sql);
        }
        finally
        {
            raw.sqlite3_reset(statement);
            System.Buffers.ArrayPool<byte>.Shared.Return(stored);
        }
    }

    public bool Delete(Keyspace space, StateKey key)
    {
        if (!knownSpaces.Contains(space.Name))
        {
            return false;
        }

        var sql = Of(space).Delete;
        var statement = connection.Prepare(sql);
        try
        {
            raw.sqlite3_bind_blob(statement, 1, key.Bytes);
            connection.Step(statement, sql);
            return connection.Changes > 0;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public int DeleteRange(Keyspace space, StateKey from, StateKey to)
    {
        if (!knownSpaces.Contains(space.Name))
        {
            return 0;
        }

        var sql = to.IsEmpty ? Of(space).DeleteFrom : Of(space).DeleteRange;
        var statement = connection.Prepare(sql);
        try
        {
            raw.sqlite3_bind_blob(statement, 1, from.Bytes);
            if (!to.IsEmpty)
            {
                raw.sqlite3_bind_blob(statement, 2, to.Bytes);
            }

            connection.Step(statement, sql);
            return connection.Changes;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    private void ReadPage(
        Keyspace space, StateKey from, StateKey to, bool reverse, bool isFirst, StateKey last, int limit, List<StateEntry> page)
    {
        var low = !isFirst && !reverse ? last : from;
        var high = !isFirst && reverse ? last : to;
        var sql = Of(space).Scan(isLowExclusive: !isFirst && !reverse, hasHigh: !high.IsEmpty, reverse);
        var statement = connection.Prepare(sql);
        try
        {
            raw.sqlite3_bind_int(statement, 1, limit);
            raw.sqlite3_bind_blob(statement, 2, low.Bytes);
            if (!high.IsEmpty)
            {
                raw.sqlite3_bind_blob(statement, 3, high.Bytes);
            }

            while (connection.Step(statement, sql))
            {
                var key = new StateKey(raw.sqlite3_column_blob(statement, 0).ToArray());
                page.Add(new(key, Value(space, key, raw.sqlite3_column_blob(statement, 1))));
            }
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    private void Ensure(Keyspace space)
    {
        if (knownSpaces.Contains(space.Name))
        {
            return;
        }

        foreach (var letter in space.Name)
        {
            Invariant.That(letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_', $"'{space.Name}' is a keyspace name");
        }

        connection.Execute($"CREATE TABLE IF NOT EXISTS k_{space.Name}(k BLOB PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID");
        knownSpaces.Add(space.Name);
        CreatedSpaces.Add(space.Name);
    }

    /// <summary>True when a stored value matches the checksum before it.</summary>
    internal static bool IsSound(ReadOnlySpan<byte> stored) =>
        stored.Length >= ChecksumBytes && BitConverter.ToUInt32(stored) == Crc32C.Compute(stored[ChecksumBytes..]);

    private static byte[] Value(Keyspace space, StateKey key, ReadOnlySpan<byte> stored)
    {
        if (!IsSound(stored))
        {
            throw new StateException(0, $"the entry {key} of {space.Name} is damaged: its checksum does not match");
        }

        return stored[ChecksumBytes..].ToArray();
    }

    private Statements Of(Keyspace space)
    {
        if (!_statements.TryGetValue(space.Name, out var statements))
        {
            statements = new($"k_{space.Name}");
            _statements.Add(space.Name, statements);
        }

        return statements;
    }

    private sealed class Statements(string table)
    {
        private readonly string?[] _scans = new string?[8];

        public string Get { get; } = $"SELECT v FROM {table} WHERE k=?1";
        public string Put { get; } = $"INSERT INTO {table}(k,v) VALUES(?1,?2) ON CONFLICT(k) DO UPDATE SET v=excluded.v";
        public string Delete { get; } = $"DELETE FROM {table} WHERE k=?1";
        public string DeleteFrom { get; } = $"DELETE FROM {table} WHERE k>=?1";
        public string DeleteRange { get; } = $"DELETE FROM {table} WHERE k>=?1 AND k<?2";

        public string Scan(bool isLowExclusive, bool hasHigh, bool reverse)
        {
            var index = (isLowExclusive ? 1 : 0) | (hasHigh ? 2 : 0) | (reverse ? 4 : 0);
            return _scans[index] ??= $"SELECT k,v FROM {table} WHERE k>{(isLowExclusive ? "" : "=")}?2"
                + (hasHigh ? " AND k<?3" : "") + (reverse ? " ORDER BY k DESC" : " ORDER BY k") + " LIMIT ?1";
        }
    }
}
