using Weir.Contracts;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>State as other services see it, and back. What they do not see of an existing object stays as it is.</summary>
internal static class CatalogMapping
{
    private static readonly Dictionary<string, string> Nothing = [];

    public static CatalogDatabase Shown(DatabaseState database) => new()
    {
        Name = database.Name,
        Description = database.Description,
        LocationUri = database.LocationUri,
        Parameters = database.Parameters ?? Nothing,
        CreateTime = database.Created,
        IsLink = database.Target is not null,
    };

    /// <param name="database">The name by which it was asked for: a link's, where the database is one.</param>
    public static CatalogTable Shown(SeenTable seen, string database) => Shown(seen.Table) with
    {
        Database = database.ToLowerInvariant(),
        IsLink = seen.Table.Target is not null,
        LinkProblem = seen.Problem?.Message,
    };

    private static CatalogTable Shown(TableState table) => new()
    {
        Database = table.Database,
        Name = table.Name,
        Description = table.Description,
        Owner = table.Owner,
        TableType = table.TableType,
        Storage = Shown(table.Storage),
        PartitionKeys = Shown(table.PartitionKeys),
        Parameters = table.Parameters ?? Nothing,
        ViewOriginalText = table.ViewOriginalText,
        ViewExpandedText = table.ViewExpandedText,
        CreateTime = table.Created,
        UpdateTime = table.Updated,
    };

    public static CatalogPartition Shown(PartitionState partition) => new()
    {
        Values = partition.Values,
        Storage = Shown(partition.Storage),
        Parameters = partition.Parameters ?? Nothing,
    };

    public static TableInput Input(CatalogTable table, TableState? current) => new()
    {
        Name = table.Name,
        Description = table.Description,
        Owner = table.Owner,
        LastAccessTime = current?.LastAccess,
        LastAnalyzedTime = current?.LastAnalyzed,
        Retention = current?.Retention,
        StorageDescriptor = Storage(table.Storage, current?.Storage),
        PartitionKeys = Columns(table.PartitionKeys),
        ViewOriginalText = table.ViewOriginalText,
        ViewExpandedText = table.ViewExpandedText,
        TableType = table.TableType,
        Parameters = table.Parameters,
        TargetTable = current?.Target,
    };

    public static PartitionInput Input(CatalogPartition partition) => new()
    {
        Values = partition.Values,
        StorageDescriptor = Storage(partition.Storage, current: null),
        Parameters = partition.Parameters,
    };

    private static CatalogStorage Shown(StorageDescriptor? storage) => storage is null ? new() : new()
    {
        Columns = Shown(storage.Columns ?? []),
        Location = storage.Location,
        InputFormat = storage.InputFormat,
        OutputFormat = storage.OutputFormat,
        SerializationLibrary = storage.SerdeInfo?.SerializationLibrary,
        SerdeParameters = storage.SerdeInfo?.Parameters ?? Nothing,
        Parameters = storage.Parameters ?? Nothing,
        Compressed = storage.Compressed ?? false,
        BucketColumns = storage.BucketColumns ?? [],
        BucketCount = storage.NumberOfBuckets ?? 0,
    };

    private static List<CatalogColumn> Shown(IReadOnlyList<Column> columns) =>
        [.. columns.Select(column => new CatalogColumn(column.Name.ToLowerInvariant(), column.Type ?? "string", column.Comment))];

    private static StorageDescriptor Storage(CatalogStorage storage, StorageDescriptor? current) => (current ?? new()) with
    {
        Columns = Columns(storage.Columns),
        Location = storage.Location,
        InputFormat = storage.InputFormat,
        OutputFormat = storage.OutputFormat,
        Compressed = storage.Compressed,
        BucketColumns = storage.BucketCount > 0 ? storage.BucketColumns : current?.BucketColumns,
        NumberOfBuckets = storage.BucketCount > 0 ? storage.BucketCount : current?.NumberOfBuckets ?? -1,
        StoredAsSubDirectories = current?.StoredAsSubDirectories ?? false,
        SerdeInfo = (current?.SerdeInfo ?? new()) with
        {
            SerializationLibrary = storage.SerializationLibrary,
            Parameters = storage.SerdeParameters,
        },
        Parameters = storage.Parameters,
    };

    private static List<Column> Columns(IReadOnlyList<CatalogColumn> columns) =>
        [.. columns.Select(column => new Column { Name = column.Name, Type = column.Type, Comment = column.Comment })];
}
