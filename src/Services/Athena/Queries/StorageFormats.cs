using Weir.Contracts;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Domain;

namespace Weir.Services.Athena.Queries;

/// <summary>From ROW FORMAT and STORED AS to the classes Hive keeps in a table's storage descriptor.</summary>
internal static class StorageFormats
{
    private const string TextInput = "org.apache.hadoop.mapred.TextInputFormat";
    private const string TextOutput = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
    private const string LazySimple = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";

    private static readonly Dictionary<string, (string Serde, string Input, string Output)> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TEXTFILE"] = (LazySimple, TextInput, TextOutput),
        ["JSONFILE"] = ("org.apache.hadoop.hive.serde2.JsonSerDe", TextInput, TextOutput),
        ["PARQUET"] = (
            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"),
        ["ORC"] = (
            "org.apache.hadoop.hive.ql.io.orc.OrcSerde",
            "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
            "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat"),
        ["AVRO"] = (
            "org.apache.hadoop.hive.serde2.avro.AvroSerDe",
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat"),
        ["ION"] = (
            "com.amazon.ionhiveserde.IonHiveSerDe",
            "com.amazon.ionhiveserde.formats.IonInputFormat",
            "com.amazon.ionhiveserde.formats.IonOutputFormat"),
        ["RCFILE"] = (
            "org.apache.hadoop.hive.serde2.columnar.LazyBinaryColumnarSerDe",
            "org.apache.hadoop.hive.ql.io.RCFileInputFormat",
            "org.apache.hadoop.hive.ql.io.RCFileOutputFormat"),
        ["SEQUENCEFILE"] = (
            LazySimple,
            "org.apache.hadoop.mapred.SequenceFileInputFormat",
            "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat"),
    };

    /// <summary>Which formats a CTAS, INSERT or UNLOAD can write, by Athena's names.</summary>
    public static CatalogStorage Of(string format, IReadOnlyList<CatalogColumn> columns, string location)
    {
        var (serde, input, output) = Named[format.ToUpperInvariant() switch { "JSON" => "JSONFILE", var name => name }];
        return new()
        {
            Columns = columns,
            Location = location,
            SerializationLibrary = format.Equals("JSON", StringComparison.OrdinalIgnoreCase) ? "org.openx.data.jsonserde.JsonSerDe" : serde,
            InputFormat = input,
            OutputFormat = output,
            SerdeParameters = new Dictionary<string, string> { ["serialization.format"] = "1" },
        };
    }

    public static CatalogStorage Of(CreateTable statement, IReadOnlyList<CatalogColumn> columns)
    {
        var location = S3Address.TryParse(statement.Location)
            ?? throw CatalogErrors.Task("MetaException(message:No location specified for the table: an s3:// LOCATION is required)");
        var storedAs = statement.StoredAs;
        if (!Named.TryGetValue(storedAs?.Format ?? "TEXTFILE", out var classes))
        {
            throw QueryFailure.User($"FAILED: SemanticException Unrecognized file format in STORED AS clause: {storedAs!.Format}");
        }

        return new()
        {
            Columns = columns,
            Location = location.ToString(),
            SerializationLibrary = statement.RowFormat is SerdeFormat serde ? serde.Serde : classes.Serde,
            InputFormat = storedAs?.InputFormat ?? classes.Input,
            OutputFormat = storedAs?.OutputFormat ?? classes.Output,
            SerdeParameters = SerdeParameters(statement.RowFormat),
        };
    }

    private static Dictionary<string, string> SerdeParameters(RowFormat? format)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["serialization.format"] = "1" };
        switch (format)
        {
            case SerdeFormat serde:
                foreach (var pair in serde.Properties)
                {
                    parameters[pair.Key] = pair.Value;
                }

                break;
            case DelimitedFormat delimited:
                Add("field.delim", delimited.FieldsTerminatedBy);
                Add("serialization.format", delimited.FieldsTerminatedBy);
                Add("escape.delim", delimited.EscapedBy);
                Add("collection.delim", delimited.CollectionItemsTerminatedBy);
                Add("mapkey.delim", delimited.MapKeysTerminatedBy);
                Add("line.delim", delimited.LinesTerminatedBy);
                Add("serialization.null.format", delimited.NullDefinedAs);
                break;
        }

        return parameters;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                parameters[key] = value;
            }
        }
    }
}
