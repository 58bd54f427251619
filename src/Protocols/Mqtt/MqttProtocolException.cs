namespace Weir.Protocols.Mqtt;

/// <summary>What a client sent breaks the protocol or a limit; the connection ends with this reason.</summary>
public sealed class MqttProtocolException(MqttReason reason, string message) : Exception(message)
{
    public MqttReason Reason { get; } = reason;
}
