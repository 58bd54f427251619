using System.Text.Json;
using Weir.Engines.Formats.Avro;

namespace Weir.Engines.Hudi;

/// <summary>What a commit says of file groups it took the place of. JSON, or Avro from table version 8 on.</summary>
public static class CommitMetadata
{
    /// <summary>Ids of the file groups, by the partition's path.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Replaced(byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        try
        {
            return content.AsSpan().StartsWith("Obj\u0001"u8) ? OfAvro(content) : OfJson(content);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or Formats.FormatException or InvalidDataException or EndOfStreamException)
        {
            throw HudiException.BadData($"a commit's metadata is malformed: {error.Message}", error);
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> OfJson(byte[] content)
    {
        var replaced = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (content.Length == 0)
        {
            return replaced;
        }

        using var json = JsonDocument.Parse(content, new() { MaxDepth = 64 });
        if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("partitionToReplaceFileIds", out var partitions)
            && partitions.ValueKind == JsonValueKind.Object)
        {
            foreach (var partition in partitions.EnumerateObject().Where(partition => partition.Value.ValueKind == JsonValueKind.Array))
            {
                replaced[partition.Name] = [.. partition.Value.EnumerateArray().Select(id => id.GetString() ?? "")];
            }
        }

        return replaced;
    }

    private static Dictionary<string, IReadOnlyList<string>> OfAvro(byte[] content)
    {
        var replaced = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        using var reader = AvroFileReader.Open(new MemoryStream(content));
        var at = reader.Schema.Fields.Index().Where(field => field.Item.Name == "partitionToReplaceFileIds").Select(field => field.Index).FirstOrDefault(-1);
        foreach (var record in reader.Read().OfType<object?[]>())
        {
            if (at >= 0 && record[at] is Dictionary<string, object?> partitions)
            {
                foreach (var (partition, ids) in partitions)
                {
                    replaced[partition] = [.. (ids as object?[] ?? []).OfType<string>()];
                }
            }
        }

        return replaced;
    }
}
