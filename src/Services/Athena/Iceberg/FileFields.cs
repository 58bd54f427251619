using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Lowering;

namespace Weir.Services.Athena.Iceberg;

/// <summary>A column or field of a Parquet file: its id, and what DuckDB reads it as.</summary>
/// <param name="Parts">The fields of a struct; the element of a list; key and value of a map.</param>
internal sealed record FileField(int? Id, string Name, DuckType Type, IReadOnlyList<FileField> Parts)
{
    /// <summary>A text that is the same for columns that are read the same way.</summary>
    public string Signature => $"{Id}:{Name}:{Type}({string.Join(',', Parts.Select(part => part.Signature))})";

    /// <summary>The value in the engine's form of a column of the table: found by id, cast, its structs put together anew where they differ.</summary>
    public string Read(IcebergType target, string text)
    {
        if (!ColumnTypes.HasZone(target) && IsSame(target))
        {
            var wanted = DuckTypes.Name(ColumnTypes.Sql(target));
            return Type.Kind == DuckKind.Blob && wanted == "VARCHAR" ? $"decode({text})"
                // ORC and Avro hold these as bytes and as microseconds.
                : Type.Kind == DuckKind.Blob && wanted == "UUID" ? $"CAST(lower(hex({text})) AS UUID)"
                : Type.Kind == DuckKind.BigInt && wanted == "TIME" ? $"CAST(make_timestamp({text}) AS TIME)"
                : Type.ToString() == wanted ? text
                : $"CAST({text} AS {wanted})";
        }

        switch (target)
        {
            case StructType row:
                var fields = row.Fields.Select(field =>
                {
                    var part = Parts.FirstOrDefault(part => part.Id == field.Id);
                    var value = part is null ? ColumnTypes.Missing(field) : part.Read(field.Type, $"struct_extract({text}, {DuckSql.Text(part.Name)})");
                    return $"{DuckSql.Name(field.Name.ToLowerInvariant())} := {value}";
                });
                return $"CASE WHEN {text} IS NULL THEN NULL ELSE struct_pack({string.Join(", ", fields)}) END";
            case ListType list:
                return $"list_transform({text}, lambda e: {Parts[0].Read(list.Element, "e")})";
            case MapType map:
                return $"map_from_entries(list_transform(map_entries({text}), lambda e: struct_pack(key := {Parts[0].Read(map.Key, "e.key")}, value := {Parts[1].Read(map.Value, "e.value")})))";
            default:
                return ColumnTypes.Zoned(text);
        }
    }

    /// <summary>Whether a cast is all it takes: the same fields in the same order under the same names.</summary>
    private bool IsSame(IcebergType target, bool isWithin = false) => target switch
    {
        StructType row => row.Fields.Length == Parts.Count && row.Fields.Zip(Parts).All(pair =>
            pair.First.Id == pair.Second.Id && EngineName(pair.First) == pair.Second.Name && pair.Second.IsSame(pair.First.Type, isWithin: true)),
        ListType list => Parts.Count == 1 && Parts[0].IsSame(list.Element, isWithin: true),
        MapType map => Parts.Count == 2 && Parts[0].IsSame(map.Key, isWithin: true) && Parts[1].IsSame(map.Value, isWithin: true),
        PrimitiveType { Kind: PrimitiveKind.Uuid } => !isWithin || Type.Kind != DuckKind.Blob,
        PrimitiveType { Kind: PrimitiveKind.Time } => !isWithin || Type.Kind != DuckKind.BigInt,
        _ => true,
    };

    /// <summary>The engine knows fields by lower-case names only.</summary>
    private static string EngineName(NestedField field) => field.Name.ToLowerInvariant();

    /// <summary>Gives fields without ids those the table's name mapping has for them, or those of the columns of the same name.</summary>
    public static IReadOnlyList<FileField> Mapped(IReadOnlyList<FileField> fields, Schema schema, string? mapping)
    {
        if (fields.Any(field => field.Id is not null))
        {
            return fields;
        }

        if (mapping is null)
        {
            return [.. fields.Select(field => schema.Find(field.Name) is { } column ? field.Named(column.Id, column.Type) : field)];
        }

        try
        {
            return Mapped(fields, JsonNode.Parse(mapping, documentOptions: new() { AllowDuplicateProperties = false }) as JsonArray);
        }
        catch (JsonException)
        {
            return fields;
        }
    }

    private static IReadOnlyList<FileField> Mapped(IReadOnlyList<FileField> fields, JsonArray? mapping) => [.. fields.Select(field =>
    {
        var found = mapping?.OfType<JsonObject>().FirstOrDefault(entry =>
            entry["names"] is JsonArray names && names.Any(name => name is JsonValue value && value.TryGetValue<string>(out var text) && text == field.Name));
        return found is null ? field : field with { Id = found["field-id"] is JsonValue number && number.TryGetValue<int>(out var id) ? id : null, Parts = Mapped(field.Parts, found["fields"] as JsonArray) };
    })];

    private FileField Named(int id, IcebergType type) => this with
    {
        Id = id,
        Parts = type switch
        {
            StructType row => [.. Parts.Select(part => row.Fields.FirstOrDefault(field => string.Equals(field.Name, part.Name, StringComparison.OrdinalIgnoreCase)) is { } found
                ? part.Named(found.Id, found.Type)
                : part)],
            ListType list when Parts.Count == 1 => [Parts[0].Named(list.ElementId, list.Element)],
            MapType map when Parts.Count == 2 => [Parts[0].Named(map.KeyId, map.Key), Parts[1].Named(map.ValueId, map.Value)],
            _ => Parts,
        },
    };
}
