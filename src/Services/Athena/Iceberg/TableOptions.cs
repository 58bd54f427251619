using System.Buffers;
using System.Collections.Immutable;
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
    private const string TargetBytes = "write.target-file-size-bytes";
    private const string TargetName = "write_target_data_file_size_bytes";
    private const string CodecName = "write_compression";
    private const long TargetBytesDefault = 512L << 20;
    private const long RewriteBytesEnd = 10L << 30;
    private const long ThresholdEnd = 50;

    /// <summary>What a column's name has only between quotes.</summary>
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("\"`(), ");

    /// <summary>The codecs Athena writes a table's files with, by their format; the first names the default.</summary>
    private static readonly Dictionary<string, string[]> Codecs = new(StringComparer.Ordinal)
    {
        ["parquet"] = ["zstd", "gzip", "snappy", "uncompressed", "none"],
        ["orc"] = ["zstd", "lz4", "snappy", "zlib", "none"],
        ["avro"] = ["zstd", "gzip", "snappy", "deflate", "none"],
    };

    /// <summary>The properties of a new table.</summary>
    public static ImmutableSortedDictionary<string, string> Of(IEnumerable<KeyValuePair<string, string>> asked) =>
        With(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), asked);

    /// <summary>A table's properties with others set.</summary>
    public static ImmutableSortedDictionary<string, string> With(
        ImmutableSortedDictionary<string, string> properties, IEnumerable<KeyValuePair<string, string>> asked)
    {
        var before = FormatOf(properties);
        string? codec = null;
        foreach (var (key, value) in asked)
        {
            switch (key.ToLowerInvariant())
            {
                case "format":
                    properties = properties.SetItem(Format, Codecs.ContainsKey(value.ToLowerInvariant())
                        ? value.ToLowerInvariant()
                        : throw QueryFailure.User($"NOT_SUPPORTED: Iceberg data files of format {value} are not supported"));
                    break;
                case CodecName:
                    codec = value.ToLowerInvariant();
                    break;
                case TargetName:
                    properties = properties.SetItem(TargetBytes, Number(TargetName, value, 1, long.MaxValue));
                    break;
                case var name when Bounds(name) is (var least, var end):
                    properties = properties.SetItem(name, Number(name, value, least, end));
                    break;
                default:
                    throw QueryFailure.User($"INVALID_TABLE_PROPERTY: Unsupported table property key: {key}");
            }
        }

        var format = FormatOf(properties);
        properties = properties.SetItem(Format, format);
        if (codec is not null && !Codecs[format].Contains(codec))
        {
            throw QueryFailure.User($"NOT_SUPPORTED: writing {format} files with {codec} compression is not supported");
        }

        // A table that changes its format keeps its codec where the new one has it.
        codec ??= properties.GetValueOrDefault(CodecOf(format)) ?? (Codecs[format].Contains(properties.GetValueOrDefault(CodecOf(before))) ? properties[CodecOf(before)] : Codecs[format][0]);
        properties = properties.SetItem(CodecOf(format), codec is "none" && format is "parquet" ? "uncompressed" : codec);
        CheckSizes(properties);
        return properties;
    }

    /// <summary>The name a property is removed by.</summary>
    public static string KeyOf(string key, IReadOnlyDictionary<string, string> properties) => key.ToLowerInvariant() switch
    {
        "format" => Format,
        CodecName => CodecOf(FormatOf(properties)),
        TargetName => TargetBytes,
        var name => name,
    };

    /// <summary>The table's properties by Athena's names, as SHOW CREATE TABLE and SHOW TBLPROPERTIES have them.</summary>
    public static IEnumerable<(string Key, string Value)> Shown(IReadOnlyDictionary<string, string> properties)
    {
        yield return ("table_type", "iceberg");
        var codec = CodecOf(FormatOf(properties));
        foreach (var (key, value) in properties)
        {
            switch (key)
            {
                case Format:
                    yield return ("format", value);
                    break;
                case not null when key == codec:
                    yield return (CodecName, value);
                    break;
                case TargetBytes:
                    yield return (TargetName, value);
                    break;
                case not null when Bounds(key) is not null:
                    yield return (key, value);
                    break;
            }
        }
    }

    private static string FormatOf(IReadOnlyDictionary<string, string> properties) =>
        properties.GetValueOrDefault(Format)?.ToLowerInvariant() is { } format && Codecs.ContainsKey(format) ? format : "parquet";

    private static string CodecOf(string format) => $"write.{format}.compression-codec";

    /// <summary>The least value of a number that may be set, and the first that is too large.</summary>
    private static (long Least, long End)? Bounds(string name) => name switch
    {
        MinSnapshots or MetadataFiles => (1, long.MaxValue),
        SnapshotAge => (0, long.MaxValue),
        RewriteFiles or RewriteDeletes => (1, ThresholdEnd),
        RewriteMinBytes => (0, RewriteBytesEnd),
        RewriteMaxBytes => (1, RewriteBytesEnd),
        _ => null,
    };

    /// <summary>Files that are rewritten because they are too small, or too large, cannot be of the size that is aimed at.</summary>
    private static void CheckSizes(IReadOnlyDictionary<string, string> properties)
    {
        var target = Value(TargetBytes) ?? TargetBytesDefault;
        if (Value(RewriteMinBytes) is { } min && min >= target)
        {
            throw QueryFailure.User($"INVALID_TABLE_PROPERTY: {RewriteMinBytes} must be less than {TargetName} ({target})");
        }

        if (Value(RewriteMaxBytes) is { } max && max <= target)
        {
            throw QueryFailure.User($"INVALID_TABLE_PROPERTY: {RewriteMaxBytes} must be greater than {TargetName} ({target})");
        }

        long? Value(string key) => long.TryParse(properties.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
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

    /// <summary>A partition field as CTAS writes it: <c>month(ts)</c>, <c>bucket(id, 16)</c>, <c>"address.city"</c>.</summary>
    public static (string Column, Transform Transform) Partition(string text)
    {
        var written = text.Trim();
        var open = written.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || written[0] is '"' or '`')
        {
            return (Column(written), Transform.Identity);
        }

        if (written[^1] != ')')
        {
            throw Unparsed();
        }

        // The number is behind the column, or before it as in the DDL.
        var arguments = written[(open + 1)..^1].Trim();
        var (column, number) = (arguments, (long?)null);
        if (arguments.LastIndexOf(',') is > 0 and var last && long.TryParse(arguments.AsSpan(last + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var behind))
        {
            (column, number) = (arguments[..last], behind);
        }
        else if (arguments.IndexOf(',', StringComparison.Ordinal) is > 0 and var first && long.TryParse(arguments.AsSpan(0, first).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var before))
        {
            (column, number) = (arguments[(first + 1)..], before);
        }

        return (Column(column.Trim()), Parse(written[..open].Trim(), number));

        string Column(string name)
        {
            var isQuoted = name is ['"' or '`', _, .., '"' or '`'] && name[0] == name[^1];
            var plain = isQuoted ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name;
            return plain.Length > 0 && (isQuoted || plain.AsSpan().IndexOfAny(NotInNames) < 0) ? plain.ToLowerInvariant() : throw Unparsed();
        }

        QueryFailure Unparsed() => QueryFailure.User($"INVALID_TABLE_PROPERTY: Unable to parse partitioning value: {text}");
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

    private static string Number(string key, string value, long least, long end) =>
        !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? throw QueryFailure.User($"INVALID_TABLE_PROPERTY: the value of {key} must be a whole number")
            : number < least ? throw QueryFailure.User($"INVALID_TABLE_PROPERTY: the value of {key} must be at least {least}")
            : number < end ? value
            : throw QueryFailure.User($"INVALID_TABLE_PROPERTY: the value of {key} must be less than {end}");
}
