using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.State;

/// <summary>One partition of a table. Immutable.</summary>
internal sealed record PartitionState
{
    /// <summary>In the order of the table's partition keys.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? LastAccess { get; init; }

    public DateTimeOffset? LastAnalyzed { get; init; }

    public StorageDescriptor? Storage { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}

/// <summary>The tags of a database or table, by its ARN.</summary>
internal sealed record TagSet(IReadOnlyDictionary<string, string> Tags);
