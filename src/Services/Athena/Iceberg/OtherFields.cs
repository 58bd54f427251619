using System.Globalization;
using System.Text.Json;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Orc;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Columns of ORC files, with the ids Iceberg's writers note at the types.</summary>
internal static class OrcFields
{
    public static FileField Of(OrcField field) => new(
        field.Attributes.TryGetValue("iceberg.id", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
        field.Name, field.Type, [.. field.Parts.Select(Of)]);
}

/// <summary>Columns of Avro files: the types they are read as, and the ids at fields, elements, keys and values.</summary>
internal static class AvroFields
{
    private const int DepthMax = 64;

    public static FileField Of(AvroField field) => Of(field.Name, field.Properties.Number("field-id"), field.Schema, 0);

    private static FileField Of(string name, int? id, AvroSchema written, int depth)
    {
        if (depth > DepthMax)
        {
            throw new Engines.Formats.FormatException("types are nested too deep");
        }

        var schema = written.NotNull();
        IReadOnlyList<FileField> parts = schema.Kind switch
        {
            AvroKind.Record => [.. schema.Fields.Select(field => Of(field.Name, field.Properties.Number("field-id"), field.Schema, depth + 1))],
            AvroKind.Array when IsMap(schema) =>
            [
                .. schema.Element!.NotNull().Fields.Select((field, at) => Of(at == 0 ? "key" : "value", field.Properties.Number("field-id"), field.Schema, depth + 1)),
            ],
            AvroKind.Array => [Of("element", schema.Properties.Number("element-id"), schema.Element!, depth + 1)],
            AvroKind.Map =>
            [
                new(schema.Properties.Number("key-id"), "key", new DuckType(DuckKind.Varchar), []),
                Of("value", schema.Properties.Number("value-id"), schema.Element!, depth + 1),
            ],
            _ => [],
        };
        return new(id, name, TypeOf(schema, parts), parts);
    }

    private static DuckType TypeOf(AvroSchema schema, IReadOnlyList<FileField> parts) => schema.Kind switch
    {
        AvroKind.Boolean => new(DuckKind.Boolean),
        AvroKind.Int => new(schema.Logical == AvroLogical.Date ? DuckKind.Date : DuckKind.Integer),
        AvroKind.Long => new(schema.Logical is AvroLogical.TimestampMillis or AvroLogical.TimestampMicros or AvroLogical.TimestampNanos
            or AvroLogical.LocalTimestampMillis or AvroLogical.LocalTimestampMicros or AvroLogical.LocalTimestampNanos ? DuckKind.Timestamp : DuckKind.BigInt),
        AvroKind.Float => new(DuckKind.Float),
        AvroKind.Double => new(DuckKind.Double),
        AvroKind.Bytes or AvroKind.Fixed when schema.Logical == AvroLogical.Decimal => new(DuckKind.Decimal) { Width = schema.Precision, Scale = schema.Scale },
        AvroKind.Bytes or AvroKind.Fixed => new(DuckKind.Blob),
        AvroKind.Record => new(DuckKind.Struct) { Fields = [.. parts.Select(part => new DuckField(part.Name, part.Type))] },
        AvroKind.Array when parts.Count == 1 => new(DuckKind.List) { Element = parts[0].Type },
        AvroKind.Array or AvroKind.Map => new(DuckKind.Map) { Fields = [.. parts.Select(part => new DuckField(part.Name, part.Type))] },
        _ => new(DuckKind.Varchar),
    };

    /// <summary>Maps whose keys are no text are arrays of pairs.</summary>
    private static bool IsMap(AvroSchema array) =>
        array.Properties.TryGetValue("logicalType", out var logical) && logical.ValueKind == JsonValueKind.String && logical.GetString() == "map"
        && array.Element!.NotNull() is { Kind: AvroKind.Record, Fields.Count: 2 };
}
