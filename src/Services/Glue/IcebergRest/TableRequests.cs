using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Catalogs;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>A table of the catalog's own request as the request for an Iceberg table that it asks for.</summary>
internal static class TableRequests
{
    private const int DepthMax = 32;

    public static CreateRequest Of(TableInput input, string? version)
    {
        if (input.PartitionKeys is { Count: > 0 })
        {
            throw GlueErrors.Invalid("An Iceberg table has no partition keys in the catalog: its metadata says how it is partitioned.");
        }

        if (input.StorageDescriptor?.Columns is not { Count: > 0 } columns)
        {
            throw GlueErrors.Invalid("An Iceberg table needs columns: tableInput.storageDescriptor.columns.");
        }

        var last = 0;
        var fields = new JsonArray();
        foreach (var column in columns)
        {
            var field = Field(column.Name, column.Type ?? "string", ref last);
            if (column.Comment is { } comment)
            {
                field["doc"] = comment;
            }

            fields.Add((JsonNode)field);
        }

        var request = new JsonObject
        {
            ["name"] = input.Name.ToLowerInvariant(),
            ["schema"] = new JsonObject { ["type"] = "struct", ["fields"] = fields },
            ["properties"] = new JsonObject { ["format-version"] = string.IsNullOrEmpty(version) ? "2" : version },
        };
        if (!string.IsNullOrEmpty(input.StorageDescriptor.Location))
        {
            request["location"] = input.StorageDescriptor.Location;
        }

        return CreateRequest.Parse(request);
    }

    private static JsonObject Field(string name, string type, ref int last)
    {
        var id = ++last;
        return new() { ["id"] = id, ["name"] = name.ToLowerInvariant(), ["required"] = false, ["type"] = Type(type, 0, ref last) };
    }

    private static JsonNode Type(string text, int depth, ref int last)
    {
        var type = text.Trim();
        if (depth > DepthMax)
        {
            throw Unknown(type);
        }

        if (Inside(type, "array") is { } element)
        {
            var id = ++last;
            return new JsonObject { ["type"] = "list", ["element-id"] = id, ["element-required"] = false, ["element"] = Type(element, depth + 1, ref last) };
        }

        if (Inside(type, "map") is { } pair)
        {
            var (key, value) = Parts(pair) is [var first, var second] ? (first, second) : throw Unknown(type);
            var (keyId, valueId) = (++last, ++last);
            return new JsonObject
            {
                ["type"] = "map",
                ["key-id"] = keyId,
                ["key"] = Type(key, depth + 1, ref last),
                ["value-id"] = valueId,
                ["value-required"] = false,
                ["value"] = Type(value, depth + 1, ref last),
            };
        }

        if (Inside(type, "struct") is { } members)
        {
            var fields = new JsonArray();
            foreach (var member in Parts(members))
            {
                var cut = member.IndexOf(':', StringComparison.Ordinal);
                var id = cut > 0 ? ++last : throw Unknown(type);
                fields.Add((JsonNode)new JsonObject
                {
                    ["id"] = id,
                    ["name"] = member[..cut].Trim().ToLowerInvariant(),
                    ["required"] = false,
                    ["type"] = Type(member[(cut + 1)..], depth + 1, ref last),
                });
            }

            return new JsonObject { ["type"] = "struct", ["fields"] = fields };
        }

        return JsonValue.Create(Simple(type));
    }

    private static string Simple(string type) => type.ToLowerInvariant() switch
    {
        "boolean" or "float" or "double" or "date" or "timestamp" or "binary" or "string" => type.ToLowerInvariant(),
        "tinyint" or "smallint" or "int" or "integer" => "int",
        "bigint" or "long" => "long",
        "decimal" => "decimal(10, 0)",
        var name when name.StartsWith("varchar(", StringComparison.Ordinal) || name.StartsWith("char(", StringComparison.Ordinal) => "string",
        var name when name.StartsWith("decimal(", StringComparison.Ordinal) && name.EndsWith(')') => Decimal(name["decimal(".Length..^1]) ?? throw Unknown(type),
        _ => throw Unknown(type),
    };

    private static string? Decimal(string digits)
    {
        var parts = digits.Split(',', StringSplitOptions.TrimEntries);
        return parts is [var all] && int.TryParse(all, CultureInfo.InvariantCulture, out var whole) ? string.Create(CultureInfo.InvariantCulture, $"decimal({whole}, 0)")
            : parts is [var most, var behind] && int.TryParse(most, CultureInfo.InvariantCulture, out var precision) && int.TryParse(behind, CultureInfo.InvariantCulture, out var scale)
                ? string.Create(CultureInfo.InvariantCulture, $"decimal({precision}, {scale})")
            : null;
    }

    private static string? Inside(string type, string kind) =>
        type.StartsWith(kind, StringComparison.OrdinalIgnoreCase) && type.AsSpan(kind.Length).TrimStart() is ['<', .., '>'] inside ? inside[1..^1].ToString() : null;

    /// <summary>What commas divide, outside of brackets.</summary>
    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        var (depth, from) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] is '<' or '(' ? 1 : text[at] is '>' or ')' ? -1 : 0;
            if (text[at] == ',' && depth == 0)
            {
                parts.Add(text[from..at]);
                from = at + 1;
            }
        }

        parts.Add(text[from..]);
        return parts;
    }

    private static Weir.Kernel.Core.ServiceException Unknown(string type) => GlueErrors.Invalid($"Iceberg has no type for {type}.");
}
