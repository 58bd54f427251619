using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Puts up to ten messages into a queue; each succeeds or fails alone.</summary>
internal sealed class SendMessageBatch(QueueTable queues, MessageSender sender, QueueAccess access)
    : IOperation<SendMessageBatchRequest, SendMessageBatchResponse>
{
    public string Resource(CallContext call, SendMessageBatchRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? Action(SendMessageBatchRequest request) => "sqs:SendMessage";

    public string? ResourcePolicy(CallContext call, SendMessageBatchRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<SendMessageBatchResponse> HandleAsync(
        CallContext call, SendMessageBatchRequest request, CancellationToken cancellationToken)
    {
        Batch.Check([.. request.Entries.Select(entry => entry.Id)], nameof(SendMessageBatchRequestEntry));
        var address = QueueNames.Parse(call, request.QueueUrl);
        var queue = queues.Require(address);
        var total = request.Entries.Sum(entry => (long)DraftOf(entry).Size);
        if (total > SqsLimits.BatchBytesMax)
        {
            throw SqsErrors.BatchTooLong(total);
        }

        var failed = new List<BatchResultErrorEntry>();
        var accepted = new List<(string Id, Draft Draft)>();
        foreach (var entry in request.Entries)
        {
            try
            {
                accepted.Add((entry.Id, DraftRules.Check(queue, DraftOf(entry))));
            }
            catch (ServiceException error)
            {
                failed.Add(BatchFailures.Of(entry.Id, error));
            }
        }

        var sent = accepted.Count == 0
            ? []
            : await sender.SendAsync(call, address, [.. accepted.Select(item => item.Draft)], cancellationToken);
        return new()
        {
            Failed = failed,
            Successful =
            [
                .. accepted.Zip(sent, (item, message) => new SendMessageBatchResultEntry
                {
                    Id = item.Id,
                    MessageId = message.MessageId,
                    MD5OfMessageBody = message.BodyMd5,
                    MD5OfMessageAttributes = message.AttributesMd5,
                    MD5OfMessageSystemAttributes = message.SystemAttributesMd5,
                    SequenceNumber = message.SequenceNumber,
                }),
            ],
        };
    }

    private static Draft DraftOf(SendMessageBatchRequestEntry entry) => new()
    {
        Body = entry.MessageBody,
        Attributes = MessageValues.Of(entry.MessageAttributes),
        SystemAttributes = MessageValues.Of(entry.MessageSystemAttributes),
        DelaySeconds = entry.DelaySeconds,
        GroupId = entry.MessageGroupId,
        DeduplicationId = entry.MessageDeduplicationId,
    };
}
