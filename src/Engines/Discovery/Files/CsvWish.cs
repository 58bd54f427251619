namespace Weir.Engines.Discovery.Files;

/// <summary>What a custom classifier says of delimited text; what it leaves open is found out.</summary>
public sealed record CsvWish
{
    public static CsvWish Nothing { get; } = new();

    public string? Delimiter { get; init; }
    public char? Quote { get; init; }

    /// <summary>Null: found out.</summary>
    public bool? HasHeader { get; init; }

    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>Types in the order of the header, as somebody stated them.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    public bool AllowsSingleColumn { get; init; }

    /// <summary>Blanks around a value make it text.</summary>
    public bool KeepsBlanks { get; init; }
    public string? SerDe { get; init; }
}
