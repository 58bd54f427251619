using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Manifests;

/// <summary>Manifests: the data or delete files that were added together, with their statistics.</summary>
public static class ManifestContent
{
    /// <summary>Reads a manifest; entries inherit what they leave out from the manifest itself.</summary>
    public static List<ManifestEntry> Read(byte[] file, ManifestFile manifest, TableMetadata table)
    {
        var spec = table.SpecOf(manifest.SpecId);
        var types = table.PartitionTypesOf(spec);
        return MetadataFile.Read(file, manifest.Path, record =>
        {
            var status = (EntryStatus)record.Int(0);
            var isAdded = status == EntryStatus.Added;
            var sequence = record.LongOrNull(3) ?? (isAdded || manifest.SequenceNumber == 0 ? manifest.SequenceNumber : null);
            var data = File(record.Record(2) ?? throw IcebergException.Bad("a manifest's entry has no file"), manifest, spec, types) with { SequenceNumber = sequence ?? 0 };
            return new ManifestEntry(
                status, record.LongOrNull(1) ?? manifest.AddedSnapshotId, sequence, record.LongOrNull(4) ?? (isAdded ? manifest.SequenceNumber : null), data);
        });
    }

    /// <param name="types">The types of the spec's partition values.</param>
    public static byte[] Write(
        IReadOnlyCollection<ManifestEntry> entries, bool isDeletes, PartitionSpec spec, ImmutableArray<PrimitiveType> types, Schema schema)
    {
        var metadata = new Dictionary<string, string>
        {
            ["schema"] = schema.ToJson().ToJsonString(),
            ["schema-id"] = schema.Id.ToString(CultureInfo.InvariantCulture),
            ["partition-spec"] = spec.FieldsToJson().ToJsonString(),
            ["partition-spec-id"] = spec.Id.ToString(CultureInfo.InvariantCulture),
            ["format-version"] = "2",
            ["content"] = isDeletes ? "deletes" : "data",
        };
        return MetadataFile.Write(ManifestSchema.Of(spec, types), metadata, entries.Select(entry => new object?[]
        {
            (int)entry.Status, entry.SnapshotId, entry.SequenceNumber, entry.FileSequenceNumber, Record(entry.File, types),
        }));
    }

    /// <summary>What the manifest list says about a manifest with these entries.</summary>
    public static ManifestFile Describe(
        IReadOnlyCollection<ManifestEntry> entries, string path, long lengthBytes, bool isDeletes, PartitionSpec spec,
        ImmutableArray<PrimitiveType> types, long snapshotId)
    {
        var added = entries.Where(entry => entry.Status == EntryStatus.Added).ToArray();
        var existing = entries.Where(entry => entry.Status == EntryStatus.Existing).ToArray();
        var deleted = entries.Where(entry => entry.Status == EntryStatus.Deleted).ToArray();
        var live = added.Concat(existing).ToArray();
        return new()
        {
            Path = path,
            LengthBytes = lengthBytes,
            SpecId = spec.Id,
            IsDeletes = isDeletes,
            MinSequenceNumber = live.Length == 0 || live.Any(entry => entry.SequenceNumber is null) ? null : live.Min(entry => entry.SequenceNumber),
            AddedSnapshotId = snapshotId,
            AddedFiles = added.Length,
            ExistingFiles = existing.Length,
            DeletedFiles = deleted.Length,
            AddedRows = added.Sum(entry => entry.File.RecordCount),
            ExistingRows = existing.Sum(entry => entry.File.RecordCount),
            DeletedRows = deleted.Sum(entry => entry.File.RecordCount),
            Partitions = [.. spec.Fields.Select((_, at) => Summary(types[at], entries.Select(entry => entry.File.Partition[at])))],
        };
    }

    private static PartitionSummary Summary(PrimitiveType type, IEnumerable<object?> values)
    {
        object? lower = null, upper = null;
        var (hasNull, hasNan) = (false, false);
        foreach (var value in values)
        {
            if (value is null)
            {
                hasNull = true;
            }
            else if (value is float.NaN or double.NaN)
            {
                hasNan = true;
            }
            else
            {
                lower = lower is null || Values.Compare(value, lower) < 0 ? value : lower;
                upper = upper is null || Values.Compare(value, upper) > 0 ? value : upper;
            }
        }

        return new(hasNull, hasNan, lower is null ? null : Values.ToBytes(type, lower), upper is null ? null : Values.ToBytes(type, upper));
    }

    private static DataFile File(MetadataRecord record, ManifestFile manifest, PartitionSpec spec, ImmutableArray<PrimitiveType> types)
    {
        var partition = record.Record(102);
        return new()
        {
            Content = (FileContent)(record.IntOrNull(134) ?? 0),
            Path = record.Get<string>(100),
            Format = record.Get<string>(101).ToUpperInvariant(),
            SpecId = manifest.SpecId,
            Partition = [.. spec.Fields.Select((field, at) => Partitioned(partition?[field.FieldId], types[at]))],
            RecordCount = record.Long(103),
            SizeBytes = record.Long(104),
            ColumnSizes = Longs(record[108]),
            ValueCounts = Longs(record[109]),
            NullCounts = Longs(record[110]),
            NanCounts = Longs(record[137]),
            LowerBounds = Bounds(record[125]),
            UpperBounds = Bounds(record[128]),
            KeyMetadata = record[131] as byte[],
            SplitOffsets = record[132] is object?[] offsets ? [.. offsets.Cast<long>()] : [],
            EqualityIds = record[135] is object?[] ids ? [.. ids.Cast<int>()] : [],
            SortOrderId = record.IntOrNull(140),
            ReferencedDataFile = record[143] as string,
            ContentOffset = record.LongOrNull(144),
            ContentSizeBytes = record.LongOrNull(145),
        };
    }

    /// <summary>As the partition's type holds values: decimals come as bytes, widened columns with narrow values.</summary>
    private static object? Partitioned(object? value, PrimitiveType type) => (type.Kind, value) switch
    {
        (PrimitiveKind.Decimal or PrimitiveKind.Uuid, byte[] bytes) => Values.FromBytes(type, bytes),
        (PrimitiveKind.Uuid, string text) => Guid.Parse(text),
        (PrimitiveKind.Long, int number) => (long)number,
        (PrimitiveKind.Double, float number) => (double)number,
        (PrimitiveKind.Int or PrimitiveKind.Date, long number) => checked((int)number),
        (_, null) => null,
        _ when Values.IsOf(type, value) => value,

        // Text stands for the unknown type of a transform we do not know, or of a column that is gone.
        (PrimitiveKind.String, _) => Values.Text(type, value),
        _ => throw IcebergException.Bad($"a partition's value is no {type}"),
    };

    private static ImmutableDictionary<int, long>? Longs(object? list) => Map<long>(list);

    private static ImmutableDictionary<int, byte[]>? Bounds(object? list) => Map<byte[]>(list);

    /// <summary>Maps by numbers are arrays of keys and values: Avro's own maps have texts as keys.</summary>
    private static ImmutableDictionary<int, T>? Map<T>(object? list) => list is not object?[] items ? null : items.Select(item =>
        item is object?[] and [int key, T value] ? KeyValuePair.Create(key, value) : throw IcebergException.Bad("a column's statistic is none")).ToImmutableDictionary();

    private static object?[] Record(DataFile file, ImmutableArray<PrimitiveType> types) =>
    [
        (int)file.Content,
        file.Path,
        file.Format,
        types.Select((type, at) => file.Partition[at] is { } value ? ManifestSchema.Value(type, value) : null).ToArray(),
        file.RecordCount,
        file.SizeBytes,
        Entries(file.ColumnSizes),
        Entries(file.ValueCounts),
        Entries(file.NullCounts),
        Entries(file.NanCounts),
        Entries(file.LowerBounds),
        Entries(file.UpperBounds),
        file.KeyMetadata,
        file.SplitOffsets.IsEmpty ? null : file.SplitOffsets.ToArray(),
        file.EqualityIds.IsEmpty ? null : file.EqualityIds.ToArray(),
        file.SortOrderId,
        file.ReferencedDataFile,
    ];

    private static object?[][]? Entries<T>(ImmutableDictionary<int, T>? map) =>
        map?.OrderBy(entry => entry.Key).Select(entry => new object?[] { entry.Key, entry.Value }).ToArray();
}
