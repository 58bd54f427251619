using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Metadata;

/// <summary>All that is true of a table: one metadata file. Immutable; a change makes the next one.</summary>
public sealed record TableMetadata
{
    public const int VersionMax = 3;

    public required int FormatVersion { get; init; }
    public required string Uuid { get; init; }

    /// <summary>The table's folder, without a slash at the end.</summary>
    public required string Location { get; init; }
    public long LastSequenceNumber { get; init; }
    public required long LastUpdatedMillis { get; init; }
    public required int LastColumnId { get; init; }
    public required ImmutableArray<Schema> Schemas { get; init; }
    public required int CurrentSchemaId { get; init; }
    public required ImmutableArray<PartitionSpec> Specs { get; init; }
    public required int DefaultSpecId { get; init; }
    public required int LastPartitionId { get; init; }
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    public long? CurrentSnapshotId { get; init; }
    public ImmutableArray<Snapshot> Snapshots { get; init; } = [];
    public ImmutableArray<SnapshotLogEntry> SnapshotLog { get; init; } = [];
    public ImmutableArray<MetadataLogEntry> MetadataLog { get; init; } = [];
    public ImmutableArray<SortOrder> SortOrders { get; init; } = [SortOrder.Unsorted];
    public int DefaultSortOrderId { get; init; }
    public ImmutableSortedDictionary<string, SnapshotRef> Refs { get; init; } = ImmutableSortedDictionary.Create<string, SnapshotRef>(StringComparer.Ordinal);

    /// <summary>The id the next row gets (version 3).</summary>
    public long NextRowId { get; init; }

    /// <summary>What was read, with members we do not know.</summary>
    public JsonObject? Source { get; init; }

    public Schema Schema => Schemas.FirstOrDefault(schema => schema.Id == CurrentSchemaId) ?? throw IcebergException.Bad($"there is no schema {CurrentSchemaId}");

    public PartitionSpec Spec => SpecOf(DefaultSpecId);

    public SortOrder SortOrder => SortOrders.FirstOrDefault(order => order.Id == DefaultSortOrderId) ?? SortOrder.Unsorted;

    public Snapshot? CurrentSnapshot => CurrentSnapshotId is { } id ? SnapshotOf(id) ?? throw IcebergException.Bad($"there is no snapshot {id}") : null;

    public PartitionSpec SpecOf(int id) => Specs.FirstOrDefault(spec => spec.Id == id) ?? throw IcebergException.Bad($"there is no partition spec {id}");

    public Snapshot? SnapshotOf(long id) => Snapshots.FirstOrDefault(snapshot => snapshot.Id == id);

    /// <summary>The schema a snapshot was written with.</summary>
    public Schema SchemaOf(Snapshot? snapshot) => Schemas.FirstOrDefault(schema => schema.Id == snapshot?.SchemaId) ?? Schema;

    /// <summary>The snapshot that was current at a time; null when the table had none.</summary>
    public Snapshot? AsOf(long timestampMillis)
    {
        var last = SnapshotLog.LastOrDefault(entry => entry.TimestampMillis <= timestampMillis);
        return last is null ? null : SnapshotOf(last.SnapshotId);
    }

    /// <summary>From the newest to the oldest whose metadata is still there.</summary>
    public IEnumerable<Snapshot> Ancestors(long? from)
    {
        var seen = new HashSet<long>();
        for (var snapshot = from is { } id ? SnapshotOf(id) : null; snapshot is not null;
            snapshot = snapshot.ParentId is { } parent ? SnapshotOf(parent) : null)
        {
            if (!seen.Add(snapshot.Id))
            {
                throw IcebergException.Bad($"the snapshot {snapshot.Id} comes before itself");
            }

            yield return snapshot;
        }
    }

    /// <summary>Every field that any schema of the table has had; the newest form of each.</summary>
    public NestedField? FieldEver(int id) => Schemas.OrderByDescending(schema => schema.Id == CurrentSchemaId).ThenByDescending(schema => schema.Id)
        .Select(schema => schema.ById.GetValueOrDefault(id)).FirstOrDefault(field => field is not null);

    /// <summary>The types of a spec's partition values, also of columns that the table no longer has.</summary>
    public ImmutableArray<PrimitiveType> PartitionTypesOf(PartitionSpec spec) => [.. spec.Fields.Select(part =>
        FieldEver(part.SourceId)?.Type is PrimitiveType source ? part.Transform.ResultOf(source) : PrimitiveType.String)];
}
