using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;

namespace Weir.Services.Sqs.Operations;

/// <summary>Takes up to ten messages, waiting for the first; each is hidden from others until its time is up.</summary>
internal sealed class ReceiveMessage(MessageReceiver receiver, QueueAccess access)
    : IOperation<ReceiveMessageRequest, ReceiveMessageResponse>
{
    public string Resource(CallContext call, ReceiveMessageRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, ReceiveMessageRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<ReceiveMessageResponse> HandleAsync(
        CallContext call, ReceiveMessageRequest request, CancellationToken cancellationToken)
    {
        Check("MaxNumberOfMessages", request.MaxNumberOfMessages, 1, SqsLimits.ReceiveMessagesMax, "Must be between 1 and 10, if provided.");
        Check("WaitTimeSeconds", request.WaitTimeSeconds, 0, SqsLimits.WaitSecondsMax, "Must be >= 0 and <= 20, if provided.");
        Check(
            "VisibilityTimeout", request.VisibilityTimeout, 0, SqsLimits.VisibilitySecondsMax, "Must be between 0 and 43200, if provided.");
        var systemNames = (request.AttributeNames ?? []).Concat(request.MessageSystemAttributeNames ?? []).ToHashSet(StringComparer.Ordinal);
        SystemAttributes.RequireKnown(systemNames);
        var received = await receiver.ReceiveAsync(
            QueueNames.Parse(call, request.QueueUrl), request.MaxNumberOfMessages ?? 1, Seconds(request.VisibilityTimeout),
            Seconds(request.WaitTimeSeconds), cancellationToken);
        return new()
        {
            Messages = received.Count == 0
                ? null
                : [.. received.Select(message => MessageViews.Of(message, systemNames, request.MessageAttributeNames ?? []))],
        };
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;

    private static void Check(string name, int? value, int least, int most, string reason)
    {
        if (value is { } given && (given < least || given > most))
        {
            throw SqsErrors.InvalidParameter(name, given, reason);
        }
    }
}
