using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Retained messages in topic order, without their payloads.</summary>
internal sealed class ListRetainedMessages(SessionStore sessions)
    : IOperation<ListRetainedMessagesRequest, ListRetainedMessagesResponse>
{
    public string Resource(CallContext call, ListRetainedMessagesRequest request) => "*";

    public ValueTask<ListRetainedMessagesResponse> HandleAsync(
        CallContext call, ListRetainedMessagesRequest request, CancellationToken cancellationToken)
    {
        var count = request.MaxResults ?? 200;
        if (count is < 1 or > 200)
        {
            throw IotErrors.Invalid("maxResults must be between 1 and 200");
        }

        var after = request.NextToken is { } token ? Pages.Decode(token) : null;
        var messages = sessions.ListRetained(IotRealm.Of(call), after, count + 1);
        var page = messages.Take(count).ToList();
        return ValueTask.FromResult(new ListRetainedMessagesResponse
        {
            RetainedTopics =
            [
                .. page.Select(message => new RetainedMessageSummary
                {
                    Topic = message.Topic,
                    PayloadSize = message.Payload.Length,
                    Qos = message.Qos,
                    LastModifiedTime = message.ReceivedAt,
                }),
            ],
            NextToken = messages.Count > count ? Pages.Encode(page[^1].Topic) : null,
        });
    }
}
