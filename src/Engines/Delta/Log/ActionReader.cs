using System.Collections.Immutable;
using System.Text.Json;

namespace Weir.Engines.Delta.Log;

/// <summary>What a line of a commit, or a row of a checkpoint, says. Most say one thing.</summary>
internal sealed record LogEntry
{
    public AddFile? Add { get; init; }

    /// <summary>The address of a file that is removed, and the id of its deletion vector.</summary>
    public (string Address, string Vector)? Remove { get; init; }

    public Protocol? Protocol { get; init; }

    public Metadata? Metadata { get; init; }

    /// <summary>A file with more of a checkpoint.</summary>
    public string? Sidecar { get; init; }
}

/// <summary>Reads lines and rows of the log. Members it does not know are of no concern to a reader: what it must know, the protocol names.</summary>
internal sealed class ActionReader(string root)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    public LogEntry Read(ReadOnlyMemory<byte> utf8, string file)
    {
        try
        {
            // What follows a line's object is nobody's concern: other readers do not look at it.
            var reader = new Utf8JsonReader(utf8.Span, Options);
            using var document = JsonDocument.ParseValue(ref reader);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw DeltaException.BadLog($"{file} holds a line that is not JSON: {error.Message}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw DeltaException.BadLog($"{file} holds a malformed action: {error.Message}", error);
        }
    }

    private LogEntry Read(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("an action is no object");
        }

        var entry = new LogEntry();
        foreach (var action in line.EnumerateObject())
        {
            if (action.Value.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            switch (action.Name)
            {
                case "add" when HasPath(action.Value):
                    entry = entry with { Add = Add(action.Value) };
                    break;
                case "remove" when HasPath(action.Value):
                    var removed = DeltaPaths.Resolve(root, Text(action.Value, "path"));
                    entry = entry with { Remove = (removed, Vector(action.Value)?.Id ?? "") };
                    break;
                case "protocol":
                    entry = entry with { Protocol = Protocol(action.Value) };
                    break;
                case "metaData" when action.Value.TryGetProperty("schemaString", out var schema) && schema.ValueKind == JsonValueKind.String:
                    entry = entry with { Metadata = Metadata(action.Value, schema.GetString()!) };
                    break;
                case "sidecar" when HasPath(action.Value):
                    entry = entry with { Sidecar = Text(action.Value, "path") };
                    break;
            }
        }

        return entry;
    }

    /// <summary>In a row of a checkpoint a struct may be there with nothing in it.</summary>
    private static bool HasPath(JsonElement json) => json.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String;

    private AddFile Add(JsonElement json)
    {
        var path = Text(json, "path");
        return new(path, Values(json), Long(json, "size") ?? 0, Statistics(json), Vector(json)) { Address = DeltaPaths.Resolve(root, path) };
    }

    private static string? Statistics(JsonElement json)
    {
        if (json.TryGetProperty("stats", out var text) && text.ValueKind == JsonValueKind.String)
        {
            return text.GetString();
        }

        // Checkpoints may have them as a struct alone.
        return json.TryGetProperty("stats_parsed", out var parsed) && parsed.ValueKind == JsonValueKind.Object ? parsed.GetRawText() : null;
    }

    private static DeletionVectorInfo? Vector(JsonElement json)
    {
        if (!json.TryGetProperty("deletionVector", out var vector) || vector.ValueKind != JsonValueKind.Object
            || !vector.TryGetProperty("storageType", out var type) || type.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var size = Long(vector, "sizeInBytes") ?? 0;
        var offset = Long(vector, "offset");
        var cardinality = Long(vector, "cardinality") ?? 0;
        return size is < 0 or > int.MaxValue || offset is < 0 or > int.MaxValue || cardinality < 0
            ? throw new FormatException("a deletion vector's size or place is impossible")
            : new(type.GetString()!, Text(vector, "pathOrInlineDv"), (int?)offset, (int)size, cardinality);
    }

    private static Protocol Protocol(JsonElement json)
    {
        var features = ImmutableArray.CreateBuilder<string>();
        if (json.TryGetProperty("readerFeatures", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var feature in list.EnumerateArray())
            {
                features.Add(feature.GetString() ?? "");
            }
        }

        return new((int)(Long(json, "minReaderVersion") ?? 1), (int)(Long(json, "minWriterVersion") ?? 1), features.ToImmutable());
    }

    private static Metadata Metadata(JsonElement json, string schema)
    {
        var columns = ImmutableArray.CreateBuilder<string>();
        if (json.TryGetProperty("partitionColumns", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var column in list.EnumerateArray())
            {
                columns.Add(column.GetString() ?? "");
            }
        }

        var configuration = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (json.TryGetProperty("configuration", out var settings) && settings.ValueKind == JsonValueKind.Object)
        {
            foreach (var setting in settings.EnumerateObject())
            {
                configuration[setting.Name] = setting.Value.ValueKind == JsonValueKind.String ? setting.Value.GetString()! : setting.Value.GetRawText();
            }
        }

        return new(TextOrNull(json, "name"), TextOrNull(json, "description"), schema, columns.ToImmutable(), configuration.ToImmutable());
    }

    private static Dictionary<string, string?> Values(JsonElement json)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (json.TryGetProperty("partitionValues", out var map) && map.ValueKind == JsonValueKind.Object)
        {
            foreach (var value in map.EnumerateObject())
            {
                values[value.Name] = value.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => value.Value.GetString(),
                    _ => value.Value.GetRawText(),
                };
            }
        }

        return values;
    }

    private static string Text(JsonElement json, string name) => TextOrNull(json, name) ?? throw new FormatException($"{name} is missing");

    private static string? TextOrNull(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Long(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
