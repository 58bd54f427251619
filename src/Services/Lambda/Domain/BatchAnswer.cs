using System.Text.Json;

namespace Weir.Services.Lambda.Domain;

/// <summary>What a function said about its batch when it reports item failures.</summary>
internal static class BatchAnswer
{
    /// <summary>
    /// The items that failed: none means all are done; null means that the answer is not understood, and the whole batch failed.
    /// </summary>
    /// <remarks>
    /// Source: Lambda Developer Guide, "Reporting batch item failures": success is an empty or null list, an empty or null answer;
    /// failure is an empty, null or misnamed <c>itemIdentifier</c>, one that is not in the batch, and what is no such JSON at all.
    /// </remarks>
    public static IReadOnlySet<string>? Failures(ReadOnlySpan<byte> answer, IReadOnlySet<string> identifiers)
    {
        try
        {
            var reader = new Utf8JsonReader(answer);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Null)
            {
                return Nothing;
            }

            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            if (!root.TryGetProperty("batchItemFailures", out var list) || list.ValueKind == JsonValueKind.Null)
            {
                return Nothing;
            }

            return list.ValueKind == JsonValueKind.Array ? Identifiers(list, identifiers) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static readonly HashSet<string> Nothing = [];

    private static HashSet<string>? Identifiers(JsonElement list, IReadOnlySet<string> known)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("itemIdentifier", out var identifier)
                || identifier.ValueKind != JsonValueKind.String || !known.Contains(identifier.GetString()!))
            {
                return null;
            }

            failed.Add(identifier.GetString()!);
        }

        return failed;
    }
}
