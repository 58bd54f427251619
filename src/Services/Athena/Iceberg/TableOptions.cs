using System.Globalization;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Athena's table properties as those of the table format.</summary>
internal static class TableOptions
{
    public const string MinSnapshots = "vacuum_min_snapshots_to_keep";
    public const string SnapshotAge = "vacuum_max_snapshot_age_seconds";
    public const string MetadataFiles = "vacuum_max_metadata_files_to_keep";
    public const string RewriteFiles = "optimize_rewrite_data_file_threshold";
    public const string RewriteDeletes = "optimize_rewrite_delete_file_threshold";
    public const string RewriteMinBytes = "optimize_rewrite_min_data_file_size_bytes";
    public const string RewriteMaxBytes = "optimize_rewrite_max_data_file_size_bytes";

    private const string Format = "write.format.default";
    private const string Codec = "write.parquet.compression-codec";
    private const string TargetBytes = "write.target-file-size-bytes";

    public static Dictionary<string, string> Defaults() => new(StringComparer.Ordinal) { [Format] = "parquet", [Codec] = "zstd" };

    public static (string Key, string Value) Read(string key, string value)
    {
        var name = key.ToLowerInvariant();
        switch (name)
        {
            case "format":
                return value.ToLowerInvariant() is "parquet" or "orc" or "avro"
                    ? (Format, value.ToLowerInvariant())
                    : throw QueryFailure.User($"NOT_SUPPORTED: Iceberg data files of format {value} are not supported");
            case "write_compression":
                var codec = value.ToLowerInvariant();
                return codec is "zstd" or "snappy" or "gzip" or "none" or "uncompressed"
                    ? (Codec, codec is "none" ? "uncompressed" : codec)
                    : throw QueryFailure.User($"NOT_SUPPORTED: writing with {value} compression is not supported");
            case "write_target_data_file_size_bytes":
                return (TargetBytes, Number(name, value));
            case MinSnapshots or SnapshotAge or MetadataFiles or RewriteFiles or RewriteDeletes or RewriteMinBytes or RewriteMaxBytes:
                return (name, Number(name, value));
            default:
                throw QueryFailure.User($"INVALID_TABLE_PROPERTY: Unsupported table property key: {key}");
        }
    }

    /// <summary>The name a property is removed by.</summary>
    public static string KeyOf(string key) => key.ToLowerInvariant() switch
    {
        "format" => Format,
        "write_compression" => Codec,
        "write_target_data_file_size_bytes" => TargetBytes,
        var name => name,
    };

    /// <summary>The table's properties by Athena's names, as SHOW CREATE TABLE and SHOW TBLPROPERTIES have them.</summary>
    public static IEnumerable<(string Key, string Value)> Shown(IReadOnlyDictionary<string, string> properties)
    {
        yield return ("table_type", "iceberg");
        foreach (var (key, value) in properties)
        {
            switch (key)
            {
                case Format:
                    yield return ("format", value);
                    break;
                case Codec:
                    yield return ("write_compression", value);
                    break;
                case TargetBytes:
                    yield return ("write_target_data_file_size_bytes", value);
                    break;
                case not null when key.StartsWith("vacuum_", StringComparison.Ordinal) || key.StartsWith("optimize_", StringComparison.Ordinal):
                    yield return (key, value);
                    break;
            }
        }
    }

    /// <summary>A partition field of the DDL: a column, or a transform of one.</summary>
    public static (string Column, Transform Transform) Partition(Engines.Sql.Syntax.PartitionField field)
    {
        if (field.Type is not null)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: partition column {field.Name.Value} of an Iceberg table has no type of its own");
        }

        return (TableNames.Lower(field.Name), field.Transform is null ? Transform.Identity : Parse(field.Transform.Value, field.TransformArgument));
    }

    /// <summary>A partition field as CTAS writes it: <c>'month(ts)'</c>, <c>'bucket(id, 16)'</c>.</summary>
    public static (string Column, Transform Transform) Partition(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return (text.Trim().ToLowerInvariant(), Transform.Identity);
        }

        var arguments = text[(open + 1)..].TrimEnd().TrimEnd(')').Split(',', StringSplitOptions.TrimEntries);
        var number = arguments.Select(argument => long.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? found : (long?)null)
            .FirstOrDefault(found => found is not null);
        var column = arguments.FirstOrDefault(argument => !long.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ?? throw QueryFailure.User($"INVALID_TABLE_PROPERTY: Unable to parse partitioning value: {text}");
        return (column.Trim('"', '`').ToLowerInvariant(), Parse(text[..open].Trim(), number));
    }

    private static Transform Parse(string name, long? argument)
    {
        var lower = name.ToLowerInvariant() switch { "years" => "year", "months" => "month", "days" => "day", "hours" => "hour", var other => other };
        var transform = argument is { } number
            ? Transform.Parse(string.Create(CultureInfo.InvariantCulture, $"{lower}[{number}]"))
            : Transform.Parse(lower);
        return transform.Kind is TransformKind.Unknown or TransformKind.Void
            ? throw QueryFailure.User($"INVALID_TABLE_PROPERTY: {name} is not a partition transform")
            : transform;
    }

    private static string Number(string key, string value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        ? value
        : throw QueryFailure.User($"INVALID_TABLE_PROPERTY: the value of {key} must be a whole number");
}
