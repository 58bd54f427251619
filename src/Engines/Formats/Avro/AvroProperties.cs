using System.Text.Json;

namespace Weir.Engines.Formats.Avro;

/// <summary>Attributes of schemas and fields that Avro itself does not know.</summary>
public static class AvroProperties
{
    /// <summary>A whole number, such as Iceberg's <c>field-id</c>; null when there is none of that name, or no number.</summary>
    public static int? Number(this IReadOnlyDictionary<string, JsonElement> properties, string name)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return properties.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
    }
}
