using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Manifests;

/// <summary>The Avro schema of a manifest: all of it fixed but the partition's fields.</summary>
internal static class ManifestSchema
{
    private const string Before = """
        {"type":"record","name":"manifest_entry","fields":[
        {"name":"status","type":"int","field-id":0},
        {"name":"snapshot_id","type":["null","long"],"default":null,"field-id":1},
        {"name":"sequence_number","type":["null","long"],"default":null,"field-id":3},
        {"name":"file_sequence_number","type":["null","long"],"default":null,"field-id":4},
        {"name":"data_file","type":{"type":"record","name":"r2","fields":[
        {"name":"content","type":"int","field-id":134},
        {"name":"file_path","type":"string","field-id":100},
        {"name":"file_format","type":"string","field-id":101},
        {"name":"partition","type":
        """;

    private static readonly string After = $$"""
        ,"field-id":102},
        {"name":"record_count","type":"long","field-id":103},
        {"name":"file_size_in_bytes","type":"long","field-id":104},
        {{Map("column_sizes", "long", 108, 117, 118)}},
        {{Map("value_counts", "long", 109, 119, 120)}},
        {{Map("null_value_counts", "long", 110, 121, 122)}},
        {{Map("nan_value_counts", "long", 137, 138, 139)}},
        {{Map("lower_bounds", "bytes", 125, 126, 127)}},
        {{Map("upper_bounds", "bytes", 128, 129, 130)}},
        {"name":"key_metadata","type":["null","bytes"],"default":null,"field-id":131},
        {"name":"split_offsets","type":["null",{"type":"array","items":"long","element-id":133}],"default":null,"field-id":132},
        {"name":"equality_ids","type":["null",{"type":"array","items":"int","element-id":136}],"default":null,"field-id":135},
        {"name":"sort_order_id","type":["null","int"],"default":null,"field-id":140},
        {"name":"referenced_data_file","type":["null","string"],"default":null,"field-id":143}]},"field-id":2}]}
        """;

    public static string Of(PartitionSpec spec, IReadOnlyList<PrimitiveType> types)
    {
        var fields = Json.List(spec.Fields.Select((field, at) =>
        {
            var name = AvroTypes.Name(field.Name);
            var json = new JsonObject
            {
                ["name"] = name,
                ["type"] = new JsonArray("null", AvroTypes.Of(types[at], field.FieldId)),
                ["default"] = null,
                ["field-id"] = field.FieldId,
            };
            if (name != field.Name)
            {
                json["iceberg-field-name"] = field.Name;
            }

            return json;
        }));
        var partition = new JsonObject { ["type"] = "record", ["name"] = "r102", ["fields"] = fields };
        return Before + partition.ToJsonString() + After;
    }

    /// <summary>A partition's value as its Avro type holds it.</summary>
    public static object Value(PrimitiveType type, object value)
    {
        switch (value)
        {
            case Int128 digits:
                var all = new byte[16];
                System.Buffers.Binary.BinaryPrimitives.WriteInt128BigEndian(all, digits);
                return all[(16 - AvroTypes.DecimalBytes(type.Precision))..];
            case Guid uuid:
                return uuid.ToByteArray(bigEndian: true);
            default:
                return value;
        }
    }

    private static string Map(string name, string value, int id, int keyId, int valueId) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"name":"{{name}}","type":["null",{"type":"array","items":{"type":"record","name":"k{{keyId}}_v{{valueId}}","fields":[
        {"name":"key","type":"int","field-id":{{keyId}}},{"name":"value","type":"{{value}}","field-id":{{valueId}}}]},"logicalType":"map"}],"default":null,"field-id":{{id}}}
        """);
}
