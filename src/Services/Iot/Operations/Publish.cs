using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Devices;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Operations;

/// <summary>Publishes a message over HTTPS; the answer means accepted as for MQTT.</summary>
internal sealed class Publish(DeviceGateway gateway)
    : IOperation<PublishRequest, PublishResponse>
{
    public string Resource(CallContext call, PublishRequest request) => IotRealm.Of(call).Arn($"topic/{request.Topic}");

    public async ValueTask<PublishResponse> HandleAsync(
        CallContext call, PublishRequest request, CancellationToken cancellationToken)
    {
        var retain = request.Retain == true;
        if (retain)
        {
            call.Authorize("iot:RetainPublish", IotRealm.Of(call).Arn($"topic/{request.Topic}"));
        }

        await gateway.PublishAsync(
            call, request.Topic, request.Payload ?? default, request.Qos ?? 0, retain, PublishProperties.Of(request), cancellationToken);
        return new();
    }
}
