using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>Which snapshots a table still needs, and which files a metadata refers to.</summary>
public static class Expiry
{
    /// <summary>Without the snapshots that no branch or tag needs: older than a time and beyond the least number to keep.</summary>
    public static TableMetadata Expire(TableMetadata table, long olderThanMillis, int keepAtLeast)
    {
        var needed = new HashSet<long>();
        foreach (var (_, reference) in table.Refs)
        {
            needed.Add(reference.SnapshotId);
            if (!reference.IsBranch)
            {
                continue;
            }

            var least = reference.MinSnapshotsToKeep ?? keepAtLeast;
            var kept = 0;
            foreach (var snapshot in table.Ancestors(reference.SnapshotId))
            {
                if (kept++ < least || snapshot.TimestampMillis >= olderThanMillis)
                {
                    needed.Add(snapshot.Id);
                }
                else
                {
                    break;
                }
            }
        }

        // What hangs on no branch goes by its age alone.
        var onBranches = table.Refs.Values.Where(reference => reference.IsBranch)
            .SelectMany(reference => table.Ancestors(reference.SnapshotId)).Select(snapshot => snapshot.Id).ToHashSet();
        needed.UnionWith(table.Snapshots.Where(snapshot => !onBranches.Contains(snapshot.Id) && snapshot.TimestampMillis >= olderThanMillis).Select(snapshot => snapshot.Id));
        var remaining = table.Snapshots.Where(snapshot => needed.Contains(snapshot.Id)).ToImmutableArray();
        if (remaining.Length == table.Snapshots.Length)
        {
            return table;
        }

        // History before a hole says nothing reliable any more.
        var log = table.SnapshotLog.ToList();
        var hole = log.FindLastIndex(entry => !needed.Contains(entry.SnapshotId));
        return table with { Snapshots = remaining, SnapshotLog = [.. log.Skip(hole + 1)] };
    }

    /// <summary>Every data, delete and metadata file that any snapshot of the table refers to.</summary>
    public static async ValueTask<HashSet<string>> ReferencedAsync(ITableFiles files, LoadedTable table, CancellationToken cancellationToken)
    {
        var metadata = table.Metadata;
        var paths = new HashSet<string>(StringComparer.Ordinal) { table.Path };
        paths.UnionWith(metadata.MetadataLog.Select(entry => entry.File));
        foreach (var statistics in metadata.Source is { } source ? Json.Objects(source, "statistics").Concat(Json.Objects(source, "partition-statistics")) : [])
        {
            paths.Add(Json.TextOrNull(statistics, "statistics-path") ?? "");
        }

        var reader = new SnapshotFiles(files, metadata);
        foreach (var snapshot in metadata.Snapshots)
        {
            if (snapshot.ManifestList is not null)
            {
                paths.Add(snapshot.ManifestList);
            }

            foreach (var manifest in await reader.ManifestsAsync(snapshot, cancellationToken))
            {
                if (!paths.Add(manifest.Path))
                {
                    continue;
                }

                foreach (var entry in await reader.EntriesAsync(manifest, cancellationToken))
                {
                    if (entry.Status != Manifests.EntryStatus.Deleted)
                    {
                        paths.Add(entry.File.Path);
                    }
                }
            }
        }

        return paths;
    }

    /// <summary>A whole number among the table's properties.</summary>
    public static long Number(TableMetadata table, string property, long otherwise) =>
        long.TryParse(table.Properties.GetValueOrDefault(property), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
