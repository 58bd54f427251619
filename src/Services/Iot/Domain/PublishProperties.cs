using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Domain;

/// <summary>MQTT 5 properties as HTTPS carries them: user properties are a JSON array of one-member objects, in base 64.</summary>
internal static class PublishProperties
{
    public static MqttMessageProperties? Of(PublishRequest request)
    {
        object?[] stated =
        [
            request.UserProperties, request.PayloadFormatIndicator, request.ContentType, request.ResponseTopic,
            request.CorrelationData, request.MessageExpiry,
        ];
        if (Array.TrueForAll(stated, static one => one is null))
        {
            return null;
        }

        if (request.ResponseTopic is { } response && !MqttTopics.IsName(response))
        {
            throw IotErrors.Invalid("The response topic is not valid");
        }

        try
        {
            return new()
            {
                PayloadFormat = request.PayloadFormatIndicator switch
                {
                    null => null,
                    "UNSPECIFIED_BYTES" => 0,
                    "UTF8_DATA" => 1,
                    _ => throw IotErrors.Invalid("The payload format indicator is not valid"),
                },
                ContentType = request.ContentType,
                ResponseTopic = request.ResponseTopic,
                CorrelationData = request.CorrelationData is { } data ? Convert.FromBase64String(data) : null,
                ExpirySeconds = request.MessageExpiry is { } expiry ? (uint)Math.Clamp(expiry, 0, uint.MaxValue) : null,
                UserProperties = request.UserProperties is { } properties ? Parse(properties) : [],
            };
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or InvalidOperationException)
        {
            throw IotErrors.Invalid("The user properties or the correlation data are not valid");
        }
    }

    /// <summary>As GetRetainedMessage shows them; null when there are none.</summary>
    public static ReadOnlyMemory<byte>? UserProperties(in MqttMessage message)
    {
        if (message.Properties is not { UserProperties.Count: > 0 } properties)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var property in properties.UserProperties)
            {
                writer.WriteStartObject();
                writer.WriteString(property.Name, property.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Clients send the JSON itself, or its base 64.</summary>
    private static List<MqttUserProperty> Parse(string text)
    {
        var json = text.AsSpan().TrimStart().StartsWith("[") ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text));
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray()
            .SelectMany(item => item.EnumerateObject())
            .Select(property => new MqttUserProperty(property.Name, property.Value.GetString() ?? ""))];
    }
}
