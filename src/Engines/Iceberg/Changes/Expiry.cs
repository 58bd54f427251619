using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>What a table keeps; branches and tags may say otherwise for themselves.</summary>
/// <param name="MaxAgeMillis">Younger snapshots stay.</param>
/// <param name="KeepAtLeast">Snapshots of each branch that stay however old they are.</param>
/// <param name="MaxRefAgeMillis">Branches and tags of older snapshots go; the main branch never does.</param>
public sealed record ExpiryRules(long NowMillis, long MaxAgeMillis, int KeepAtLeast, long MaxRefAgeMillis = long.MaxValue);

/// <summary>Which snapshots a table still needs, and which files a metadata refers to.</summary>
public static class Expiry
{
    /// <summary>Without the branches and tags that are too old, and the snapshots that none of the others needs.</summary>
    public static TableMetadata Expire(TableMetadata table, ExpiryRules rules)
    {
        var olderThan = rules.NowMillis - rules.MaxAgeMillis;
        var refs = table.Refs.RemoveRange(table.Refs.Where(pair => pair.Key != SnapshotRef.Main && IsTooOld(pair.Value)).Select(pair => pair.Key));
        var needed = new HashSet<long>();
        foreach (var reference in refs.Values)
        {
            needed.Add(reference.SnapshotId);
            if (!reference.IsBranch)
            {
                continue;
            }

            var least = reference.MinSnapshotsToKeep ?? rules.KeepAtLeast;
            var cut = reference.MaxSnapshotAgeMillis is { } age ? rules.NowMillis - age : olderThan;
            var kept = 0;
            foreach (var snapshot in table.Ancestors(reference.SnapshotId))
            {
                if (kept++ >= least && snapshot.TimestampMillis < cut)
                {
                    break;
                }

                needed.Add(snapshot.Id);
            }
        }

        // What hangs on no branch goes by its age alone.
        var onBranches = refs.Values.Where(reference => reference.IsBranch)
            .SelectMany(reference => table.Ancestors(reference.SnapshotId)).Select(snapshot => snapshot.Id).ToHashSet();
        needed.UnionWith(table.Snapshots.Where(snapshot => !onBranches.Contains(snapshot.Id) && snapshot.TimestampMillis >= olderThan).Select(snapshot => snapshot.Id));
        var remaining = table.Snapshots.Where(snapshot => needed.Contains(snapshot.Id)).ToImmutableArray();
        if (remaining.Length == table.Snapshots.Length)
        {
            return refs.Count == table.Refs.Count ? table : table with { Refs = refs };
        }

        // History before a hole says nothing reliable any more.
        var log = table.SnapshotLog.ToList();
        var hole = log.FindLastIndex(entry => !needed.Contains(entry.SnapshotId));
        return table with { Refs = refs, Snapshots = remaining, SnapshotLog = [.. log.Skip(hole + 1)] };

        // One whose snapshot is gone leads nowhere.
        bool IsTooOld(SnapshotRef reference) => table.SnapshotOf(reference.SnapshotId) is not { } snapshot
            || rules.NowMillis - snapshot.TimestampMillis > (reference.MaxRefAgeMillis ?? rules.MaxRefAgeMillis);
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
