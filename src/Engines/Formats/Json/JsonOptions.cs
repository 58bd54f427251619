namespace Weir.Engines.Formats.Json;

/// <summary>How JSON objects become rows.</summary>
public sealed record JsonOptions
{
    /// <summary>Whether a row that is no JSON is NULLs instead of an error.</summary>
    public bool IgnoresMalformed { get; init; }

    /// <summary>Whether keys differ by case. Names of columns are lower case: then only lower-case keys are found.</summary>
    public bool IsCaseSensitive { get; init; }

    /// <summary>Whether a dot in a key stands for the underscore in a column's name.</summary>
    public bool HasDotsInKeys { get; init; }

    /// <summary>Keys of columns whose names differ, by the column's name.</summary>
    public IReadOnlyDictionary<string, string> Mappings { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> TimestampFormats { get; init; } = [];
}
