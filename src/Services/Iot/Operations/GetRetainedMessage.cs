using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>The retained message of a topic.</summary>
internal sealed class GetRetainedMessage(SessionStore sessions)
    : IOperation<GetRetainedMessageRequest, GetRetainedMessageResponse>
{
    public string Resource(CallContext call, GetRetainedMessageRequest request) => IotRealm.Of(call).Arn($"topic/{request.Topic}");

    public ValueTask<GetRetainedMessageResponse> HandleAsync(
        CallContext call, GetRetainedMessageRequest request, CancellationToken cancellationToken)
    {
        var message = sessions.FindRetained(IotRealm.Of(call), request.Topic)
            ?? throw IotErrors.NotFound($"No retained message exists for topic {request.Topic}");
        return ValueTask.FromResult(new GetRetainedMessageResponse
        {
            Topic = message.Topic,
            Payload = message.Payload,
            Qos = message.Qos,
            LastModifiedTime = message.ReceivedAt,
            UserProperties = PublishProperties.UserProperties(message),
        });
    }
}
