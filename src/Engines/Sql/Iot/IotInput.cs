using System.Net;
using System.Text.Json;
using Weir.Kernel.Core;

namespace Weir.Engines.Sql.Iot;

/// <summary>One message as statements see it. Reused from message to message; used by one thread.</summary>
/// <remarks>The payload is parsed at most once, and only when a statement looks inside.</remarks>
public sealed class IotInput(IdSource ids) : IDisposable
{
    private JsonDocument? _document;
    private bool _isParsed;
    private string? _traceId;

    public IdSource Ids { get; } = ids;

    public string Topic { get; private set; } = "";

    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Milliseconds since 1970 when the message was received.</summary>
    public long Timestamp { get; private set; }

    public string? ClientId { get; init; }

    public string? Principal { get; init; }

    public string? AccountId { get; init; }

    public IPAddress? SourceAddress { get; init; }

    /// <summary>MQTT 5 user properties, in order; null when there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? UserProperties { get; set; }

    /// <summary>Other MQTT 5 properties by the names rule SQL has for them.</summary>
    public Func<string, string?>? MessageProperty { get; set; }

    /// <summary>A unique id of this message.</summary>
    public string TraceId => _traceId ??= Ids.NewId();

    /// <summary>Why the payload could not be read as JSON, when a statement needed that.</summary>
    public string? Broken { get; private set; }

    public void Reset(string topic, ReadOnlyMemory<byte> payload, long timestamp)
    {
        _document?.Dispose();
        _document = null;
        _isParsed = false;
        _traceId = null;
        Broken = null;
        Topic = topic;
        Payload = payload;
        Timestamp = timestamp;
        UserProperties = null;
        MessageProperty = null;
    }

    /// <summary>The message without a leading part of its topic; for statements that must not see it.</summary>
    public void Retopic(string topic) => Topic = topic;

    internal IotValue Root
    {
        get
        {
            if (!_isParsed)
            {
                _isParsed = true;
                try
                {
                    _document = JsonDocument.Parse(Payload);
                }
                catch (JsonException broken)
                {
                    Broken = broken.Message;
                }
            }

            return _document is null ? default : IotValue.Of(_document.RootElement);
        }
    }

    public void Dispose() => _document?.Dispose();
}
