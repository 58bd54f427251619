using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>The Glue Data Catalog for other services. Names are lower case. Every call is authorized.</summary>
public interface ITableCatalog
{
    CatalogDatabase? FindDatabase(CallContext call, string database);

    IReadOnlyList<CatalogDatabase> ListDatabases(CallContext call);

    CatalogTable? FindTable(CallContext call, string database, string table);

    /// <param name="pattern">A glob (<c>*</c>, <c>|</c>) over names; null for all.</param>
    IReadOnlyList<CatalogTable> ListTables(CallContext call, string database, string? pattern);

    /// <summary>Partitions in key order, those for which <paramref name="keep"/> (given the partition values) holds; null for all.</summary>
    IEnumerable<CatalogPartition> ListPartitions(
        CallContext call, string database, string table, Func<IReadOnlyList<string>, bool>? keep);

    /// <summary>
    /// The same for a caller who wants only partitions some of whose keys have one value each: the partitions' order or an index
    /// may spare looking at the others. Where neither does, all are asked of <paramref name="keep"/>, which must rule the others out.
    /// </summary>
    /// <param name="known">Values by key, in lower case; of keys of text and of whole numbers.</param>
    IEnumerable<CatalogPartition> ListPartitions(
        CallContext call, string database, string table, IReadOnlyDictionary<string, string> known, Func<IReadOnlyList<string>, bool>? keep) =>
        ListPartitions(call, database, table, keep);

    /// <summary>The partitions of those values that are there, in the order of the values.</summary>
    IEnumerable<CatalogPartition> FindPartitions(CallContext call, string database, string table, IReadOnlyList<IReadOnlyList<string>> values)
    {
        var names = values.Select(value => string.Join('\u0001', value)).ToHashSet(StringComparer.Ordinal);
        return ListPartitions(call, database, table, value => names.Contains(string.Join('\u0001', value)));
    }

    /// <summary>What is known of the values of a table's columns, by their names in lower case; nothing for a caller who may not see it.</summary>
    IReadOnlyDictionary<string, CatalogColumnStatistics> ColumnStatistics(
        CallContext call, string database, string table, IReadOnlyCollection<string> columns) => new Dictionary<string, CatalogColumnStatistics>();

    ValueTask CreateDatabaseAsync(CallContext call, CatalogDatabase database, CancellationToken cancellationToken);

    /// <summary>Replaces description, location and parameters.</summary>
    ValueTask UpdateDatabaseAsync(CallContext call, CatalogDatabase database, CancellationToken cancellationToken);

    ValueTask DropDatabaseAsync(CallContext call, string database, bool cascade, CancellationToken cancellationToken);

    ValueTask CreateTableAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken);

    ValueTask UpdateTableAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken);

    /// <summary>
    /// Updates a table only if one of its parameters still has the expected value: a compare-and-swap, atomic and durable. No version
    /// of the table is archived.
    /// </summary>
    /// <returns>False, and nothing changed, when the parameter has another value.</returns>
    ValueTask<bool> SwapTableAsync(CallContext call, CatalogTable table, string parameter, string? expected, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a table another name or another database, atomically. Of its versions, partitions and statistics nothing goes along: it is
    /// for tables that keep all that elsewhere (Iceberg).
    /// </summary>
    ValueTask RenameTableAsync(
        CallContext call, string database, string table, string newDatabase, string newTable, CancellationToken cancellationToken);

    ValueTask DropTableAsync(CallContext call, string database, string table, CancellationToken cancellationToken);

    /// <summary>Adds those that are new; returns how many were. Existing ones are left as they are.</summary>
    ValueTask<int> AddPartitionsAsync(
        CallContext call, string database, string table, IReadOnlyList<CatalogPartition> partitions, CancellationToken cancellationToken);

    ValueTask<bool> DropPartitionAsync(
        CallContext call, string database, string table, IReadOnlyList<string> values, CancellationToken cancellationToken);
}

public sealed record CatalogDatabase
{
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? LocationUri { get; init; }
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
    public DateTimeOffset? CreateTime { get; init; }
    /// <summary>A resource link: it shows what it leads to, and dropping it drops nothing else.</summary>
    public bool IsLink { get; init; }
}

/// <param name="Type">A Hive type: <c>bigint</c>, <c>struct&lt;a:int,b:string&gt;</c>.</param>
public sealed record CatalogColumn(string Name, string Type, string? Comment = null);

/// <summary>Where and how data is stored: Glue's StorageDescriptor.</summary>
public sealed record CatalogStorage
{
    public IReadOnlyList<CatalogColumn> Columns { get; init; } = [];
    /// <summary>An <c>s3://</c> address of a folder.</summary>
    public string? Location { get; init; }
    public string? InputFormat { get; init; }
    public string? OutputFormat { get; init; }
    public string? SerializationLibrary { get; init; }
    public IReadOnlyDictionary<string, string> SerdeParameters { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
    public bool Compressed { get; init; }
    /// <summary>Columns whose hash tells a row's bucket.</summary>
    public IReadOnlyList<string> BucketColumns { get; init; } = [];
    /// <summary>Zero or less: no buckets.</summary>
    public int BucketCount { get; init; }
}

public sealed record CatalogTable
{
    public required string Database { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? Owner { get; init; }
    /// <summary><c>EXTERNAL_TABLE</c>, <c>VIRTUAL_VIEW</c> …</summary>
    public string? TableType { get; init; }
    public required CatalogStorage Storage { get; init; }
    public IReadOnlyList<CatalogColumn> PartitionKeys { get; init; } = [];
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
    public string? ViewOriginalText { get; init; }
    public string? ViewExpandedText { get; init; }
    public DateTimeOffset? CreateTime { get; init; }
    public DateTimeOffset? UpdateTime { get; init; }
    /// <summary>A resource link under its own name: it shows what it leads to, what changes it changes that, and dropping it drops nothing else.</summary>
    public bool IsLink { get; init; }
    /// <summary>Why what the link leads to cannot be shown: such a table is there, but nothing can be read through it.</summary>
    public string? LinkProblem { get; init; }
}

public sealed record CatalogPartition
{
    /// <summary>In the order of the table's partition keys.</summary>
    public required IReadOnlyList<string> Values { get; init; }
    public required CatalogStorage Storage { get; init; }
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}

/// <param name="Distinct">How many values there are that are not NULL, about.</param>
/// <param name="Least">The least value of a column of numbers; of dates the day since 1970, of timestamps the second. Null for others.</param>
public sealed record CatalogColumnStatistics(long? Distinct, long? Nulls, double? Least, double? Greatest);
