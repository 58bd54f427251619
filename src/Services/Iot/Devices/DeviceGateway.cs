using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Rules;

namespace Weir.Services.Iot.Devices;

/// <summary>Publishing without a connection: over HTTPS, and from other services.</summary>
internal sealed class DeviceGateway(MqttBroker broker, MqttSettings settings, HopMetrics metrics, TimeProvider clock) : IDevices
{
    public ValueTask PublishAsync(
        CallContext call, string topic, ReadOnlyMemory<byte> payload, int qos, bool retain, CancellationToken cancellationToken)
    {
        call.Authorize("iot:Publish", IotRealm.Of(call).Arn($"topic/{topic}"));
        return PublishAsync(call, topic, payload, qos, retain, null, cancellationToken);
    }

    /// <summary>After authorization.</summary>
    public async ValueTask PublishAsync(
        CallContext call, string topic, ReadOnlyMemory<byte> payload, int qos, bool retain, MqttMessageProperties? properties,
        CancellationToken cancellationToken)
    {
        Check(topic, payload, qos);
        using var batch = new MqttPublishBatch(new()
        {
            Realm = IotRealm.Of(call).Name,
            ClientId = "",
            PrincipalId = call.Caller.UserId,
            Transport = MqttTransport.Internal,
            RemoteAddress = call.SourceAddress,
        });
        batch.Add(new()
        {
            Topic = topic,
            Payload = payload,
            Qos = (byte)qos,
            Retain = retain,
            Properties = properties,
            ReceivedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        metrics.In(MqttBroker.Hop, "https", 1, payload.Length);
        await broker.PublishAsync(batch, cancellationToken);
    }

    private void Check(string topic, ReadOnlyMemory<byte> payload, int qos)
    {
        var isReserved = topic.StartsWith('$') && !topic.StartsWith(RuleSet.BasicIngest, StringComparison.Ordinal);
        if (!MqttTopics.IsName(topic) || isReserved
            || !MqttTopics.IsWithin(RuleSet.TopicOf(topic), settings.TopicBytesMax, settings.TopicSlashesMax))
        {
            throw IotErrors.Invalid($"Invalid topic: {topic}");
        }

        if (qos is not (0 or 1))
        {
            throw IotErrors.Invalid("The QoS must be 0 or 1");
        }

        if (payload.Length > settings.PayloadBytesMax)
        {
            throw new ServiceException("RequestEntityTooLargeException", $"A payload has at most {settings.PayloadBytesMax} bytes", 413);
        }
    }
}
