namespace Weir.Engines.Formats.Json;

/// <summary>How JSON objects become rows.</summary>
public sealed record JsonOptions
{
    /// <summary>
    /// Whether values are read as Hive's own JSON reader does: numbers are no texts, nothing stands for something else. Otherwise as the OpenX
    /// reader does, which takes what is nearly JSON and makes of values what it can.
    /// </summary>
    public bool IsHive { get; init; }

    /// <summary>Whether a row that is no JSON is NULLs instead of an error.</summary>
    public bool IgnoresMalformed { get; init; }

    /// <summary>Whether a value that is none of its column's type is NULL instead of an error.</summary>
    public bool NullsInvalid { get; init; }

    /// <summary>Whether a row that has a key twice is no JSON; otherwise the last counts.</summary>
    public bool RefusesDuplicates { get; init; }

    /// <summary>Whether keys differ by case. Names of columns are lower case: then only lower-case keys are found.</summary>
    public bool IsCaseSensitive { get; init; }

    /// <summary>Whether a dot in a key stands for the underscore in a column's name.</summary>
    public bool HasDotsInKeys { get; init; }

    /// <summary>Keys of columns whose names differ, by the column's name.</summary>
    public IReadOnlyDictionary<string, string> Mappings { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> TimestampFormats { get; init; } = [];

    internal StringComparer Keys => IsCaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
}
