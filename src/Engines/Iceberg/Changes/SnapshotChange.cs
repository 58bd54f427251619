using System.Collections.Immutable;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>Files added and removed, as one new snapshot: an append, a row delta, an overwrite or a rewrite.</summary>
public sealed class SnapshotChange(TimeProvider clock) : TableChange
{
    /// <summary><c>append</c>, <c>overwrite</c>, <c>delete</c> or <c>replace</c>.</summary>
    public required string Operation { get; init; }

    public IReadOnlyList<DataFile> Added { get; init; } = [];

    /// <summary>Paths of data and delete files that are no longer part of the table.</summary>
    public IReadOnlySet<string> Removed { get; init; } = new HashSet<string>();

    /// <summary>The snapshot that the change was computed from; what came after it is checked. Null: the table was empty.</summary>
    public long? StartId { get; init; }

    /// <summary>Data files whose rows the change deletes: they must still be there, and nobody else may have deleted from them.</summary>
    public IReadOnlySet<string> Touched { get; init; } = new HashSet<string>();

    /// <summary>Rows that the change would have had to see: who added any meanwhile makes it fail. Null: it saw none.</summary>
    public Filter? Read { get; init; }

    /// <summary>Rewritten rows are as old as they were: deletes that came meanwhile still concern them.</summary>
    public long? DataSequenceNumber { get; init; }

    /// <summary>More of the snapshot's summary.</summary>
    public IReadOnlyDictionary<string, string> Summary { get; init; } = new Dictionary<string, string>();

    public override async ValueTask<TableMetadata> ApplyAsync(TableMetadata table, CommitFiles commit, CancellationToken cancellationToken)
    {
        if (table.FormatVersion > 2)
        {
            throw IcebergException.NotSupported($"tables of format version {table.FormatVersion} are only read");
        }

        var reader = new SnapshotFiles(commit.Files, table);
        await new ChangeCheck(this, table, reader).RunAsync(cancellationToken);
        var parent = table.CurrentSnapshot;
        var snapshotId = commit.NewSnapshotId(table);
        var writer = new ManifestMaker(table, commit, snapshotId);
        var before = parent is null ? [] : await reader.ManifestsAsync(parent, cancellationToken);
        var kept = new List<ManifestFile>();
        var removed = new List<DataFile>();
        foreach (var manifest in before)
        {
            if (!manifest.MayHaveLiveFiles)
            {
                continue;
            }

            kept.Add(Removed.Count == 0 ? await CountedAsync(manifest, reader, cancellationToken) : await WithoutRemovedAsync(manifest, reader, writer, removed, cancellationToken));
        }

        var found = removed.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        if (Removed.FirstOrDefault(path => !found.Contains(path)) is { } gone)
        {
            throw new IcebergException(IcebergProblem.Conflict, $"{gone} is no longer part of the table");
        }

        kept = await writer.JoinedAsync(kept, reader, cancellationToken);
        var added = await AddedAsync(writer, cancellationToken);
        var snapshot = new Snapshot
        {
            Id = snapshotId,
            ParentId = parent?.Id,
            SequenceNumber = table.LastSequenceNumber + 1,
            TimestampMillis = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), table.LastUpdatedMillis),
            Summary = SnapshotSummary.Of(Operation, parent, Added, removed, Summary),
            SchemaId = table.CurrentSchemaId,
        };
        var list = ManifestListFile.Write([.. added, .. kept], snapshot);
        snapshot = snapshot with { ManifestList = await commit.WriteListAsync(table, snapshotId, list, cancellationToken) };
        return table with
        {
            FormatVersion = 2,
            LastSequenceNumber = snapshot.SequenceNumber,
            LastUpdatedMillis = snapshot.TimestampMillis,
            CurrentSnapshotId = snapshotId,
            Snapshots = table.Snapshots.Add(snapshot),
            SnapshotLog = table.SnapshotLog.Add(new(snapshot.TimestampMillis, snapshotId)),
            Refs = table.Refs.SetItem(SnapshotRef.Main, (table.Refs.GetValueOrDefault(SnapshotRef.Main) ?? new(snapshotId, true)) with { SnapshotId = snapshotId }),
        };
    }

    private async ValueTask<List<ManifestFile>> AddedAsync(ManifestMaker writer, CancellationToken cancellationToken)
    {
        var manifests = new List<ManifestFile>();
        foreach (var group in Added.GroupBy(file => (file.SpecId, IsDeletes: file.Content != FileContent.Data)))
        {
            var sequence = group.Key.IsDeletes ? null : DataSequenceNumber;
            var entries = group.Select(file => new ManifestEntry(EntryStatus.Added, writer.SnapshotId, sequence, null, file)).ToImmutableArray();
            manifests.Add(await writer.WriteAsync(entries, group.Key.SpecId, group.Key.IsDeletes, cancellationToken));
        }

        return manifests;
    }

    /// <summary>Version 1's lists may leave counts out; ours have them, and a count of none would hide the files.</summary>
    private static async ValueTask<ManifestFile> CountedAsync(ManifestFile manifest, SnapshotFiles reader, CancellationToken cancellationToken)
    {
        if (manifest is { AddedFiles: not null, ExistingFiles: not null, DeletedFiles: not null, AddedRows: not null, ExistingRows: not null, DeletedRows: not null })
        {
            return manifest;
        }

        var entries = (await reader.EntriesAsync(manifest, cancellationToken)).ToLookup(entry => entry.Status, entry => entry.File.RecordCount);
        return manifest with
        {
            AddedFiles = entries[EntryStatus.Added].Count(),
            ExistingFiles = entries[EntryStatus.Existing].Count(),
            DeletedFiles = entries[EntryStatus.Deleted].Count(),
            AddedRows = entries[EntryStatus.Added].Sum(),
            ExistingRows = entries[EntryStatus.Existing].Sum(),
            DeletedRows = entries[EntryStatus.Deleted].Sum(),
        };
    }

    private async ValueTask<ManifestFile> WithoutRemovedAsync(
        ManifestFile manifest, SnapshotFiles reader, ManifestMaker writer, List<DataFile> removed, CancellationToken cancellationToken)
    {
        var entries = await reader.EntriesAsync(manifest, cancellationToken);
        if (!entries.Exists(entry => entry.Status != EntryStatus.Deleted && Removed.Contains(entry.File.Path)))
        {
            return await CountedAsync(manifest, reader, cancellationToken);
        }

        var next = ImmutableArray.CreateBuilder<ManifestEntry>();
        foreach (var entry in entries)
        {
            if (entry.Status == EntryStatus.Deleted)
            {
                continue;
            }

            if (Removed.Contains(entry.File.Path))
            {
                removed.Add(entry.File);
                next.Add(entry with { Status = EntryStatus.Deleted, SnapshotId = writer.SnapshotId });
            }
            else
            {
                next.Add(entry with { Status = EntryStatus.Existing });
            }
        }

        return await writer.WriteAsync(next.ToImmutable(), manifest.SpecId, manifest.IsDeletes, cancellationToken);
    }
}
