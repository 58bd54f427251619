namespace Weir.Services.Glue.State;

/// <summary>An index over some partition keys of a table. Immutable.</summary>
internal sealed record PartitionIndexState
{
    public const string Creating = "CREATING";
    public const string Active = "ACTIVE";

    public required string Name { get; init; }

    /// <summary>In the order of the index.</summary>
    public required IReadOnlyList<IndexKey> Keys { get; init; }

    public required string Status { get; init; }
}

/// <param name="Position">The key's place among the table's partition keys.</param>
internal sealed record IndexKey(string Name, string Type, int Position);
