using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Catalogs;

/// <summary>Applies the REST catalog's updates, one after the other. One commit, one thread.</summary>
internal sealed class MetadataBuilder(TableMetadata table, long nowMillis)
{
    /// <summary>Stands for what an earlier update of the same commit has added.</summary>
    private const int LastAdded = -1;

    private readonly HashSet<long> _added = [];
    private int? _schema;
    private int? _spec;
    private int? _order;

    public TableMetadata Table { get; private set; } = table;

    public static MetadataBuilder Empty(long nowMillis) => new(
        new()
        {
            FormatVersion = 2,
            Uuid = "",
            Location = "",
            LastUpdatedMillis = nowMillis,
            LastColumnId = 0,
            Schemas = [],
            CurrentSchemaId = LastAdded,
            Specs = [],
            DefaultSpecId = 0,
            LastPartitionId = PartitionSpec.FirstFieldId - 1,
        },
        nowMillis);

    public void Apply(JsonObject update)
    {
        switch (Json.Text(update, "action"))
        {
            case "assign-uuid":
                AssignUuid(Json.Text(update, "uuid"));
                break;
            case "upgrade-format-version":
                Upgrade(Json.Int(update, "format-version"));
                break;
            case "add-schema":
                AddSchema(update);
                break;
            case "set-current-schema":
                SetSchema(Json.Int(update, "schema-id"));
                break;
            case "remove-schemas":
                RemoveSchemas(Json.Ints(update, "schema-ids"));
                break;
            case "add-spec":
                AddSpec(Json.Object(update, "spec"));
                break;
            case "set-default-spec":
                SetSpec(Json.Int(update, "spec-id"));
                break;
            case "remove-partition-specs":
                RemoveSpecs(Json.Ints(update, "spec-ids"));
                break;
            case "add-sort-order":
                AddOrder(SortOrder.FromJson(Json.Object(update, "sort-order")));
                break;
            case "set-default-sort-order":
                SetOrder(Json.Int(update, "sort-order-id"));
                break;
            case "set-location":
                Table = Table with { Location = Json.Text(update, "location").TrimEnd('/') };
                break;
            case "set-properties":
                Table = Table with { Properties = Table.Properties.SetItems(Json.Strings(update, update.ContainsKey("updates") ? "updates" : "updated")) };
                break;
            case "remove-properties":
                Table = Table with { Properties = Table.Properties.RemoveRange(Json.Texts(update, update.ContainsKey("removals") ? "removals" : "removed")) };
                break;
            case "add-snapshot":
                Table = SnapshotUpdates.Add(Table, Snapshot.FromJson(Json.Object(update, "snapshot")));
                _added.Add(Table.Snapshots[^1].Id);
                break;
            case "set-snapshot-ref":
                Table = SnapshotUpdates.SetRef(Table, Json.Text(update, "ref-name"), SnapshotRef.FromJson(update), _added, nowMillis);
                break;
            case "remove-snapshot-ref":
                Table = SnapshotUpdates.RemoveRef(Table, Json.Text(update, "ref-name"));
                break;
            case "remove-snapshots":
                Table = SnapshotUpdates.Remove(Table, Json.Longs(update, "snapshot-ids"));
                break;
            case "set-statistics":
                Table = StatisticsUpdates.Set(Table, StatisticsUpdates.Whole, Json.Object(update, "statistics"));
                break;
            case "remove-statistics":
                Table = StatisticsUpdates.Remove(Table, StatisticsUpdates.Whole, Json.Long(update, "snapshot-id"));
                break;
            case "set-partition-statistics":
                Table = StatisticsUpdates.Set(Table, StatisticsUpdates.Partitions, Json.Object(update, "partition-statistics"));
                break;
            case "remove-partition-statistics":
                Table = StatisticsUpdates.Remove(Table, StatisticsUpdates.Partitions, Json.Long(update, "snapshot-id"));
                break;
            case "add-encryption-key" or "remove-encryption-key":
                throw IcebergException.NotSupported("encrypted tables are not supported");
            case var other:
                throw IcebergException.Invalid($"Cannot convert metadata update action from json: {other}");
        }
    }

    private void AssignUuid(string uuid)
    {
        if (Table.Uuid.Length > 0 && !Table.Uuid.Equals(uuid, StringComparison.OrdinalIgnoreCase))
        {
            throw IcebergException.Invalid($"Cannot reassign uuid of a table: it is {Table.Uuid}");
        }

        Table = Guid.TryParse(uuid, out _) ? Table with { Uuid = uuid } : throw IcebergException.Invalid($"Cannot parse {uuid} as a UUID");
    }

    private void Upgrade(int version)
    {
        if (version is < 1 or > TableMetadata.VersionMax)
        {
            throw IcebergException.Invalid(string.Create(
                CultureInfo.InvariantCulture, $"Cannot upgrade table to unsupported format version: v{version} (supported: v{TableMetadata.VersionMax})"));
        }

        // A table that is still being made may become version 1.
        if (version < Table.FormatVersion && !Table.Schemas.IsEmpty)
        {
            throw IcebergException.Invalid(string.Create(CultureInfo.InvariantCulture, $"Cannot downgrade v{Table.FormatVersion} table to v{version}"));
        }

        Table = Table with { FormatVersion = version };
    }

    private void AddSchema(JsonObject update)
    {
        var schema = Schema.FromJson(Json.Object(update, "schema"));
        var fields = NestedField.WriteAll(schema.Fields);
        var same = Table.Schemas.FirstOrDefault(other =>
            JsonNode.DeepEquals(NestedField.WriteAll(other.Fields), fields) && other.IdentifierIds.ToHashSet().SetEquals(schema.IdentifierIds));
        if (schema.IdentifierIds.FirstOrDefault(id => schema.Primitive(id) is null) is var stray and not 0)
        {
            throw IcebergException.Invalid($"Cannot add identifier field {stray}: it is no primitive field of the schema");
        }

        Table = Table with { LastColumnId = Math.Max(Table.LastColumnId, Math.Max(schema.LastId, Json.IntOrNull(update, "last-column-id") ?? 0)) };
        if (same is null)
        {
            same = schema with { Id = Table.Schemas.IsEmpty ? 0 : Table.Schemas.Max(other => other.Id) + 1 };
            Table = Table with { Schemas = Table.Schemas.Add(same) };
        }

        _schema = same.Id;
    }

    private void SetSchema(int id)
    {
        var wanted = id == LastAdded ? _schema ?? throw IcebergException.Invalid("Cannot set last added schema: no schema has been added") : id;
        Table = Table.Schemas.Any(schema => schema.Id == wanted)
            ? Table with { CurrentSchemaId = wanted }
            : throw IcebergException.Invalid($"Cannot set current schema to unknown schema: {wanted}");
    }

    private void RemoveSchemas(ImmutableArray<int> ids) => Table = ids.Contains(Table.CurrentSchemaId)
        ? throw IcebergException.Invalid("Cannot remove the current schema")
        : Table with { Schemas = Table.Schemas.RemoveAll(schema => ids.Contains(schema.Id)) };

    private void AddSpec(JsonObject json)
    {
        var fields = SpecBinding.Fields(Table, Json.Objects(json, "fields"));
        var same = Table.Specs.FirstOrDefault(spec => spec.Fields.AsSpan().SequenceEqual(fields.AsSpan()));
        if (same is null)
        {
            same = new(Table.Specs.IsEmpty ? 0 : Table.Specs.Max(spec => spec.Id) + 1, fields);
            Table = Table with { Specs = Table.Specs.Add(same) };
        }

        Table = Table with { LastPartitionId = fields.Select(field => field.FieldId).Append(Table.LastPartitionId).Max() };
        _spec = same.Id;
    }

    private void SetSpec(int id)
    {
        var wanted = id == LastAdded ? _spec ?? throw IcebergException.Invalid("Cannot set last added spec: no spec has been added") : id;
        Table = Table.Specs.Any(spec => spec.Id == wanted)
            ? Table with { DefaultSpecId = wanted }
            : throw IcebergException.Invalid($"Cannot set default partition spec to unknown spec: {wanted}");
    }

    private void RemoveSpecs(ImmutableArray<int> ids) => Table = ids.Contains(Table.DefaultSpecId)
        ? throw IcebergException.Invalid("Cannot remove the default partition spec")
        : Table with { Specs = Table.Specs.RemoveAll(spec => ids.Contains(spec.Id)) };

    private void AddOrder(SortOrder order)
    {
        SpecBinding.Check(Table, order);
        var same = order.Fields.IsEmpty ? SortOrder.Unsorted
            : Table.SortOrders.FirstOrDefault(other => other.Fields.AsSpan().SequenceEqual(order.Fields.AsSpan()))
            ?? order with { Id = Table.SortOrders.Select(other => other.Id).Append(0).Max() + 1 };
        if (Table.SortOrders.All(other => other.Id != same.Id))
        {
            Table = Table with { SortOrders = Table.SortOrders.Add(same) };
        }

        _order = same.Id;
    }

    private void SetOrder(int id)
    {
        var wanted = id == LastAdded ? _order ?? throw IcebergException.Invalid("Cannot set last added sort order: no sort order has been added") : id;
        Table = Table.SortOrders.Any(order => order.Id == wanted)
            ? Table with { DefaultSortOrderId = wanted }
            : throw IcebergException.Invalid($"Cannot set default sort order to unknown sort order: {wanted}");
    }
}
