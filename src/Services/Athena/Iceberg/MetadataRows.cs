using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;
using Weir.Engines.Iceberg.Types;
using Weir.Kernel.Identity;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Rows of the tables about a table, each value as DuckDB text.</summary>
internal sealed class MetadataRows(IcebergTables tables, IcebergSource source, CallContext call, CancellationToken cancellationToken)
{
    private readonly TableMetadata _metadata = source.Table.Metadata;
    private readonly FileRows _files = new(source.Table.Metadata);

    public static string?[] Snapshot(Snapshot snapshot) =>
    [
        Time(snapshot.TimestampMillis), Number(snapshot.Id), Number(snapshot.ParentId), Text(snapshot.Operation), Text(snapshot.ManifestList ?? ""),
        Map(snapshot.Summary.Where(pair => pair.Key != "operation").OrderBy(pair => pair.Key, StringComparer.Ordinal), Text, Text, "VARCHAR", "VARCHAR"),
    ];

    public IEnumerable<string?[]> History()
    {
        var ancestors = _metadata.Ancestors(_metadata.CurrentSnapshotId).Select(snapshot => snapshot.Id).ToHashSet();
        return _metadata.SnapshotLog.Select(entry => new[]
        {
            Time(entry.TimestampMillis), Number(entry.SnapshotId), Number(_metadata.SnapshotOf(entry.SnapshotId)?.ParentId),
            ancestors.Contains(entry.SnapshotId) ? "true" : "false",
        });
    }

    public static string?[] Ref(string name, SnapshotRef reference) =>
    [
        Text(name), Text(reference.IsBranch ? "BRANCH" : "TAG"), Number(reference.SnapshotId), Number(reference.MaxRefAgeMillis),
        Number(reference.MinSnapshotsToKeep), Number(reference.MaxSnapshotAgeMillis),
    ];

    public IEnumerable<string?[]> MetadataLog()
    {
        var all = _metadata.MetadataLog.Add(new(_metadata.LastUpdatedMillis, source.Table.Path));
        return all.Select(entry =>
        {
            var snapshot = _metadata.AsOf(entry.TimestampMillis);
            return new[] { Time(entry.TimestampMillis), Text(entry.File), Number(snapshot?.Id), Number(snapshot?.SchemaId), Number(snapshot?.SequenceNumber) };
        });
    }

    /// <param name="all">Of every snapshot there is, without rows' counts; else of the one that is read.</param>
    public IEnumerable<string?[]> Manifests(bool all)
    {
        var reader = new SnapshotFiles(tables.Files(call), _metadata);
        var manifests = (all ? _metadata.Snapshots : Shown()).SelectMany(snapshot => Wait(reader.ManifestsAsync(snapshot, cancellationToken)));
        return (all ? manifests.DistinctBy(manifest => manifest.Path) : manifests).Select(manifest => all
            ? new[]
            {
                Text(manifest.Path), Number(manifest.LengthBytes), Number(manifest.SpecId), Number(manifest.AddedSnapshotId), Number(manifest.AddedFiles),
                Number(manifest.ExistingFiles), Number(manifest.DeletedFiles), Summaries(manifest),
            }
            :
            [
                Text(manifest.Path), Number(manifest.LengthBytes), Number(manifest.SpecId), Number(manifest.AddedSnapshotId), Number(manifest.AddedFiles),
                Number(manifest.AddedRows), Number(manifest.ExistingFiles), Number(manifest.ExistingRows), Number(manifest.DeletedFiles), Number(manifest.DeletedRows),
                Summaries(manifest),
            ]);
    }

    /// <summary>The files of the table, as manifests have them.</summary>
    public IEnumerable<string?[]> Files() => Entries(false).Where(entry => entry.Status != EntryStatus.Deleted)
        .Select(entry => _files.Row(entry.File).Append(FileRows.Readable(_metadata.Schema, entry.File)).ToArray());

    /// <summary>What snapshots did with files.</summary>
    public IEnumerable<string?[]> Changes(bool all) => Entries(all).Select(entry => new[]
    {
        Number((int)entry.Status), Number(entry.SnapshotId), Number(entry.SequenceNumber), Number(entry.FileSequenceNumber), _files.Struct(entry.File),
        FileRows.Readable(_metadata.Schema, entry.File),
    });

    public IEnumerable<string?[]> Partitions() => new PartitionRows(_metadata, source.Schema)
        .Of(Entries(false).Where(entry => entry.Status != EntryStatus.Deleted && entry.File.Content == FileContent.Data).Select(entry => entry.File));

    public static string Text(string text) => DuckSql.Text(text.Replace("\0", "", StringComparison.Ordinal));

    private IEnumerable<Snapshot> Shown() => source.Snapshot is { } snapshot ? [snapshot] : [];

    /// <param name="all">Of every snapshot's manifests; else of the snapshot that is read.</param>
    private IEnumerable<ManifestEntry> Entries(bool all)
    {
        var reader = new SnapshotFiles(tables.Files(call), _metadata);
        return (all ? _metadata.Snapshots : Shown()).SelectMany(snapshot => Wait(reader.ManifestsAsync(snapshot, cancellationToken)))
            .DistinctBy(manifest => manifest.Path).SelectMany(manifest => Wait(reader.EntriesAsync(manifest, cancellationToken)));
    }

    private string Summaries(ManifestFile manifest)
    {
        var spec = _metadata.SpecOf(manifest.SpecId);
        var types = _metadata.PartitionTypesOf(spec);
        return $"[{string.Join(", ", manifest.Partitions.Select((summary, at) =>
            $"{{'contains_null': {Truth(summary.ContainsNull)}, 'contains_nan': {(summary.ContainsNan is { } nan ? Truth(nan) : "CAST(NULL AS BOOLEAN)")}, "
            + $"'lower_bound': {Shown(at, summary.Lower)}, 'upper_bound': {Shown(at, summary.Upper)}}}"))}]";

        string Shown(int at, byte[]? bound) => bound is null ? "CAST(NULL AS VARCHAR)" : Text(spec.ShowOf(source.Schema, at, Values.FromBytes(types[at], bound)));
    }

    public static string Map<TKey, TValue>(
        IEnumerable<KeyValuePair<TKey, TValue>> pairs, Func<TKey, string> key, Func<TValue, string> value, string keyType, string valueType)
    {
        var list = pairs.ToArray();
        return $"map([{string.Join(", ", list.Select(pair => key(pair.Key)))}]::{keyType}[], [{string.Join(", ", list.Select(pair => value(pair.Value)))}]::{valueType}[])";
    }

    private static string Time(long millis) => string.Create(CultureInfo.InvariantCulture, $"{{'t': make_timestamptz({millis}::BIGINT * 1000), 'z': 'UTC'}}");

    public static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string Truth(bool value) => value ? "true" : "false";

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
