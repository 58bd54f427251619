using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Orc;
using Weir.Services.Firehose.Model;

namespace Weir.Services.Firehose.Domain;

/// <summary>A destination's format conversion, understood.</summary>
internal sealed record ConversionSettings
{
    public required SchemaConfiguration Schema { get; init; }
    public ParquetCodec Codec { get; init; }

    /// <summary>How ORC is written; null where Parquet is.</summary>
    public OrcWriteOptions? Orc { get; init; }

    public required JsonOptions Json { get; init; }

    public static ConversionSettings Of(ExtendedS3DestinationDescription destination)
    {
        var conversion = destination.DataFormatConversionConfiguration!;
        var schema = conversion.SchemaConfiguration;
        if (schema is not { DatabaseName.Length: > 0, TableName.Length: > 0 })
        {
            throw FirehoseErrors.Invalid("SchemaConfiguration must name a DatabaseName and a TableName when data format conversion is enabled.");
        }

        if (conversion.OutputFormatConfiguration?.Serializer is not { } serializer
            || conversion.InputFormatConfiguration?.Deserializer is not { } deserializer)
        {
            throw FirehoseErrors.Invalid(
                "InputFormatConfiguration and OutputFormatConfiguration must be provided when data format conversion is enabled.");
        }

        if (serializer is { OrcSerDe: not null, ParquetSerDe: not null })
        {
            throw FirehoseErrors.Invalid("OutputFormatConfiguration must name one serializer: OrcSerDe or ParquetSerDe.");
        }

        if (serializer.OrcSerDe is { } orc)
        {
            return new() { Schema = schema, Orc = Options(orc), Json = JsonOptions.Of(deserializer) };
        }

        return new()
        {
            Schema = schema,
            Codec = (serializer.ParquetSerDe?.Compression ?? "SNAPPY") switch
            {
                "UNCOMPRESSED" => ParquetCodec.Uncompressed,
                "GZIP" => ParquetCodec.Gzip,
                "SNAPPY" => ParquetCodec.Snappy,
                "ZSTD" => ParquetCodec.Zstd,
                var other => throw FirehoseErrors.Invalid($"Compression {other} is not one of UNCOMPRESSED, GZIP, SNAPPY, ZSTD."),
            },
            Json = JsonOptions.Of(deserializer),
        };
    }

    /// <summary>Padding, blocks and the threshold of dictionaries are about disks and memory of readers long gone: files do without.</summary>
    private static OrcWriteOptions Options(OrcSerDe orc)
    {
        if (orc.BloomFilterColumns is { Count: > 0 })
        {
            throw FirehoseErrors.NotBuilt("Bloom filters in ORC");
        }

        if (orc.FormatVersion is "V0_11")
        {
            throw FirehoseErrors.NotBuilt("version 0.11 of ORC");
        }

        if (orc.StripeSizeBytes < FirehoseLimits.OrcStripeBytesMin || orc.RowIndexStride < FirehoseLimits.OrcRowIndexStrideMin)
        {
            throw FirehoseErrors.Validation(
                $"OrcSerDe: StripeSizeBytes must be at least {FirehoseLimits.OrcStripeBytesMin}, RowIndexStride at least {FirehoseLimits.OrcRowIndexStrideMin}.");
        }

        return new()
        {
            StripeBytes = Math.Min(orc.StripeSizeBytes ?? FirehoseLimits.OrcStripeBytes, FirehoseLimits.OrcStripeBytes),
            RowIndexStride = orc.RowIndexStride ?? FirehoseLimits.OrcRowIndexStride,
            Codec = (orc.Compression ?? "SNAPPY") switch
            {
                "NONE" => OrcCodec.None,
                "ZLIB" => OrcCodec.Zlib,
                "SNAPPY" => OrcCodec.Snappy,
                var other => throw FirehoseErrors.Invalid($"Compression {other} is not one of NONE, ZLIB, SNAPPY."),
            },
        };
    }
}

/// <summary>How JSON keys find their columns, and how times are written.</summary>
internal sealed record JsonOptions
{
    public bool IsCaseInsensitive { get; init; } = true;
    public bool DotsBecomeUnderscores { get; init; }

    /// <summary>The JSON key of a column that has another.</summary>
    public IReadOnlyDictionary<string, string> KeyOfColumn { get; init; } = new Dictionary<string, string>();

    /// <summary>Joda patterns, and <c>millis</c>; empty: the usual forms.</summary>
    public IReadOnlyList<string> TimestampFormats { get; init; } = [];

    public static JsonOptions Of(Deserializer deserializer)
    {
        if (deserializer.HiveJsonSerDe is { } hive)
        {
            // Refused when the stream is made, not when records come.
            _ = new TimestampParser(hive.TimestampFormats ?? []);
            return new() { TimestampFormats = hive.TimestampFormats ?? [] };
        }

        var openX = deserializer.OpenXJsonSerDe ?? new();
        return new()
        {
            IsCaseInsensitive = openX.CaseInsensitive ?? true,
            DotsBecomeUnderscores = openX.ConvertDotsInJsonKeysToUnderscores ?? false,
            KeyOfColumn = openX.ColumnToJsonKeyMappings ?? new Dictionary<string, string>(),
        };
    }
}
