using System.Text.Json;

namespace Weir.Services.Lambda.Domain;

/// <summary>What may be handed to a function.</summary>
internal static class Payloads
{
    private static readonly byte[] EmptyObject = [(byte)'{', (byte)'}'];

    /// <summary>The event: JSON within the limit; nothing at all is an empty object.</summary>
    public static ReadOnlyMemory<byte> Check(ReadOnlyMemory<byte> payload, bool isEvent)
    {
        var (kind, bytesMax) = isEvent
            ? ("Event", LambdaLimits.EventPayloadBytesMax)
            : ("RequestResponse", LambdaLimits.SynchronousPayloadBytesMax);
        if (payload.Length > bytesMax)
        {
            throw LambdaErrors.RequestTooLarge(payload.Length, kind, bytesMax);
        }

        if (payload.IsEmpty)
        {
            return EmptyObject;
        }

        var reader = new Utf8JsonReader(payload.Span);
        try
        {
            while (reader.Read())
            {
            }

            return payload;
        }
        catch (JsonException error)
        {
            throw LambdaErrors.InvalidRequestContent($"Could not parse request body into json: {error.Message}");
        }
    }
}
