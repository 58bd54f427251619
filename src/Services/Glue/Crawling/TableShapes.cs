using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Folders;
using Weir.Engines.Discovery.Types;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Crawling;

/// <summary>What was found, as the catalog describes tables and partitions.</summary>
internal static class TableShapes
{
    public const string Owner = "UPDATED_BY_CRAWLER";
    public const string Deprecated = "DEPRECATED_BY_CRAWLER";
    public const string Reason = "weir.crawler.reason";
    public const string ColumnReasons = "weir.crawler.columns";

    /// <summary>A SerDe parameter of Weir's own: what typed columns of quoted text read as NULL, where OpenCSVSerDe alone fails.</summary>
    public const string NullWords = "weir.null.words";

    private const string TextInput = "org.apache.hadoop.mapred.TextInputFormat";
    private const string TextOutput = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";

    public const string Exclusions = "exclusions";

    /// <param name="exclusions">What the crawl left out, as engines of jobs read it.</param>
    public static TableInput Table(string name, string crawler, S3Place place, PlannedTable planned, IReadOnlyList<string> exclusions)
    {
        var parameters = Parameters(planned.Schema, planned.Files, planned.Bytes);
        if (exclusions.Count > 0)
        {
            parameters[Exclusions] = $"[{string.Join(',', exclusions.Select(pattern => $"\"{JsonEncodedText.Encode(pattern, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""))}]";
        }

        parameters["CrawlerSchemaDeserializerVersion"] = "1.0";
        parameters["CrawlerSchemaSerializerVersion"] = "1.0";
        parameters[Owner] = crawler;
        parameters[Reason] = Short(string.Join("; ", planned.Reasons.Concat(planned.Schema.Reasons).Concat(planned.Keys.Select(key => $"{key.Name} {key.Type}: {key.Reason}"))));
        parameters[ColumnReasons] = Short(string.Join("; ", planned.Schema.Columns.Where(column => column.Reason.Length > 0)
            .Select(column => $"{column.Name} {column.Type.Kind switch { TypeKind.Struct or TypeKind.Array or TypeKind.Map => column.Type.Kind.ToString().ToLowerInvariant(), _ => column.Type.ToString() }}: {column.Reason}")));
        return new()
        {
            Name = name,
            Owner = "owner",
            Retention = 0,
            TableType = "EXTERNAL_TABLE",
            Parameters = parameters,
            PartitionKeys = [.. planned.Keys.Select(key => new Column { Name = key.Name, Type = key.Type.ToString() })],
            StorageDescriptor = Storage(planned.Schema, planned.IsFile ? place.Address.TrimEnd('/') : place.Address, parameters),
        };
    }

    public static PartitionInput Partition(S3Place place, PlannedPartition planned, StorageDescriptor table, bool inherits)
    {
        var parameters = Parameters(planned.Schema, planned.Files, planned.Bytes);
        var own = Storage(planned.Schema, place.Address, parameters);
        return new()
        {
            Values = planned.Values,
            Parameters = parameters,
            StorageDescriptor = inherits ? own with { Columns = table.Columns, SerdeInfo = table.SerdeInfo } : own,
        };
    }

    private static StorageDescriptor Storage(FileSchema schema, string location, Dictionary<string, string> parameters)
    {
        var (input, output, serde, serdeParameters) = Formats(schema);
        return new()
        {
            Columns = [.. schema.Columns.Select(column => new Column { Name = column.Name, Type = column.Type.ToString() })],
            Location = location,
            InputFormat = input,
            OutputFormat = output,
            Compressed = schema.Compression != "none",
            NumberOfBuckets = -1,
            StoredAsSubDirectories = false,
            BucketColumns = [],
            SortColumns = [],
            SerdeInfo = new() { SerializationLibrary = serde, Parameters = serdeParameters },
            Parameters = parameters.Where(pair => !pair.Key.StartsWith("weir.", StringComparison.Ordinal)).ToDictionary(),
        };
    }

    private static (string Input, string Output, string SerDe, Dictionary<string, string> Parameters) Formats(FileSchema schema) => schema.Format switch
    {
        FileFormat.Parquet => (
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
            new() { ["serialization.format"] = "1" }),
        FileFormat.Orc => (
            "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
            "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
            "org.apache.hadoop.hive.ql.io.orc.OrcSerde",
            new() { ["serialization.format"] = "1" }),
        FileFormat.Avro => (
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat",
            "org.apache.hadoop.hive.serde2.avro.AvroSerDe",
            new() { ["serialization.format"] = "1", ["avro.schema.literal"] = schema.SchemaText ?? "" }),
        FileFormat.Json => (
            TextInput, TextOutput, "org.openx.data.jsonserde.JsonSerDe",
            new() { ["paths"] = string.Join(",", schema.Columns.Select(column => column.Name)) }),
        FileFormat.Log => (
            TextInput, TextOutput, "com.amazonaws.glue.serde.GrokSerDe",
            schema.CustomPatterns is { } custom
                ? new() { ["input.format"] = schema.Pattern!, ["input.grokCustomPatterns"] = custom }
                : new() { ["input.format"] = schema.Pattern! }),
        FileFormat.Delimited => Delimited(schema.Text!),
        FileFormat.Xml => (TextInput, TextOutput, "", new() { ["rowTag"] = schema.RowPath ?? "" }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static (string Input, string Output, string SerDe, Dictionary<string, string> Parameters) Delimited(TextDialect text)
    {
        var isOpenCsv = text.WantedSerDe switch { "OpenCSVSerDe" => true, "LazySimpleSerDe" => false, _ => text.Quote is not null };
        var parameters = isOpenCsv
            ? new Dictionary<string, string> { ["separatorChar"] = text.Delimiter, ["quoteChar"] = (text.Quote ?? '"').ToString(), ["serialization.format"] = "1" }
            : new Dictionary<string, string> { ["field.delim"] = text.Delimiter, ["serialization.format"] = text.Delimiter };
        if (isOpenCsv && text.NullWords.Count > 0)
        {
            parameters[NullWords] = string.Join(",", text.NullWords);
        }

        if (text.Encoding != "UTF-8")
        {
            parameters["serialization.encoding"] = text.Encoding;
        }

        return (
            TextInput, TextOutput,
            isOpenCsv ? "org.apache.hadoop.hive.serde2.OpenCSVSerde" : "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", parameters);
    }

    private static Dictionary<string, string> Parameters(FileSchema schema, long files, long bytes)
    {
        var records = schema.RecordBytes > 0 && schema.Compression == "none" && schema.Records > 0
            ? Math.Max(1, (long)(schema.Records * ((double)bytes / schema.RecordBytes)))
            : schema.Records;
        var parameters = new Dictionary<string, string>
        {
            ["classification"] = schema.Classification,
            ["compressionType"] = schema.Compression,
            ["typeOfData"] = "file",
            ["objectCount"] = Text(files),
            ["recordCount"] = Text(records),
            ["sizeKey"] = Text(bytes),
            ["averageRecordSize"] = Text(schema.Records > 0 ? Math.Max(1, schema.RecordBytes / schema.Records) : 0),
        };
        if (schema.Text is { } text)
        {
            parameters["delimiter"] = text.Delimiter;
            parameters["columnsOrdered"] = "true";
            parameters["areColumnsQuoted"] = text.Quote is null ? "false" : "true";
            if (text.HasHeader)
            {
                parameters["skip.header.line.count"] = "1";
            }
        }

        if (schema.Format == FileFormat.Log)
        {
            parameters["grokPattern"] = schema.Pattern!;
        }

        if (schema.RowPath is { } path)
        {
            parameters[schema.Format == FileFormat.Xml ? "xmlRowTag" : "jsonPath"] = path;
        }

        return parameters;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Short(string text) => text.Length <= GlueLimits.ReasonLettersMax ? text : string.Concat(text.AsSpan(0, GlueLimits.ReasonLettersMax), "…");
}
