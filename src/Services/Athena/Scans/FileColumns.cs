using System.Globalization;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Scans;

/// <summary>The columns every table of files has beside its own, for who names them: which file a row is from.</summary>
internal static class FileColumns
{
    private const string Path = "$path";
    private const string Bucket = "$bucket";
    private const string Size = "$file_size";
    private const string Modified = "$file_modified_time";
    private const string Partition = "$partition";

    private static readonly SqlColumn[] OfAll =
    [
        new(Path, SqlType.Varchar) { IsImplicit = true },
        new(Size, SqlType.BigInt) { IsImplicit = true },
        new(Modified, SqlType.TimestampZoned(3)) { IsImplicit = true },
    ];

    private static readonly SqlColumn[] OfPartitioned = [new(Partition, SqlType.Varchar) { IsImplicit = true }];

    private static readonly SqlColumn[] OfBucketed = [new(Bucket, SqlType.Integer) { IsImplicit = true }];

    public static IEnumerable<SqlColumn> Of(CatalogTable table)
    {
        var columns = table.PartitionKeys.Count > 0 ? OfAll.Concat(OfPartitioned) : OfAll;
        return table.Storage.BucketCount > 0 ? columns.Concat(OfBucketed) : columns;
    }

    public static bool Has(string name) => name is Path or Bucket or Size or Modified or Partition;

    /// <summary>What a file says, as text; null for nothing.</summary>
    public static string? Value(string name, ScanFile file, CatalogTable table) => name switch
    {
        Path => file.Address,
        Size => file.Object.Size.ToString(CultureInfo.InvariantCulture),
        Modified => (file.Object.LastModified.ToUnixTimeMilliseconds() * 1000).ToString(CultureInfo.InvariantCulture),
        Partition when file.Partition is { } partition => string.Join('/', table.PartitionKeys.Select((key, at) => $"{key.Name}={partition.Values[at]}")),
        Bucket => BucketOf(file)?.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The text as the column's value.</summary>
    public static string Typed(string name, string text) => name switch
    {
        Size => $"CAST({text} AS BIGINT)",
        Bucket => $"CAST({text} AS INTEGER)",
        Modified => $"struct_pack(t := make_timestamptz(CAST({text} AS BIGINT)), z := 'UTC')",
        _ => $"CAST({text} AS VARCHAR)",
    };

    /// <summary>A relation without rows has to have the columns all the same.</summary>
    public static string Nothing(string name) => $"{Typed(name, "NULL")} AS {DuckSql.Name(name)}";

    /// <summary>Hive and Athena begin a bucket's file with its number.</summary>
    private static int? BucketOf(ScanFile file)
    {
        var name = file.Object.Key.AsSpan(file.Object.Key.LastIndexOf('/') + 1);
        var end = name.IndexOf('_');
        return end > 0 && int.TryParse(name[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var bucket) ? bucket : null;
    }
}
