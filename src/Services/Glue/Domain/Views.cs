using System.Globalization;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>State as answers show it.</summary>
internal static class Views
{
    /// <summary>What a database allows on its new tables unless it says otherwise: IAM decides.</summary>
    private static readonly IReadOnlyList<PrincipalPermissions> Everybody =
        [new() { Principal = new() { DataLakePrincipalIdentifier = "IAM_ALLOWED_PRINCIPALS" }, Permissions = ["ALL"] }];

    public static Database Database(CatalogPlace place, DatabaseState database) => new()
    {
        Name = database.Name,
        Description = database.Description,
        LocationUri = database.LocationUri,
        Parameters = database.Parameters,
        CreateTime = database.Created,
        CreateTableDefaultPermissions = database.DefaultPermissions ?? (database.Target is null ? Everybody : []),
        TargetDatabase = database.Target,
        CatalogId = place.Account,
    };

    public static Table Table(CatalogPlace place, TableState table) => new()
    {
        Name = table.Name,
        DatabaseName = table.Database,
        Description = table.Description,
        Owner = table.Owner,
        CreateTime = table.Created,
        UpdateTime = table.Updated,
        LastAccessTime = table.LastAccess,
        LastAnalyzedTime = table.LastAnalyzed,
        Retention = table.Retention,
        StorageDescriptor = Storage(table.Storage),
        PartitionKeys = table.PartitionKeys,
        ViewOriginalText = table.ViewOriginalText,
        ViewExpandedText = table.ViewExpandedText,
        TableType = table.TableType,
        Parameters = table.Parameters,
        CreatedBy = table.CreatedBy,
        IsRegisteredWithLakeFormation = false,
        TargetTable = table.Target,
        CatalogId = place.Account,
        VersionId = VersionId(table.Version),
    };

    public static Partition Partition(CatalogPlace place, string database, string table, PartitionState partition, bool withColumns = true) => new()
    {
        Values = partition.Values,
        DatabaseName = database,
        TableName = table,
        CreationTime = partition.Created,
        LastAccessTime = partition.LastAccess,
        LastAnalyzedTime = partition.LastAnalyzed,
        StorageDescriptor = Storage(withColumns ? partition.Storage : partition.Storage is null ? null : partition.Storage with { Columns = [] }),
        Parameters = partition.Parameters,
        CatalogId = place.Account,
    };

    /// <param name="isPeriodCut">Some batches say the same as the single operation, without its full stop.</param>
    public static ErrorDetail Error(Weir.Kernel.Core.ServiceException error, bool isPeriodCut = false) =>
        new() { ErrorCode = error.Code, ErrorMessage = isPeriodCut ? error.Message.TrimEnd('.') : error.Message };

    /// <summary>With what AWS says of a descriptor that leaves it out.</summary>
    private static StorageDescriptor? Storage(StorageDescriptor? stated) => stated is null ? null : stated with
    {
        Compressed = stated.Compressed ?? false,
        NumberOfBuckets = stated.NumberOfBuckets ?? 0,
        SortColumns = stated.SortColumns ?? [],
        StoredAsSubDirectories = stated.StoredAsSubDirectories ?? false,
    };

    public static string VersionId(int version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null when the text names no version.</summary>
    public static int? Version(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
