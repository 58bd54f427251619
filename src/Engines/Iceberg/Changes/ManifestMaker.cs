using System.Collections.Immutable;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>Writes the manifests of one new snapshot.</summary>
internal sealed class ManifestMaker(TableMetadata table, CommitFiles commit, long snapshotId)
{
    public long SnapshotId => snapshotId;

    public async ValueTask<ManifestFile> WriteAsync(
        ImmutableArray<ManifestEntry> entries, int specId, bool isDeletes, CancellationToken cancellationToken)
    {
        var spec = table.SpecOf(specId);
        var types = table.PartitionTypesOf(spec);
        var content = ManifestContent.Write(entries, isDeletes, spec, types, table.Schema);
        var path = await commit.WriteManifestAsync(table, content, cancellationToken);
        return ManifestContent.Describe(entries, path, content.Length, isDeletes, spec, types, snapshotId);
    }

    /// <summary>Many small manifests become one: every scan reads them all.</summary>
    public async ValueTask<List<ManifestFile>> JoinedAsync(List<ManifestFile> manifests, SnapshotFiles reader, CancellationToken cancellationToken)
    {
        var result = new List<ManifestFile>();
        foreach (var group in manifests.GroupBy(manifest => (manifest.SpecId, manifest.IsDeletes)))
        {
            // Those this snapshot has written say what it deleted; they stay as they are.
            var small = group.Where(manifest => manifest.AddedSnapshotId != snapshotId && manifest.LengthBytes < IcebergLimits.ManifestBytesMax).ToArray();
            if (small.Length < IcebergLimits.ManifestsMax)
            {
                result.AddRange(group);
                continue;
            }

            result.AddRange(group.Except(small));
            var entries = ImmutableArray.CreateBuilder<ManifestEntry>();
            foreach (var manifest in small)
            {
                entries.AddRange((await reader.EntriesAsync(manifest, cancellationToken))
                    .Where(entry => entry.Status != EntryStatus.Deleted).Select(entry => entry with { Status = EntryStatus.Existing }));
            }

            result.Add(await WriteAsync(entries.ToImmutable(), group.Key.SpecId, group.Key.IsDeletes, cancellationToken));
        }

        return result;
    }
}
