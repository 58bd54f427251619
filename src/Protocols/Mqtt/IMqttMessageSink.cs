namespace Weir.Protocols.Mqtt;

/// <summary>Consumes every message published, beside the subscribers. Implemented by the service behind the broker.</summary>
public interface IMqttMessageSink
{
    /// <summary>
    /// Takes over a batch: one connection's messages that arrived together, in order. When it returns, they are durable and
    /// may be acknowledged. An exception means none of them is, and ends the connection.
    /// </summary>
    /// <remarks>Called for the next batch of the same connection before the former is done. The payloads are valid until it returns.</remarks>
    ValueTask AcceptAsync(MqttPublishBatch batch, CancellationToken cancellationToken);
}
