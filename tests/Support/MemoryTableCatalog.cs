using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Tests.Support;

/// <summary>A table catalog in memory, of one account. Safe from any thread.</summary>
public sealed class MemoryTableCatalog : ITableCatalog
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, CatalogDatabase> _databases = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CatalogTable> _tables = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<CatalogPartition>> _partitions = new(StringComparer.Ordinal);

    public int PartitionsListed { get; private set; }

    public CatalogDatabase? FindDatabase(CallContext call, string database) => Locked(() => _databases.GetValueOrDefault(database));

    public IReadOnlyList<CatalogDatabase> ListDatabases(CallContext call) => Locked(() => _databases.Values.ToArray());

    public CatalogTable? FindTable(CallContext call, string database, string table) => Locked(() => _tables.GetValueOrDefault(Key(database, table)));

    public IReadOnlyList<CatalogTable> ListTables(CallContext call, string database, string? pattern) =>
        Locked(() => _tables.Values.Where(table => table.Database == database).ToArray());

    public IEnumerable<CatalogPartition> ListPartitions(
        CallContext call, string database, string table, Func<IReadOnlyList<string>, bool>? keep) => Locked(() =>
    {
        var kept = Partitions(database, table).Where(partition => keep?.Invoke(partition.Values) ?? true).ToArray();
        PartitionsListed += kept.Length;
        return kept;
    });

    /// <summary>Of every table's columns.</summary>
    public Dictionary<string, CatalogColumnStatistics> Statistics { get; } = [];

    public IReadOnlyDictionary<string, CatalogColumnStatistics> ColumnStatistics(
        CallContext call, string database, string table, IReadOnlyCollection<string> columns) =>
        Statistics.Where(pair => columns.Contains(pair.Key)).ToDictionary();

    public ValueTask CreateDatabaseAsync(CallContext call, CatalogDatabase database, CancellationToken cancellationToken) =>
        Done(() => _databases.Add(database.Name, database));

    public ValueTask UpdateDatabaseAsync(CallContext call, CatalogDatabase database, CancellationToken cancellationToken) =>
        Done(() => _databases[database.Name] = database);

    public ValueTask DropDatabaseAsync(CallContext call, string database, bool cascade, CancellationToken cancellationToken) => Done(() =>
    {
        _databases.Remove(database);
        foreach (var key in _tables.Where(entry => entry.Value.Database == database).Select(entry => entry.Key).ToArray())
        {
            _tables.Remove(key);
            _partitions.Remove(key);
        }
    });

    public ValueTask CreateTableAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken) => Done(() =>
    {
        if (!_tables.TryAdd(Key(table.Database, table.Name), table))
        {
            throw new ServiceException("AlreadyExistsException", "Table already exists.");
        }
    });

    public ValueTask UpdateTableAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken) =>
        Done(() => _tables[Key(table.Database, table.Name)] = table);

    public ValueTask<bool> SwapTableAsync(
        CallContext call, CatalogTable table, string parameter, string? expected, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Locked(() =>
        {
            var key = Key(table.Database, table.Name);
            if (_tables[key].Parameters.GetValueOrDefault(parameter) != expected)
            {
                return false;
            }

            _tables[key] = table;
            return true;
        }));

    public ValueTask RenameTableAsync(
        CallContext call, string database, string table, string newDatabase, string newTable, CancellationToken cancellationToken) => Done(() =>
    {
        _tables.Add(Key(newDatabase, newTable), _tables[Key(database, table)] with { Database = newDatabase, Name = newTable });
        _tables.Remove(Key(database, table));
    });

    public ValueTask DropTableAsync(CallContext call, string database, string table, CancellationToken cancellationToken) => Done(() =>
    {
        _tables.Remove(Key(database, table));
        _partitions.Remove(Key(database, table));
    });

    public ValueTask<int> AddPartitionsAsync(
        CallContext call, string database, string table, IReadOnlyList<CatalogPartition> partitions, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Locked(() =>
        {
            var known = Partitions(database, table);
            var added = partitions.Where(partition => !known.Exists(other => other.Values.SequenceEqual(partition.Values))).ToArray();
            known.AddRange(added);
            return added.Length;
        }));

    public ValueTask<bool> DropPartitionAsync(
        CallContext call, string database, string table, IReadOnlyList<string> values, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Locked(() => Partitions(database, table).RemoveAll(partition => partition.Values.SequenceEqual(values)) > 0));

    private static string Key(string database, string table) => $"{database}.{table}";

    private List<CatalogPartition> Partitions(string database, string table)
    {
        var key = Key(database, table);
        if (!_partitions.TryGetValue(key, out var list))
        {
            _partitions[key] = list = [];
        }

        return list;
    }

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }

    private ValueTask Done(Action work)
    {
        lock (_lock)
        {
            work();
        }

        return ValueTask.CompletedTask;
    }
}
