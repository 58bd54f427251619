using System.Globalization;
using Weir.Kernel.State;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.State;

/// <summary>A catalog: one account in one region.</summary>
internal readonly record struct CatalogPlace(string Account, string Region);

/// <summary>Everything the catalog remembers. Safe from any thread.</summary>
/// <remarks>
/// Partitions lie in the order of their values below their table, so a page, a prefix of values and a single partition are
/// each one seek however many partitions there are.
/// </remarks>
internal sealed class CatalogStore(IStateStore store, PartitionIndexStore indexes, ColumnStatisticsStore statistics, CatalogThings things)
{
    private const char ValueSeparator = '\u0001';

    private readonly StateTable<DatabaseState> _databases = new("glue_databases", GlueJson.Default.DatabaseState);
    private readonly StateTable<TableState> _tables = new("glue_tables", GlueJson.Default.TableState);
    private readonly StateTable<TableState> _versions = new("glue_table_versions", GlueJson.Default.TableState);
    private readonly StateTable<PartitionState> _partitions = new("glue_partitions", GlueJson.Default.PartitionState);
    private readonly StateTable<TagSet> _tags = new("glue_tags", GlueJson.Default.TagSet);

    public IStateStore State { get; } = store;

    public PartitionIndexStore Indexes => indexes;

    public ColumnStatisticsStore Statistics => statistics;

    public CatalogThings Things => things;

    public DatabaseState? FindDatabase(IStateReader state, CatalogPlace place, string name) =>
        _databases.Find(state, StateKey.Of(place.Account, place.Region, name));

    public DatabaseState RequireDatabase(IStateReader state, CatalogPlace place, string name) =>
        FindDatabase(state, place, name) ?? throw GlueErrors.NoDatabase(name);

    public void PutDatabase(IStateWriter state, CatalogPlace place, DatabaseState database) =>
        _databases.Put(state, StateKey.Of(place.Account, place.Region, database.Name), database);

    /// <summary>In name order, those after a name.</summary>
    public IEnumerable<DatabaseState> Databases(IStateReader state, CatalogPlace place, string? after)
    {
        var all = StateKey.Prefix(place.Account, place.Region);
        var from = after is null ? all : StateKey.Of(place.Account, place.Region, after + '\0');
        return _databases.Scan(state, from, all.Next()).Select(entry => entry.Value);
    }

    /// <summary>With its functions, its tables and all that belongs to them.</summary>
    public void DeleteDatabase(IStateWriter state, CatalogPlace place, string name)
    {
        _databases.Delete(state, StateKey.Of(place.Account, place.Region, name));
        things.Functions.DeleteBelow(state, place, name);
        var below = StateKey.Prefix(place.Account, place.Region, name);
        state.DeleteRange(_tables.Space, below, below.Next());
        DeleteBelow(state, below);
    }

    public TableState? FindTable(IStateReader state, CatalogPlace place, string database, string name) =>
        _tables.Find(state, StateKey.Of(place.Account, place.Region, database, name));

    /// <summary>Throws that there is no such database, or no such table in it.</summary>
    public TableState RequireTable(IStateReader state, CatalogPlace place, string database, string name)
    {
        if (FindTable(state, place, database, name) is { } table)
        {
            return table;
        }

        RequireDatabase(state, place, database);
        throw GlueErrors.NoTable(name);
    }

    public TableState RequireTable(IStateReader state, TableAt at) => RequireTable(state, at.Place, at.Database, at.Name);

    public void PutTable(IStateWriter state, CatalogPlace place, TableState table) =>
        _tables.Put(state, StateKey.Of(place.Account, place.Region, table.Database, table.Name), table);

    public IEnumerable<TableState> Tables(IStateReader state, CatalogPlace place, string database, string? after)
    {
        var all = StateKey.Prefix(place.Account, place.Region, database);
        var from = after is null ? all : StateKey.Of(place.Account, place.Region, database, after + '\0');
        return _tables.Scan(state, from, all.Next()).Select(entry => entry.Value);
    }

    public IEnumerable<TableState> AllTables(IStateReader state, CatalogPlace place) =>
        _tables.Scan(state, StateKey.Prefix(place.Account, place.Region)).Select(entry => entry.Value);

    /// <summary>With its versions, partitions, indexes and statistics.</summary>
    public void DeleteTable(IStateWriter state, CatalogPlace place, string database, string name)
    {
        _tables.Delete(state, StateKey.Of(place.Account, place.Region, database, name));
        DeleteBelow(state, StateKey.Prefix(place.Account, place.Region, database, name));
    }

    /// <summary>Keeps a version that is no longer the table's current one.</summary>
    public void PutVersion(IStateWriter state, CatalogPlace place, TableState table) =>
        _versions.Put(state, VersionKey(place, table.Database, table.Name, table.Version), table);

    public TableState? FindVersion(IStateReader state, CatalogPlace place, string database, string name, int version) =>
        _versions.Find(state, VersionKey(place, database, name, version));

    public bool DeleteVersion(IStateWriter state, CatalogPlace place, string database, string name, int version) =>
        _versions.Delete(state, VersionKey(place, database, name, version));

    /// <summary>Archived versions below a number, newest first.</summary>
    public IEnumerable<TableState> Versions(IStateReader state, CatalogPlace place, string database, string name, int below) =>
        _versions.Scan(
            state, StateKey.Prefix(place.Account, place.Region, database, name), VersionKey(place, database, name, below), reverse: true)
            .Select(entry => entry.Value);

    public PartitionState? FindPartition(IStateReader state, CatalogPlace place, string database, string table, IReadOnlyList<string> values) =>
        _partitions.Find(state, PartitionKey(place, database, table, Joined(values)));

    public void PutPartition(IStateWriter state, CatalogPlace place, string database, string table, PartitionState partition)
    {
        _partitions.Put(state, PartitionKey(place, database, table, Joined(partition.Values)), partition);
        foreach (var index in indexes.Of(state, place, database, table))
        {
            indexes.Enter(state, place, database, table, index, partition.Values);
        }
    }

    public bool DeletePartition(IStateWriter state, CatalogPlace place, string database, string table, IReadOnlyList<string> values)
    {
        foreach (var index in indexes.Of(state, place, database, table))
        {
            indexes.Remove(state, place, database, table, index, values);
        }

        statistics.DeletePartition(state, place, database, table, values);
        return _partitions.Delete(state, PartitionKey(place, database, table, Joined(values)));
    }

    /// <summary>In the order of their values; those after some values; those whose first values are given; those that are wanted.</summary>
    /// <remarks>Values are read from the key, so what is not wanted is never decoded.</remarks>
    public IEnumerable<PartitionState> Partitions(
        IStateReader state, CatalogPlace place, string database, string table, IReadOnlyList<string>? after, IReadOnlyList<string> first,
        Func<IReadOnlyList<string>, bool>? isWanted = null) =>
        Entries(state, place, database, table, after, first)
            .Where(entry => isWanted is null || isWanted(ValuesOf(entry.Key)))
            .Select(entry => _partitions.Decode(entry.Value));

    /// <summary>Partitions after some values: the wanted ones of a bounded number looked at, and the last one looked at when there may be more.</summary>
    public (List<PartitionState> Wanted, IReadOnlyList<string>? Last) PartitionPiece(
        IStateReader state, CatalogPlace place, string database, string table, IReadOnlyList<string>? after, int most,
        Func<IReadOnlyList<string>, bool>? isWanted, IReadOnlyList<string>? first = null)
    {
        var wanted = new List<PartitionState>();
        IReadOnlyList<string> last = [];
        var count = 0;
        foreach (var entry in Entries(state, place, database, table, after, first ?? []).Take(most))
        {
            count++;
            last = ValuesOf(entry.Key);
            if (isWanted is null || isWanted(last))
            {
                wanted.Add(_partitions.Decode(entry.Value));
            }
        }

        return (wanted, count < most ? null : last);
    }

    private IEnumerable<StateEntry> Entries(
        IStateReader state, CatalogPlace place, string database, string table, IReadOnlyList<string>? after, IReadOnlyList<string> first)
    {
        var below = first.Count == 0
            ? StateKey.Prefix(place.Account, place.Region, database, table)
            : PartitionKey(place, database, table, Joined(first));
        var end = below.Next();
        var from = after is null ? below : PartitionKey(place, database, table, Joined(after) + '\0');
        return state.Scan(_partitions.Space, from > below ? from : below, end);
    }

    public IReadOnlyDictionary<string, string> Tags(IStateReader state, string arn) =>
        _tags.Find(state, StateKey.Of(arn))?.Tags ?? new Dictionary<string, string>();

    public void PutTags(IStateWriter state, string arn, IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count == 0)
        {
            _tags.Delete(state, StateKey.Of(arn));
        }
        else
        {
            _tags.Put(state, StateKey.Of(arn), new(tags));
        }
    }

    private void DeleteBelow(IStateWriter state, StateKey below)
    {
        state.DeleteRange(_versions.Space, below, below.Next());
        state.DeleteRange(_partitions.Space, below, below.Next());
        indexes.DeleteBelow(state, below);
        statistics.DeleteBelow(state, below);
    }

    private static string[] ValuesOf(StateKey key) => key.Parts(5)[4].Split(ValueSeparator)[..^1];

    /// <summary>Each value is closed by the separator, so that first values are a prefix of the key.</summary>
    private static string Joined(IReadOnlyList<string> values) =>
        string.Concat(values.Select(value => value + ValueSeparator));

    private static StateKey PartitionKey(CatalogPlace place, string database, string table, string values) =>
        StateKey.Of(place.Account, place.Region, database, table, values);

    private static StateKey VersionKey(CatalogPlace place, string database, string table, int version) =>
        StateKey.Of(place.Account, place.Region, database, table, version.ToString("D10", CultureInfo.InvariantCulture));
}
