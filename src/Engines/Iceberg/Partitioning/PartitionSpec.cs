using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Partitioning;

/// <param name="SourceId">The column the values come from.</param>
/// <param name="FieldId">The id of the partition field itself: 1000 and up.</param>
public sealed record PartitionField(int SourceId, int FieldId, string Name, Transform Transform);

/// <summary>How rows are put into partitions. A table may have had several.</summary>
public sealed record PartitionSpec(int Id, ImmutableArray<PartitionField> Fields)
{
    /// <summary>Partition field ids start above this.</summary>
    public const int FirstFieldId = 1000;

    public static PartitionSpec Unpartitioned { get; } = new(0, []);

    public bool IsPartitioned => Fields.Any(part => part.Transform.Kind != TransformKind.Void);

    /// <summary>The types of the partition values, in order. A column that is gone counts as text: its values are no longer looked at.</summary>
    public ImmutableArray<PrimitiveType> TypesIn(Schema schema) =>
        [.. Fields.Select(part => schema.Primitive(part.SourceId) is { } source ? part.Transform.ResultOf(source) : PrimitiveType.String)];

    /// <summary>The folder of a partition: <c>day=2024-01-01/bucket=3</c>.</summary>
    public string PathOf(Schema schema, IReadOnlyList<object?> values) => string.Join('/', Fields.Select((field, at) =>
        $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(ShowOf(schema, at, values[at]))}"));

    public string ShowOf(Schema schema, int field, object? value) =>
        Fields[field].Transform.Show(schema.Primitive(Fields[field].SourceId) ?? PrimitiveType.String, value);

    public bool Equals(PartitionSpec? other) => other is not null && Id == other.Id && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => Id;

    public static PartitionSpec FromJson(JsonObject json) => new(Json.Int(json, "spec-id"), FieldsFromJson(json["fields"]));

    /// <summary>Also reads version 1's list without field ids.</summary>
    public static ImmutableArray<PartitionField> FieldsFromJson(JsonNode? node)
    {
        var list = node as JsonArray ?? throw IcebergException.Bad("a partition spec has no fields");
        var next = FirstFieldId;
        return [.. list.Select(item =>
        {
            var json = item as JsonObject ?? throw IcebergException.Bad("a partition field is no object");
            var id = Json.IntOrNull(json, "field-id") ?? next;
            next = Math.Max(next, id) + 1;
            var source = Json.IntOrNull(json, "source-id")
                ?? (Json.IntsOrNone(json, "source-ids") is [var only] ? only : throw IcebergException.NotSupported("partitions by several columns are not supported"));
            return new PartitionField(source, id, Json.Text(json, "name"), Transform.Parse(Json.Text(json, "transform")));
        })];
    }

    public JsonObject ToJson() => new() { ["spec-id"] = Id, ["fields"] = FieldsToJson() };

    public JsonArray FieldsToJson() => Json.List(Fields.Select(field => new JsonObject
    {
        ["source-id"] = field.SourceId,
        ["field-id"] = field.FieldId,
        ["name"] = field.Name,
        ["transform"] = field.Transform.Text,
    }));
}

/// <param name="IsDescending">Else ascending.</param>
public sealed record SortField(int SourceId, Transform Transform, bool IsDescending, bool NullsFirst);

/// <summary>The order rows should have inside files.</summary>
public sealed record SortOrder(int Id, ImmutableArray<SortField> Fields)
{
    public static SortOrder Unsorted { get; } = new(0, []);

    public bool Equals(SortOrder? other) => other is not null && Id == other.Id && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => Id;

    public static SortOrder FromJson(JsonObject json) => new(Json.Int(json, "order-id"), [.. Json.Objects(json, "fields").Select(field => new SortField(
        Json.Int(field, "source-id"),
        Transform.Parse(Json.Text(field, "transform")),
        Json.Text(field, "direction") == "desc",
        Json.Text(field, "null-order") == "nulls-first"))]);

    public JsonObject ToJson() => new()
    {
        ["order-id"] = Id,
        ["fields"] = Json.List(Fields.Select(field => new JsonObject
        {
            ["transform"] = field.Transform.Text,
            ["source-id"] = field.SourceId,
            ["direction"] = field.IsDescending ? "desc" : "asc",
            ["null-order"] = field.NullsFirst ? "nulls-first" : "nulls-last",
        })),
    };
}
