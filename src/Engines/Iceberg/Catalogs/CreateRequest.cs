using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;
using Weir.Kernel.Core;

namespace Weir.Engines.Iceberg.Catalogs;

/// <summary>A REST catalog's request for a new table: columns get ids of our own, and what refers to them follows.</summary>
public sealed record CreateRequest
{
    private const string Version = "format-version";

    /// <summary>Properties that say what the metadata has members for.</summary>
    private static readonly string[] Reserved =
    [
        Version, "uuid", "snapshot-count", "current-snapshot-id", "current-snapshot-summary", "current-snapshot-timestamp-ms",
        "current-schema", "default-partition-spec", "default-sort-order",
    ];

    private readonly JsonObject _json;

    private CreateRequest(JsonObject json) => _json = json;

    public required string Name { get; init; }

    /// <summary>Null: the catalog decides.</summary>
    public required string? Location { get; init; }

    /// <summary>The client only wants the metadata the table would have; it commits it later.</summary>
    public required bool IsStaged { get; init; }

    public static CreateRequest Parse(JsonObject json) => Requests.Checked(() => new CreateRequest(json)
    {
        Name = Json.Text(json, "name"),
        Location = Json.TextOrNull(json, "location"),
        IsStaged = Json.Bool(json, "stage-create") ?? false,
    });

    public TableMetadata NewTable(IdSource ids, string location, long nowMillis) => Requests.Checked(() =>
    {
        var asked = Schema.FromJson(Json.Object(_json, "schema"));
        _ = asked.ById; // finds an id used twice
        var last = 0;
        var fresh = FreshIds.Fields(asked.Fields, ref last);
        var renamed = new Dictionary<int, int>();
        Pair(new StructType(asked.Fields), new StructType(fresh), renamed);
        var properties = Json.Strings(_json, "properties");
        var table = MetadataBuilder.Empty(nowMillis).Table with
        {
            FormatVersion = VersionOf(properties),
            Uuid = ids.NewId(),
            Location = location.TrimEnd('/'),
            LastColumnId = last,
            Schemas = [new(0, fresh) { IdentifierIds = [.. asked.IdentifierIds.Select(Renamed)] }],
            CurrentSchemaId = 0,
            Properties = properties.Where(pair => !Reserved.Contains(pair.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        table = WithSpec(table, Renamed);
        return WithOrder(table, Renamed);

        int Renamed(int id) => renamed.TryGetValue(id, out var own) ? own : throw IcebergException.Invalid($"Cannot find source column: {id}");
    });

    private TableMetadata WithSpec(TableMetadata table, Func<int, int> renamed)
    {
        var fields = _json["partition-spec"] is JsonObject spec ? Json.Objects(spec, "fields") : [];
        var bound = SpecBinding.Fields(table, fields.Select(field =>
        {
            var own = field.DeepClone().AsObject();
            own.Remove("field-id");
            own["source-id"] = renamed(Json.Int(field, "source-id"));
            return own;
        }));
        return table with { Specs = [new(0, bound)], LastPartitionId = PartitionSpec.FirstFieldId - 1 + bound.Length };
    }

    private TableMetadata WithOrder(TableMetadata table, Func<int, int> renamed)
    {
        if (_json["write-order"] is not JsonObject json || SortOrder.FromJson(json) is not { Fields.IsEmpty: false } asked)
        {
            return table;
        }

        var order = new SortOrder(1, [.. asked.Fields.Select(field => field with { SourceId = renamed(field.SourceId) })]);
        SpecBinding.Check(table, order);
        return table with { SortOrders = [order], DefaultSortOrderId = order.Id };
    }

    private static int VersionOf(Dictionary<string, string> properties) => properties.GetValueOrDefault(Version) switch
    {
        null => 2,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version is >= 1 and <= TableMetadata.VersionMax => version,
        var text => throw IcebergException.Invalid($"Unsupported format version: {text}"),
    };

    private static void Pair(IcebergType asked, IcebergType fresh, Dictionary<int, int> renamed)
    {
        switch (asked, fresh)
        {
            case (StructType from, StructType to):
                foreach (var (before, after) in from.Fields.Zip(to.Fields))
                {
                    renamed[before.Id] = after.Id;
                    Pair(before.Type, after.Type, renamed);
                }

                break;
            case (ListType from, ListType to):
                renamed[from.ElementId] = to.ElementId;
                Pair(from.Element, to.Element, renamed);
                break;
            case (MapType from, MapType to):
                (renamed[from.KeyId], renamed[from.ValueId]) = (to.KeyId, to.ValueId);
                Pair(from.Key, to.Key, renamed);
                Pair(from.Value, to.Value, renamed);
                break;
        }
    }
}
