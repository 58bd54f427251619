using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Partitioning;

/// <param name="SourceId">The column the values come from.</param>
/// <param name="FieldId">The id of the partition field itself: 1000 and up.</param>
public sealed record PartitionField(int SourceId, int FieldId, string Name, Transform Transform)
{
    /// <summary>All columns of a transform of several (version 3); null for a transform of one.</summary>
    public SourceList? Sources { get; init; }
}

/// <summary>The columns of a transform of several. Such transforms are kept and prune nothing.</summary>
public sealed record SourceList(ImmutableArray<int> Ids)
{
    public bool Equals(SourceList? other) => other is not null && Ids.AsSpan().SequenceEqual(other.Ids.AsSpan());

    public override int GetHashCode() => Ids.Length;

    /// <summary>The first column, and the list where there are several.</summary>
    internal static (int First, SourceList? All) Read(JsonObject json) => Json.IntOrNull(json, "source-id") is { } only ? (only, null)
        : Json.IntsOrNone(json, "source-ids") is { IsEmpty: false } ids ? (ids[0], ids.Length > 1 ? new(ids) : null)
        : throw IcebergException.Bad("source-id is missing");

    internal static void Write(JsonObject json, int first, SourceList? all)
    {
        if (all is null)
        {
            json["source-id"] = first;
        }
        else
        {
            json["source-ids"] = new JsonArray([.. all.Ids.Select(id => (JsonNode)id)]);
        }
    }
}

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
            var (source, sources) = SourceList.Read(json);
            return new PartitionField(source, id, Json.Text(json, "name"), Transform.Parse(Json.Text(json, "transform"), sources is not null)) { Sources = sources };
        })];
    }

    public JsonObject ToJson() => new() { ["spec-id"] = Id, ["fields"] = FieldsToJson() };

    public JsonArray FieldsToJson() => Json.List(Fields.Select(field =>
    {
        var json = new JsonObject();
        SourceList.Write(json, field.SourceId, field.Sources);
        json["field-id"] = field.FieldId;
        json["name"] = field.Name;
        json["transform"] = field.Transform.Text;
        return json;
    }));
}

/// <param name="IsDescending">Else ascending.</param>
public sealed record SortField(int SourceId, Transform Transform, bool IsDescending, bool NullsFirst)
{
    public SourceList? Sources { get; init; }
}

/// <summary>The order rows should have inside files.</summary>
public sealed record SortOrder(int Id, ImmutableArray<SortField> Fields)
{
    public static SortOrder Unsorted { get; } = new(0, []);

    public bool Equals(SortOrder? other) => other is not null && Id == other.Id && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => Id;

    public static SortOrder FromJson(JsonObject json) => new(Json.Int(json, "order-id"), [.. Json.Objects(json, "fields").Select(field =>
    {
        var (source, sources) = SourceList.Read(field);
        return new SortField(
            source,
            Transform.Parse(Json.Text(field, "transform"), sources is not null),
            Json.Text(field, "direction") == "desc",
            Json.Text(field, "null-order") == "nulls-first") { Sources = sources };
    })]);

    public JsonObject ToJson() => new()
    {
        ["order-id"] = Id,
        ["fields"] = Json.List(Fields.Select(field =>
        {
            var json = new JsonObject { ["transform"] = field.Transform.Text };
            SourceList.Write(json, field.SourceId, field.Sources);
            json["direction"] = field.IsDescending ? "desc" : "asc";
            json["null-order"] = field.NullsFirst ? "nulls-first" : "nulls-last";
            return json;
        })),
    };
}
