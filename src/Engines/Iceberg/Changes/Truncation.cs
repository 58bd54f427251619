using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>All rows go, whichever there are when it is the change's turn: no file is part of the table any more.</summary>
public sealed class Truncation(TimeProvider clock) : TableChange
{
    /// <summary>More of the snapshot's summary.</summary>
    public IReadOnlyDictionary<string, string> Summary { get; init; } = new Dictionary<string, string>();

    public override async ValueTask<TableMetadata> ApplyAsync(TableMetadata table, CommitFiles commit, CancellationToken cancellationToken)
    {
        if (table.CurrentSnapshot is not { } snapshot)
        {
            return table;
        }

        var reader = new SnapshotFiles(commit.Files, table);
        var live = new HashSet<string>(StringComparer.Ordinal);
        foreach (var manifest in (await reader.ManifestsAsync(snapshot, cancellationToken)).Where(manifest => manifest.MayHaveLiveFiles))
        {
            var entries = await reader.EntriesAsync(manifest, cancellationToken);
            live.UnionWith(entries.Where(entry => entry.Status != EntryStatus.Deleted).Select(entry => entry.File.Path));
        }

        var change = new SnapshotChange(clock) { Operation = "delete", Removed = live, StartId = snapshot.Id, Summary = Summary };
        return live.Count == 0 ? table : await change.ApplyAsync(table, commit, cancellationToken);
    }
}
