using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>Whether a change still makes sense after what others committed since it looked at the table.</summary>
internal sealed class ChangeCheck(SnapshotChange change, TableMetadata table, SnapshotFiles reader)
{
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (table.CurrentSnapshotId == change.StartId || (change.Touched.Count == 0 && change.Removed.Count == 0 && change.Read is null))
        {
            return;
        }

        var since = table.Ancestors(table.CurrentSnapshotId).TakeWhile(snapshot => snapshot.Id != change.StartId).ToArray();
        if (change.StartId is { } start && !table.Ancestors(table.CurrentSnapshotId).Any(snapshot => snapshot.Id == start))
        {
            throw Conflict($"snapshot {start} is no longer in the table's history");
        }

        foreach (var snapshot in since)
        {
            foreach (var manifest in await reader.ManifestsAsync(snapshot, cancellationToken))
            {
                if (manifest.AddedSnapshotId == snapshot.Id)
                {
                    Check(snapshot, await reader.EntriesAsync(manifest, cancellationToken));
                }
            }
        }
    }

    private void Check(Snapshot snapshot, List<ManifestEntry> entries)
    {
        foreach (var entry in entries.Where(entry => entry.SnapshotId == snapshot.Id && entry.Status != EntryStatus.Existing))
        {
            var file = entry.File;
            if (entry.Status == EntryStatus.Deleted)
            {
                if (change.Touched.Contains(file.Path) || change.Removed.Contains(file.Path))
                {
                    throw Conflict($"{file.Path} was rewritten by another writer");
                }
            }
            else if (file.Content == FileContent.Data)
            {
                // A rewrite adds no rows.
                if (change.Read is { } read && snapshot.Operation != "replace" && reader.MayMatch(file, read))
                {
                    throw Conflict($"another writer added rows that the statement would have had to see, in {file.Path}");
                }
            }
            else if (Concerns(file))
            {
                throw Conflict($"another writer deleted rows of the same files, in {file.Path}");
            }
        }
    }

    private bool Concerns(DataFile deletes)
    {
        if (change.Touched.Count == 0 && change.Removed.Count == 0)
        {
            return false;
        }

        // A rewrite keeps the rows' age, so that deletes by value still find them; those by position would not.
        return DeleteIndex.TargetOf(deletes) is { } target
            ? change.Touched.Contains(target) || change.Removed.Contains(target)
            : deletes.Content == FileContent.PositionDeletes || change.DataSequenceNumber is null;
    }

    private static IcebergException Conflict(string message) => new(IcebergProblem.Conflict, message);
}
