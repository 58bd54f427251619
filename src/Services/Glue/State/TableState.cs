using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.State;

/// <summary>One version of a table. Immutable.</summary>
internal sealed record TableState
{
    /// <summary>Lower case.</summary>
    public required string Database { get; init; }

    /// <summary>Lower case.</summary>
    public required string Name { get; init; }

    /// <summary>From 0, one more with each update; what optimistic updates compare.</summary>
    public required int Version { get; init; }

    public string? Description { get; init; }

    public string? Owner { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public DateTimeOffset? LastAccess { get; init; }

    public DateTimeOffset? LastAnalyzed { get; init; }

    public int Retention { get; init; }

    public StorageDescriptor? Storage { get; init; }

    public IReadOnlyList<Column> PartitionKeys { get; init; } = [];

    public string? ViewOriginalText { get; init; }

    public string? ViewExpandedText { get; init; }

    public string? TableType { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public string? CreatedBy { get; init; }

    public TableIdentifier? Target { get; init; }
}
