using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Puts one message into a queue.</summary>
internal sealed class SendMessage(QueueTable queues, MessageSender sender, QueueAccess access)
    : IOperation<SendMessageRequest, SendMessageResponse>
{
    public string Resource(CallContext call, SendMessageRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, SendMessageRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<SendMessageResponse> HandleAsync(
        CallContext call, SendMessageRequest request, CancellationToken cancellationToken)
    {
        var address = QueueNames.Parse(call, request.QueueUrl);
        var draft = DraftRules.Check(queues.Require(address), new()
        {
            Body = request.MessageBody,
            Attributes = MessageValues.Of(request.MessageAttributes),
            SystemAttributes = MessageValues.Of(request.MessageSystemAttributes),
            DelaySeconds = request.DelaySeconds,
            GroupId = request.MessageGroupId,
            DeduplicationId = request.MessageDeduplicationId,
        });
        var sent = (await sender.SendAsync(call, address, [draft], cancellationToken))[0];
        return new()
        {
            MessageId = sent.MessageId,
            MD5OfMessageBody = sent.BodyMd5,
            MD5OfMessageAttributes = sent.AttributesMd5,
            MD5OfMessageSystemAttributes = sent.SystemAttributesMd5,
            SequenceNumber = sent.SequenceNumber,
        };
    }
}
