namespace Weir.Services.Athena.State;

/// <summary>What a statement is about to leave behind. Stored before its first file is visible; gone with the statement's good end, or when all of it is undone.</summary>
internal sealed record WriteIntent
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Region { get; init; }

    public required string Bucket { get; init; }

    /// <summary>Objects that no other statement makes: their names hold an id of their own.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    public string? Database { get; init; }
    public string? Table { get; init; }

    /// <summary>The location of a table that the statement makes; null when the table was there.</summary>
    public string? NewTableLocation { get; init; }

    /// <summary>Values of partitions that were not there before.</summary>
    public IReadOnlyList<IReadOnlyList<string>> NewPartitions { get; init; } = [];
}
