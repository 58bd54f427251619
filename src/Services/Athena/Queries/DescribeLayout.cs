using System.Globalization;
using Weir.Contracts;

namespace Weir.Services.Athena.Queries;

/// <summary>DESCRIBE EXTENDED and FORMATTED as Hive lays them out.</summary>
internal static class DescribeLayout
{
    private const int CellWidth = 20;
    private const string Blank = " \t \t ";

    /// <summary>Columns by name, then everything known of the table, or of one partition, in lines of three cells.</summary>
    public static IEnumerable<string> Formatted(CatalogTable table, CatalogPartition? partition)
    {
        foreach (var line in Columns(table.Storage.Columns).Append(Blank))
        {
            yield return line;
        }

        if (table.PartitionKeys.Count > 0)
        {
            yield return "# Partition Information\t \t ";
            foreach (var line in Columns(table.PartitionKeys).Append(Blank))
            {
                yield return line;
            }
        }

        var details = partition is null ? Table(table) : Partition(table, partition);
        foreach (var line in details.Append(Blank).Concat(Storage(partition?.Storage ?? table.Storage)))
        {
            yield return line;
        }
    }

    /// <summary>What EXTENDED adds after the columns: one line with all of it.</summary>
    public static string Extended(CatalogTable table, CatalogPartition? partition)
    {
        var storage = partition?.Storage ?? table.Storage;
        var columns = storage.Columns.Concat(table.PartitionKeys)
            .Select(column => $"FieldSchema(name:{column.Name}, type:{column.Type}, comment:{column.Comment ?? "null"})");
        var descriptor = $"StorageDescriptor(cols:[{string.Join(", ", columns)}], location:{storage.Location}, inputFormat:{storage.InputFormat}, "
            + $"outputFormat:{storage.OutputFormat}, compressed:{Truth(storage.Compressed)}, numBuckets:{Buckets(storage)}, "
            + $"serdeInfo:SerDeInfo(name:null, serializationLib:{storage.SerializationLibrary}, parameters:{Map(storage.SerdeParameters)}), "
            + $"bucketCols:[{string.Join(", ", storage.BucketColumns)}], sortCols:[], parameters:{Map(storage.Parameters)}, storedAsSubDirectories:false)";
        var created = table.CreateTime?.ToUnixTimeSeconds() ?? 0;
        if (partition is not null)
        {
            return $"Detailed Partition Information\tPartition(values:[{string.Join(", ", partition.Values)}], dbName:{table.Database}, "
                + $"tableName:{table.Name}, lastAccessTime:0, sd:{descriptor}, parameters:{Map(partition.Parameters)})\t ";
        }

        var keys = table.PartitionKeys.Select(column => $"FieldSchema(name:{column.Name}, type:{column.Type}, comment:{column.Comment ?? "null"})");
        return string.Create(CultureInfo.InvariantCulture, $"Detailed Table Information\tTable(tableName:{table.Name}, dbName:{table.Database}, owner:{table.Owner}, createTime:{created}, lastAccessTime:0, retention:0, sd:{descriptor}, partitionKeys:[{string.Join(", ", keys)}], parameters:{Map(table.Parameters)}, viewOriginalText:null, viewExpandedText:null, tableType:{table.TableType})\t ");
    }

    public static string Line(string first, string second, string third) => $"{first,-CellWidth}\t{second,-CellWidth}\t{third,-CellWidth}";

    private static IEnumerable<string> Columns(IReadOnlyList<CatalogColumn> columns) =>
        columns.Select(column => Line(column.Name, column.Type, column.Comment ?? "")).Prepend(Blank).Prepend(Line("# col_name", "data_type", "comment"));

    private static IEnumerable<string> Table(CatalogTable table) =>
    [
        "# Detailed Table Information\t \t ",
        Pair("Database:", table.Database),
        Pair("Owner:", table.Owner ?? ""),
        Pair("CreateTime:", table.CreateTime is { } time ? time.UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture) : "UNKNOWN"),
        Pair("LastAccessTime:", "UNKNOWN"),
        Pair("Protect Mode:", "None"),
        Pair("Retention:", "0"),
        Pair("Location:", table.Storage.Location ?? ""),
        Pair("Table Type:", table.TableType ?? ""),
        "Table Parameters:\t \t ",
        .. Parameters(table.Parameters),
    ];

    private static IEnumerable<string> Partition(CatalogTable table, CatalogPartition partition) =>
    [
        "# Detailed Partition Information\t \t ",
        Pair("Partition Value:", $"[{string.Join(", ", partition.Values)}]"),
        Pair("Database:", table.Database),
        Pair("Table:", table.Name),
        Pair("Location:", partition.Storage.Location ?? ""),
        "Partition Parameters:\t \t ",
        .. Parameters(partition.Parameters),
    ];

    private static IEnumerable<string> Storage(CatalogStorage storage) =>
    [
        "# Storage Information\t \t ",
        Pair("SerDe Library:", storage.SerializationLibrary ?? ""),
        Pair("InputFormat:", storage.InputFormat ?? ""),
        Pair("OutputFormat:", storage.OutputFormat ?? ""),
        Pair("Compressed:", storage.Compressed ? "Yes" : "No"),
        Pair("Num Buckets:", Buckets(storage)),
        Pair("Bucket Columns:", $"[{string.Join(", ", storage.BucketColumns)}]"),
        Pair("Sort Columns:", "[]"),
        "Storage Desc Params:\t \t ",
        .. Parameters(storage.SerdeParameters),
    ];

    private static IEnumerable<string> Parameters(IReadOnlyDictionary<string, string> parameters) =>
        parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"\t{pair.Key,-CellWidth}\t{pair.Value,-CellWidth}");

    private static string Pair(string name, string value) => $"{name,-CellWidth}\t{value,-CellWidth}\t ";

    private static string Buckets(CatalogStorage storage) =>
        (storage.BucketCount > 0 ? storage.BucketCount : -1).ToString(CultureInfo.InvariantCulture);

    private static string Map(IReadOnlyDictionary<string, string> pairs) =>
        "{" + string.Join(", ", pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")) + "}";

    private static string Truth(bool value) => value ? "true" : "false";
}
