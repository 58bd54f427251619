using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Domain;

namespace Weir.Services.Athena.Queries;

/// <summary>How a CTAS or UNLOAD wants its files: the properties of its WITH clause.</summary>
internal sealed record WriteOptions
{
    public string Format { get; init; } = "PARQUET";
    public string? Compression { get; init; }
    public string FieldDelimiter { get; init; } = "\u0001";
    public S3Address? ExternalLocation { get; init; }
    public ImmutableArray<string> PartitionedBy { get; init; } = [];

    /// <summary>Parquet's codec, or that of whole text files.</summary>
    public string Codec => (Compression ?? (Format == "PARQUET" ? "gzip" : "gzip")).ToLowerInvariant();

    /// <summary>What a text file's key ends with, so that readers know its compression.</summary>
    public string Ending => Format == "PARQUET" ? "" : Codec switch { "gzip" => ".gz", "zstd" => ".zst", _ => "" };

    public static WriteOptions Read(ImmutableArray<Property> properties)
    {
        var options = new WriteOptions();
        foreach (var property in properties)
        {
            options = TableNames.Lower(property.Name) switch
            {
                "format" => options with { Format = Formats(Text(property)) },
                "write_compression" or "parquet_compression" or "compression" => options with { Compression = Codecs(Text(property)) },
                "external_location" => options with { ExternalLocation = Location(Text(property)) },
                "field_delimiter" => options with { FieldDelimiter = Text(property) },
                "partitioned_by" => options with { PartitionedBy = List(property) },
                "is_external" => options,
                "table_type" when Text(property).Equals("HIVE", StringComparison.OrdinalIgnoreCase) => options,
                var name => throw QueryFailure.User($"INVALID_TABLE_PROPERTY: the property {name} is not supported"),
            };
        }

        return options;
    }

    public static S3Address Location(string text) => S3Address.TryParse(text)?.AsFolder()
        ?? throw QueryFailure.User($"INVALID_TABLE_PROPERTY: {text} is not an S3 location");

    private static string Formats(string format) => format.ToUpperInvariant() switch
    {
        "PARQUET" or "TEXTFILE" or "JSON" => format.ToUpperInvariant(),
        var other => throw QueryFailure.User($"NOT_SUPPORTED: writing the format {other} is not supported yet"),
    };

    private static string Codecs(string codec) => codec.ToUpperInvariant() switch
    {
        "NONE" or "UNCOMPRESSED" => "uncompressed",
        "SNAPPY" or "GZIP" or "ZSTD" => codec.ToLowerInvariant(),
        var other => throw QueryFailure.User($"NOT_SUPPORTED: writing with {other} compression is not supported"),
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
