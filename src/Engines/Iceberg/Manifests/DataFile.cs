using System.Collections.Immutable;

namespace Weir.Engines.Iceberg.Manifests;

/// <summary>What a file of a table holds; the numbers are the specification's.</summary>
public enum FileContent { Data = 0, PositionDeletes = 1, EqualityDeletes = 2 }

/// <summary>A data or delete file, as manifests describe it.</summary>
public sealed record DataFile
{
    public FileContent Content { get; init; }
    public required string Path { get; init; }

    /// <summary><c>PARQUET</c>, <c>AVRO</c>, <c>ORC</c> or <c>PUFFIN</c>.</summary>
    public string Format { get; init; } = "PARQUET";
    public int SpecId { get; init; }

    /// <summary>Partition values in the order of the spec's fields.</summary>
    public ImmutableArray<object?> Partition { get; init; } = [];
    public required long RecordCount { get; init; }
    public required long SizeBytes { get; init; }
    public ImmutableDictionary<int, long>? ColumnSizes { get; init; }
    public ImmutableDictionary<int, long>? ValueCounts { get; init; }
    public ImmutableDictionary<int, long>? NullCounts { get; init; }
    public ImmutableDictionary<int, long>? NanCounts { get; init; }
    public ImmutableDictionary<int, byte[]>? LowerBounds { get; init; }
    public ImmutableDictionary<int, byte[]>? UpperBounds { get; init; }
    public byte[]? KeyMetadata { get; init; }
    public ImmutableArray<long> SplitOffsets { get; init; } = [];

    /// <summary>The columns of equality deletes.</summary>
    public ImmutableArray<int> EqualityIds { get; init; } = [];
    public int? SortOrderId { get; init; }

    /// <summary>The one data file whose rows a delete file deletes, when it is one.</summary>
    public string? ReferencedDataFile { get; init; }

    /// <summary>Where a deletion vector lies in its Puffin file (version 3).</summary>
    public long? ContentOffset { get; init; }
    public long? ContentSizeBytes { get; init; }

    /// <summary>When the file's content was added: deletes apply to what is older. Known once the manifest is read.</summary>
    public long SequenceNumber { get; init; }
}

/// <summary>What a snapshot did with a file.</summary>
public enum EntryStatus { Existing = 0, Added = 1, Deleted = 2 }

/// <param name="SequenceNumber">Of the data; null for a file added by the manifest's own snapshot.</param>
/// <param name="FileSequenceNumber">Of the file's addition; null likewise.</param>
public sealed record ManifestEntry(EntryStatus Status, long? SnapshotId, long? SequenceNumber, long? FileSequenceNumber, DataFile File);

/// <summary>A manifest as the manifest list describes it.</summary>
public sealed record ManifestFile
{
    public required string Path { get; init; }
    public required long LengthBytes { get; init; }
    public required int SpecId { get; init; }
    public bool IsDeletes { get; init; }

    /// <summary>Null until the snapshot that adds it has a number.</summary>
    public long? SequenceNumber { get; init; }
    public long? MinSequenceNumber { get; init; }
    public required long AddedSnapshotId { get; init; }
    public int? AddedFiles { get; init; }
    public int? ExistingFiles { get; init; }
    public int? DeletedFiles { get; init; }
    public long? AddedRows { get; init; }
    public long? ExistingRows { get; init; }
    public long? DeletedRows { get; init; }
    public ImmutableArray<PartitionSummary> Partitions { get; init; } = [];
    public byte[]? KeyMetadata { get; init; }

    /// <summary>False only when it surely holds nothing but deleted entries.</summary>
    public bool MayHaveLiveFiles => AddedFiles is not 0 || ExistingFiles is not 0;
}

/// <summary>What the partition values of all of a manifest's files have in common, for one field of the spec.</summary>
public sealed record PartitionSummary(bool ContainsNull, bool? ContainsNan, byte[]? Lower, byte[]? Upper);
