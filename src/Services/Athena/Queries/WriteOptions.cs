using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Formats.Ion.Writing;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Domain;
using FileCompression = Weir.Engines.Formats.Scans.Compression;

namespace Weir.Services.Athena.Queries;

/// <summary>How a CTAS or UNLOAD wants its files: the properties of its WITH clause.</summary>
internal sealed record WriteOptions
{
    private const int BucketsMax = 1_000_000;

    public string Format { get; init; } = "PARQUET";
    public string? Compression { get; init; }

    /// <summary>Of zstd; null for the engine's own.</summary>
    public int? CompressionLevel { get; init; }
    public string FieldDelimiter { get; init; } = "\u0001";

    /// <summary>Between the items of what is nested in delimited text, and between a map's key and value; deeper levels have characters of their own.</summary>
    public string ItemDelimiter { get; init; } = "\u0002";
    public string KeyDelimiter { get; init; } = "\u0003";

    /// <summary>Of Ion; null for what the SerDe does without a word.</summary>
    public IonWriteOptions? Ion { get; init; }

    /// <summary>What stands for NULL in delimited text; null for Hive's own.</summary>
    public string? NullText { get; init; }
    public S3Address? ExternalLocation { get; init; }
    public ImmutableArray<string> PartitionedBy { get; init; } = [];
    public ImmutableArray<string> BucketedBy { get; init; } = [];
    public int BucketCount { get; init; }

    /// <summary>The format's own codec, or that of whole text and Ion files.</summary>
    public string Codec => (Compression ?? Format switch { "ORC" => "zlib", "ION" => "uncompressed", _ => "gzip" }).ToLowerInvariant();

    /// <summary>How a whole file is compressed; formats with codecs of their own are not.</summary>
    public FileCompression WholeFile => Format is "PARQUET" or "ORC" or "AVRO" ? FileCompression.None : Codec switch
    {
        "gzip" => FileCompression.Gzip,
        "zstd" => FileCompression.Zstd,
        "bzip2" => FileCompression.Bzip2,
        "snappy" => FileCompression.Snappy,
        "lz4" => FileCompression.Lz4,
        _ => FileCompression.None,
    };

    /// <summary>What such a file's key ends with, so that readers know its compression.</summary>
    public string Ending => WholeFile switch
    {
        FileCompression.Gzip => ".gz",
        FileCompression.Zstd => ".zst",
        FileCompression.Bzip2 => ".bz2",
        FileCompression.Snappy => ".snappy",
        FileCompression.Lz4 => ".lz4",
        _ => "",
    };

    public static WriteOptions Read(ImmutableArray<Property> properties)
    {
        var options = new WriteOptions();
        foreach (var property in properties)
        {
            options = TableNames.Lower(property.Name) switch
            {
                "format" => options with { Format = Formats(Text(property)) },
                "write_compression" or "parquet_compression" or "orc_compression" or "compression" => options with { Compression = Codecs(Text(property)) },
                "ion_encoding" => options with { Ion = IonEncoding(Text(property)) },
                "compression_level" => options with { CompressionLevel = Number(property, 1, 22) },
                "external_location" => options with { ExternalLocation = Location(Text(property)) },
                "field_delimiter" => options with { FieldDelimiter = Delimiter(property) },
                "null_format" => options with { NullText = Text(property) },
                "partitioned_by" => options with { PartitionedBy = List(property) },
                "bucketed_by" => options with { BucketedBy = List(property) },
                "bucket_count" => options with { BucketCount = Number(property, 1, BucketsMax) },
                "is_external" when Text(property).Equals("true", StringComparison.OrdinalIgnoreCase) => options,
                "table_type" when Text(property).Equals("HIVE", StringComparison.OrdinalIgnoreCase) => options,
                var name => throw QueryFailure.User($"INVALID_TABLE_PROPERTY: the property {name} is not supported"),
            };
        }

        return options.Checked();
    }

    /// <summary>UNLOAD must name its format, and knows fewer options.</summary>
    public static WriteOptions ReadUnload(ImmutableArray<Property> properties)
    {
        foreach (var property in properties)
        {
            if (TableNames.Lower(property.Name) is not ("format" or "compression" or "compression_level" or "field_delimiter" or "partitioned_by"))
            {
                throw QueryFailure.User($"INVALID_TABLE_PROPERTY: UNLOAD knows no property {property.Name.Value}");
            }
        }

        return properties.Any(property => TableNames.Lower(property.Name) == "format")
            ? Read(properties) is { Format: not "ION" } options ? options : throw QueryFailure.User("NOT_SUPPORTED: UNLOAD does not write ION")
            : throw QueryFailure.User("INVALID_TABLE_PROPERTY: UNLOAD needs the property format");
    }

    public static S3Address Location(string text) => S3Address.TryParse(text)?.AsFolder()
        ?? throw QueryFailure.User($"INVALID_TABLE_PROPERTY: {text} is not an S3 location");

    private WriteOptions Checked()
    {
        if (BucketedBy.IsEmpty != (BucketCount == 0))
        {
            throw QueryFailure.User("INVALID_TABLE_PROPERTY: bucketed_by and bucket_count must be given together");
        }

        if (CompressionLevel is not null && Codec != "zstd")
        {
            throw QueryFailure.User($"INVALID_TABLE_PROPERTY: compression_level is for ZSTD, not for {Codec.ToUpperInvariant()}");
        }

        if (Ion is not null && Format != "ION")
        {
            throw QueryFailure.User($"INVALID_TABLE_PROPERTY: ion_encoding is for ION, not for {Format}");
        }

        if (Format == "ORC")
        {
            OrcRowFile.CodecOf(Codec);
            return this;
        }

        if (Format == "AVRO")
        {
            AvroRowFile.CodecOf(Codec);
            return this;
        }

        // As the guide's table of compressions by format has it.
        return Codec is "gzip" or "snappy" or "zstd" or "uncompressed" || (Format != "PARQUET" && Codec is ("bzip2" or "lz4"))
            ? this
            : throw QueryFailure.User($"NOT_SUPPORTED: writing {Format} with {Codec.ToUpperInvariant()} compression is not supported");
    }

    private static string Formats(string format) => format.ToUpperInvariant() switch
    {
        "PARQUET" or "ORC" or "AVRO" or "TEXTFILE" or "JSON" or "ION" => format.ToUpperInvariant(),
        var other => throw QueryFailure.User($"NOT_SUPPORTED: writing the format {other} is not supported yet"),
    };

    private static string Codecs(string codec) => codec.ToUpperInvariant() switch
    {
        "NONE" or "UNCOMPRESSED" => "uncompressed",
        "SNAPPY" or "GZIP" or "ZSTD" or "ZLIB" or "LZ4" or "DEFLATE" or "BZIP2" => codec.ToLowerInvariant(),
        var other => throw QueryFailure.User($"NOT_SUPPORTED: writing with {other} compression is not supported"),
    };

    private static string Delimiter(Property property) => Text(property) is { Length: 1 } delimiter
        ? delimiter
        : throw QueryFailure.User("INVALID_TABLE_PROPERTY: field_delimiter must be a single character");

    private static IonWriteOptions IonEncoding(string encoding) => encoding.ToUpperInvariant() switch
    {
        "BINARY" => new(),
        "TEXT" => new() { IsText = true },
        var other => throw QueryFailure.User($"INVALID_TABLE_PROPERTY: ion_encoding is BINARY or TEXT, not {other}"),
    };

    /// <summary>A number, or one in quotes: the guide's own examples write both.</summary>
    private static int Number(Property property, int min, int max) =>
        Whole(property.Value) is { } value && value >= min && value <= max
            ? (int)value
            : throw QueryFailure.User($"INVALID_TABLE_PROPERTY: the property {property.Name.Value} must be a number from {min} to {max}");

    private static long? Whole(Expression value) => value switch
    {
        LongLiteral literal => literal.Value,
        StringLiteral text when long.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };

    private static string Text(Property property) => property.Value is StringLiteral text
        ? text.Value
        : property.Value is BooleanLiteral truth
            ? truth.Value ? "true" : "false"
            : throw QueryFailure.User($"INVALID_TABLE_PROPERTY: the property {property.Name.Value} must be a string");

    private static ImmutableArray<string> List(Property property) => property.Value is ArrayConstructor array
        ? [.. array.Items.Select(item => item is StringLiteral text
            ? text.Value.ToLowerInvariant()
            : throw QueryFailure.User($"INVALID_TABLE_PROPERTY: {property.Name.Value} must be an array of column names"))]
        : throw QueryFailure.User($"INVALID_TABLE_PROPERTY: {property.Name.Value} must be an array of column names");
}
