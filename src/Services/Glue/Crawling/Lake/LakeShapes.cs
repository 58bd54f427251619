using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Crawling.Lake;

/// <summary>Delta and Hudi tables as the catalog describes them.</summary>
internal static class LakeShapes
{
    private const string Serde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    private const string ParquetOutput = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";

    /// <summary>Read by its log, wherever the catalog is looked at.</summary>
    public static StorageDescriptor NativeDelta(IReadOnlyList<Column> columns, string location) => Storage(
        columns, location, "org.apache.hadoop.mapred.SequenceFileInputFormat", "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat",
        "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", new() { ["serialization.format"] = "1", ["path"] = location });

    /// <summary>Read by its manifests.</summary>
    public static StorageDescriptor Symlink(IReadOnlyList<Column> columns, string location) => Storage(
        columns, location, "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat", "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
        Serde, new() { ["serialization.format"] = "1" });

    public static StorageDescriptor Hudi(IReadOnlyList<Column> columns, string location, bool isRealtime) => Storage(
        columns, location,
        isRealtime ? "org.apache.hudi.hadoop.realtime.HoodieParquetRealtimeInputFormat" : "org.apache.hudi.hadoop.HoodieParquetInputFormat",
        ParquetOutput, Serde, new() { ["serialization.format"] = "1", ["path"] = location, ["hoodie.query.as.ro.table"] = isRealtime ? "false" : "true" });

    public static TableInput Table(
        string name, string crawler, StorageDescriptor storage, IReadOnlyList<Column> keys, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<string> why) => new()
        {
            Name = name,
            Owner = "owner",
            Retention = 0,
            TableType = "EXTERNAL_TABLE",
            PartitionKeys = keys,
            StorageDescriptor = storage,
            Parameters = new Dictionary<string, string>(parameters)
            {
                ["EXTERNAL"] = "TRUE",
                ["CrawlerSchemaDeserializerVersion"] = "1.0",
                ["CrawlerSchemaSerializerVersion"] = "1.0",
                [TableShapes.Owner] = crawler,
                [TableShapes.Reason] = string.Join("; ", why) is var text && text.Length > 1000 ? text[..1000] : string.Join("; ", why),
            },
        };

    private static StorageDescriptor Storage(
        IReadOnlyList<Column> columns, string location, string input, string output, string serde, Dictionary<string, string> serdeParameters) => new()
        {
            Columns = columns,
            Location = location,
            InputFormat = input,
            OutputFormat = output,
            Compressed = false,
            NumberOfBuckets = -1,
            StoredAsSubDirectories = false,
            BucketColumns = [],
            SortColumns = [],
            SerdeInfo = new() { SerializationLibrary = serde, Parameters = serdeParameters },
        };
}
