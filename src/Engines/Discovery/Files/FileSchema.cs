using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Files;

/// <summary>How a file's records are written.</summary>
public enum FileFormat
{
    Unknown,
    Parquet,
    Orc,
    Avro,
    Json,
    Delimited,
    Xml,
    Log,
}

/// <summary>What a look at a file found. Immutable.</summary>
public sealed record FileSchema
{
    public required FileFormat Format { get; init; }

    /// <summary>The name tables carry: <c>csv</c>, <c>json</c>, <c>parquet</c>, or a custom classifier's own.</summary>
    public required string Classification { get; init; }

    /// <summary><c>none</c>, <c>gzip</c>, <c>bzip2</c>, <c>zstd</c>, <c>snappy</c>, <c>lz4</c>.</summary>
    public string Compression { get; init; } = "none";

    public IReadOnlyList<FoundColumn> Columns { get; init; } = [];

    public TextDialect? Text { get; init; }

    /// <summary>The pattern of a log, as the SerDe takes it, with the custom patterns it names.</summary>
    public string? Pattern { get; init; }

    public string? CustomPatterns { get; init; }

    /// <summary>The JSON path or XML tag whose matches are the rows.</summary>
    public string? RowPath { get; init; }

    /// <summary>The schema's own text, as Avro's SerDe takes it.</summary>
    public string? SchemaText { get; init; }

    /// <summary>Records counted, and the bytes they lay in.</summary>
    public long Records { get; init; }

    public long RecordBytes { get; init; }

    /// <summary>Why this format, in sentences without a full stop.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    public bool IsKnown => Format != FileFormat.Unknown;

    /// <summary>Files with different answers here cannot be one table, whatever their columns.</summary>
    public string Key => Text is null
        ? $"{Classification}|{Pattern}|{RowPath}"
        : $"{Classification}|{Text.Delimiter}|{Text.HasHeader}|{Text.Encoding}";

    public static FileSchema Unknown(string reason, string compression = "none") => new()
    {
        Format = FileFormat.Unknown,
        Classification = "UNKNOWN",
        Compression = compression,
        Reasons = [reason],
    };
}

/// <param name="IsNamed">False when the name is only a number: such columns are told apart by place and type alone.</param>
public sealed record FoundColumn(string Name, HiveType Type, string Reason = "", bool IsNamed = true);

/// <summary>How delimited text is written.</summary>
public sealed record TextDialect
{
    public required string Delimiter { get; init; }

    /// <summary>Null when no field is quoted.</summary>
    public char? Quote { get; init; }

    public bool HasHeader { get; init; }

    /// <summary>The name Java and the SerDes know: <c>UTF-8</c>, <c>MS949</c>, <c>UTF-16LE</c>.</summary>
    public string Encoding { get; init; } = "UTF-8";

    /// <summary>Words, and the empty text, that a typed column of quoted text reads as NULL; empty when there are none such.</summary>
    public IReadOnlyList<string> NullWords { get; init; } = [];

    /// <summary>The SerDe somebody asked for: <c>OpenCSVSerDe</c>, <c>LazySimpleSerDe</c> or <c>None</c>.</summary>
    public string? WantedSerDe { get; init; }
}
