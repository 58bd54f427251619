using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Lowering;
using Weir.Kernel.Identity;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Rows of the tables about a table, each value as DuckDB text.</summary>
internal sealed class MetadataRows(IcebergTables tables, IcebergSource source, CallContext call, CancellationToken cancellationToken)
{
    private readonly TableMetadata _metadata = source.Table.Metadata;

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

    public IEnumerable<string?[]> Manifests()
    {
        if (source.Snapshot is null)
        {
            return [];
        }

        var reader = new SnapshotFiles(tables.Files(call), _metadata);
        return Wait(reader.ManifestsAsync(source.Snapshot, cancellationToken)).Select(manifest => new[]
        {
            Text(manifest.Path), Number(manifest.LengthBytes), Number(manifest.SpecId), Number(manifest.AddedSnapshotId), Number(manifest.AddedFiles),
            Number(manifest.AddedRows), Number(manifest.ExistingFiles), Number(manifest.ExistingRows), Number(manifest.DeletedFiles), Number(manifest.DeletedRows),
            Summaries(manifest),
        });
    }

    public IEnumerable<string?[]> Files() => Live().Select(file => new[]
    {
        Number((int)file.Content), Text(file.Path), Text(file.Format), Number(file.SpecId), Text(PartitionText(file)), Number(file.RecordCount), Number(file.SizeBytes),
        Counts(file.ColumnSizes), Counts(file.ValueCounts), Counts(file.NullCounts), Counts(file.NanCounts), Bounds(file.LowerBounds), Bounds(file.UpperBounds),
        file.KeyMetadata is { } key ? $"unhex('{Convert.ToHexString(key)}')" : null,
        file.SplitOffsets.IsEmpty ? null : $"[{string.Join(", ", file.SplitOffsets.Select(offset => Number(offset)))}]",
        file.EqualityIds.IsEmpty ? null : $"[{string.Join(", ", file.EqualityIds.Select(id => Number(id)))}]",
    });

    public IEnumerable<string?[]> Partitions()
    {
        var spec = _metadata.Spec;
        var types = _metadata.PartitionTypesOf(spec);
        var groups = Live().Where(file => file.Content == FileContent.Data && file.SpecId == spec.Id)
            .GroupBy(PartitionText, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            DataFile[] files = [.. group];
            var row = new List<string?>();
            if (!spec.Fields.IsEmpty)
            {
                row.Add($"{{{string.Join(", ", spec.Fields.Select((field, at) => $"{Text(field.Name.ToLowerInvariant())}: {Value(types[at], files[0].Partition[at])}"))}}}");
            }

            row.AddRange([Number(files.Sum(file => file.RecordCount)), Number(files.Length), Number(files.Sum(file => file.SizeBytes))]);
            if (Measured(source.Schema).ToArray() is { Length: > 0 } columns)
            {
                row.Add($"{{{string.Join(", ", columns.Select(column => $"{Text(column.Name.ToLowerInvariant())}: {Measure(files, column)}"))}}}");
            }

            yield return [.. row];
        }
    }

    /// <summary>The columns whose least and largest values the manifests know.</summary>
    public static IEnumerable<NestedField> Measured(Schema schema) => schema.Fields.Where(field => field.Type is PrimitiveType);

    public static string Text(string text) => DuckSql.Text(text.Replace("\0", "", StringComparison.Ordinal));

    private IEnumerable<DataFile> Live() => source.Snapshot is null
        ? []
        : Wait(new SnapshotFiles(tables.Files(call), _metadata).LiveAsync(source.Snapshot, cancellationToken)).Select(pair => pair.Entry.File);

    private static string Measure(DataFile[] files, NestedField column)
    {
        var type = (PrimitiveType)column.Type;
        var lower = files.Select(file => Bound(file.LowerBounds)).ToArray();
        var upper = files.Select(file => Bound(file.UpperBounds)).ToArray();
        var min = lower.Contains(null) ? null : lower.Aggregate((a, b) => Values.Compare(a!, b!) <= 0 ? a : b);
        var max = upper.Contains(null) ? null : upper.Aggregate((a, b) => Values.Compare(a!, b!) >= 0 ? a : b);
        return $"{{'min': {Value(type, min)}, 'max': {Value(type, max)}, 'null_count': {Sum(file => file.NullCounts)}, 'nan_count': {Sum(file => file.NanCounts)}}}";

        object? Bound(ImmutableDictionary<int, byte[]>? bounds) => bounds?.GetValueOrDefault(column.Id) is { } bytes ? Values.FromBytes(type, bytes) : null;

        string Sum(Func<DataFile, ImmutableDictionary<int, long>?> counts) =>
            files.All(file => counts(file)?.ContainsKey(column.Id) == true) ? Number(files.Sum(file => counts(file)![column.Id]))! : "CAST(NULL AS BIGINT)";
    }

    private static string Value(PrimitiveType type, object? value)
    {
        if (value is null)
        {
            return $"CAST(NULL AS {DuckTypes.Name(ColumnTypes.Sql(type))})";
        }

        var text = value is byte[] bytes ? $"unhex('{Convert.ToHexString(bytes)}')" : $"CAST({Text(Values.Text(type, value))} AS {ColumnTypes.Stored(type)})";
        return ColumnTypes.HasZone(type) ? ColumnTypes.Zoned(text) : text;
    }

    private string PartitionText(DataFile file)
    {
        var spec = _metadata.SpecOf(file.SpecId);
        return $"{{{string.Join(", ", spec.Fields.Select((field, at) => $"{field.Name}={spec.ShowOf(source.Schema, at, file.Partition[at])}"))}}}";
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

    private string? Bounds(ImmutableDictionary<int, byte[]>? bounds) => bounds is null ? null : Map(
        bounds.OrderBy(pair => pair.Key).Select(pair => KeyValuePair.Create(pair.Key, pair)), id => Number(id)!, BoundText, "INTEGER", "VARCHAR");

    private string BoundText(KeyValuePair<int, byte[]> bound) => _metadata.FieldEver(bound.Key)?.Type is PrimitiveType type
        ? Text(Values.Text(type, Values.FromBytes(type, bound.Value)))
        : Text(Convert.ToHexString(bound.Value));

    private static string Map<TKey, TValue>(
        IEnumerable<KeyValuePair<TKey, TValue>> pairs, Func<TKey, string> key, Func<TValue, string> value, string keyType, string valueType)
    {
        var list = pairs.ToArray();
        return $"map([{string.Join(", ", list.Select(pair => key(pair.Key)))}]::{keyType}[], [{string.Join(", ", list.Select(pair => value(pair.Value)))}]::{valueType}[])";
    }

    private static string? Counts(ImmutableDictionary<int, long>? counts) =>
        counts is null ? null : Map(counts.OrderBy(pair => pair.Key), id => Number(id)!, count => Number(count)!, "INTEGER", "BIGINT");

    private static string Time(long millis) => string.Create(CultureInfo.InvariantCulture, $"{{'t': make_timestamptz({millis}::BIGINT * 1000), 'z': 'UTC'}}");

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Truth(bool value) => value ? "true" : "false";

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
