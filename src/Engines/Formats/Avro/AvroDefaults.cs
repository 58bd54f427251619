using System.Text;
using System.Text.Json;

namespace Weir.Engines.Formats.Avro;

/// <summary>A field's default, which schemas give in JSON, as the value it stands for.</summary>
internal static class AvroDefaults
{
    public static object? Value(AvroSchema schema, JsonElement json, int depth)
    {
        if (depth > 64)
        {
            throw new FormatException("an Avro default is nested too deep");
        }

        try
        {
            return schema.Kind switch
            {
                AvroKind.Null => json.ValueKind == JsonValueKind.Null ? null : throw Wrong(schema, json),
                AvroKind.Boolean => json.GetBoolean(),
                AvroKind.Int => json.GetInt32(),
                AvroKind.Long => json.GetInt64(),
                AvroKind.Float => (float)Number(json),
                AvroKind.Double => Number(json),
                AvroKind.Bytes or AvroKind.Fixed => Encoding.Latin1.GetBytes(json.GetString() ?? throw Wrong(schema, json)),
                AvroKind.String or AvroKind.Enum => json.GetString() ?? throw Wrong(schema, json),
                AvroKind.Array => json.EnumerateArray().Select(item => Value(schema.Element!, item, depth + 1)).ToArray(),
                AvroKind.Map => json.EnumerateObject().ToDictionary(
                    item => item.Name, item => Value(schema.Element!, item.Value, depth + 1), StringComparer.Ordinal),
                AvroKind.Record => schema.Fields.Select(field =>
                    json.TryGetProperty(field.Name, out var given) ? Value(field.Schema, given, depth + 1)
                    : field.Default is { } own ? Value(field.Schema, own, depth + 1)
                    : throw Wrong(schema, json)).ToArray(),
                AvroKind.Union => Branch(schema, json, depth),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (Exception error) when (error is InvalidOperationException or System.FormatException or ArgumentException)
        {
            throw Wrong(schema, json);
        }
    }

    /// <summary>The first branch by the specification; any that fits by how schemas are written.</summary>
    private static object? Branch(AvroSchema schema, JsonElement json, int depth)
    {
        foreach (var branch in schema.Branches)
        {
            try
            {
                return Value(branch, json, depth + 1);
            }
            catch (FormatException)
            {
            }
        }

        throw Wrong(schema, json);
    }

    private static double Number(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? json.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw new InvalidOperationException(),
        }
        : json.GetDouble();

    private static FormatException Wrong(AvroSchema schema, JsonElement json) =>
        new($"{json.GetRawText()} is no default of the Avro type {schema}");
}
