using Weir.Engines.Iceberg.Metadata;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>Something to be done to a table, on whatever metadata is the current one when it is its turn.</summary>
public abstract class TableChange
{
    /// <summary>The next metadata; the same instance when there is nothing to do.</summary>
    /// <exception cref="IcebergException">The change no longer makes sense: <see cref="IcebergProblem.Conflict"/>.</exception>
    public abstract ValueTask<TableMetadata> ApplyAsync(TableMetadata table, CommitFiles commit, CancellationToken cancellationToken);
}

/// <summary>A change of the metadata alone: columns, properties, expiry.</summary>
public sealed class MetadataChange(Func<TableMetadata, TableMetadata> change) : TableChange
{
    public override ValueTask<TableMetadata> ApplyAsync(TableMetadata table, CommitFiles commit, CancellationToken cancellationToken) =>
        ValueTask.FromResult(change(table));
}
