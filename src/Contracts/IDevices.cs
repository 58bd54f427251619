using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>Publishes into the device gateway, as IoT Data's Publish does: to subscribers and to topic rules.</summary>
public interface IDevices
{
    /// <summary>Returns when the message is accepted: retained, queued for sessions, and its rules' actions done.</summary>
    ValueTask PublishAsync(
        CallContext call, string topic, ReadOnlyMemory<byte> payload, int qos, bool retain, CancellationToken cancellationToken);
}
