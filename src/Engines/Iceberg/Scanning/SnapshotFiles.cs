using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Scanning;

/// <summary>A data file to be read, and the deletes that may concern it.</summary>
public sealed record ScanTask(DataFile File, IReadOnlyList<DataFile> PositionDeletes, IReadOnlyList<DataFile> EqualityDeletes);

/// <summary>Reads what a snapshot consists of.</summary>
public sealed class SnapshotFiles(ITableFiles files, TableMetadata table)
{
    public async ValueTask<List<ManifestFile>> ManifestsAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.ManifestList is { } list)
        {
            return ManifestListFile.Read(await files.ReadAsync(list, cancellationToken), list);
        }

        // Version 1 may name its manifests without a list.
        return [.. snapshot.Manifests.Select(path => new ManifestFile
        {
            Path = path,
            LengthBytes = 0,
            SpecId = table.DefaultSpecId,
            SequenceNumber = 0,
            MinSequenceNumber = 0,
            AddedSnapshotId = snapshot.Id,
        })];
    }

    public async ValueTask<List<ManifestEntry>> EntriesAsync(ManifestFile manifest, CancellationToken cancellationToken) =>
        ManifestContent.Read(await files.ReadAsync(manifest.Path, cancellationToken), manifest, table);

    /// <summary>The files in which rows that match may lie, each with its deletes.</summary>
    public async ValueTask<List<ScanTask>> PlanAsync(Snapshot snapshot, Filter filter, CancellationToken cancellationToken)
    {
        var data = new List<DataFile>();
        var deletes = new DeleteIndex();
        foreach (var manifest in await ManifestsAsync(snapshot, cancellationToken))
        {
            if (!manifest.MayHaveLiveFiles || !MayMatch(manifest, filter))
            {
                continue;
            }

            foreach (var entry in await EntriesAsync(manifest, cancellationToken))
            {
                if (entry.Status == EntryStatus.Deleted)
                {
                    continue;
                }

                if (entry.File.Content != FileContent.Data)
                {
                    deletes.Add(entry.File, table.SpecOf(manifest.SpecId));
                }
                else if (MayMatch(entry.File, filter))
                {
                    data.Add(entry.File);
                }
            }
        }

        return data.ConvertAll(file => new ScanTask(file, deletes.PositionsFor(file), deletes.EqualitiesFor(file)));
    }

    /// <summary>Every live file, data and deletes.</summary>
    public async ValueTask<List<(ManifestFile Manifest, ManifestEntry Entry)>> LiveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var live = new List<(ManifestFile, ManifestEntry)>();
        foreach (var manifest in await ManifestsAsync(snapshot, cancellationToken))
        {
            if (manifest.MayHaveLiveFiles)
            {
                live.AddRange((await EntriesAsync(manifest, cancellationToken))
                    .Where(entry => entry.Status != EntryStatus.Deleted).Select(entry => (manifest, entry)));
            }
        }

        return live;
    }

    public bool MayMatch(DataFile file, Filter filter)
    {
        var spec = table.SpecOf(file.SpecId);
        var byPartition = Projection.Onto(spec, table.Schema, filter);
        return BoundsCheck.MayMatch(byPartition, id => OfValue(spec, file, id)) && BoundsCheck.MayMatch(filter, id => OfColumn(file, id));
    }

    private bool MayMatch(ManifestFile manifest, Filter filter)
    {
        var spec = table.SpecOf(manifest.SpecId);
        if (manifest.Partitions.Length != spec.Fields.Length || spec.Fields.IsEmpty)
        {
            return true;
        }

        var types = table.PartitionTypesOf(spec);
        return BoundsCheck.MayMatch(Projection.Onto(spec, table.Schema, filter), id =>
        {
            var at = PlaceOf(spec, id);
            if (at < 0)
            {
                return null;
            }

            var summary = manifest.Partitions[at];
            var lower = summary.Lower is null ? null : Values.FromBytes(types[at], summary.Lower);
            var upper = summary.Upper is null ? null : Values.FromBytes(types[at], summary.Upper);
            return new(lower, upper, summary.ContainsNull, IsAllNull: lower is null && upper is null && summary.ContainsNull && summary.ContainsNan is false);
        });
    }

    private static ColumnBounds? OfValue(PartitionSpec spec, DataFile file, int id)
    {
        var at = PlaceOf(spec, id);
        return at < 0 ? null
            : file.Partition[at] is { } value ? value is float.NaN or double.NaN ? null : new(value, value, MayHaveNull: false, IsExact: true)
            : new(null, null, MayHaveNull: true, IsAllNull: true);
    }

    private ColumnBounds? OfColumn(DataFile file, int id)
    {
        if (table.Schema.Primitive(id) is not { } type)
        {
            return null;
        }

        var isAllNull = file.NullCounts?.GetValueOrDefault(id, -1) is { } nulls and >= 0
            && file.ValueCounts?.GetValueOrDefault(id, -1) == nulls && nulls > 0;
        var mayHaveNull = file.NullCounts?.GetValueOrDefault(id, -1) is not 0;
        return new(Bound(file.LowerBounds), HasNan(file, type, id) ? null : Bound(file.UpperBounds), mayHaveNull, isAllNull);

        object? Bound(IReadOnlyDictionary<int, byte[]>? bounds) => bounds?.GetValueOrDefault(id) is { } bytes ? Values.FromBytes(type, bytes) : null;
    }

    /// <summary>NaN counts as the largest number where queries compare; bounds leave it out.</summary>
    private static bool HasNan(DataFile file, PrimitiveType type, int id) =>
        type.Kind is PrimitiveKind.Float or PrimitiveKind.Double && file.NanCounts?.GetValueOrDefault(id, -1) is not 0;

    private static int PlaceOf(PartitionSpec spec, int id)
    {
        for (var at = 0; at < spec.Fields.Length; at++)
        {
            if (spec.Fields[at].FieldId == id)
            {
                return at;
            }
        }

        return -1;
    }
}
