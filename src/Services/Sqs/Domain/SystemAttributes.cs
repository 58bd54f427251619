using System.Globalization;

namespace Weir.Services.Sqs.Domain;

/// <summary>The attributes that SQS itself gives a message.</summary>
internal static class SystemAttributes
{
    private static readonly HashSet<string> SystemNames =
    [
        "All", "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp", "SequenceNumber",
        "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn",
    ];

    public static void RequireKnown(IEnumerable<string> names)
    {
        if (names.FirstOrDefault(name => !SystemNames.Contains(name)) is { } unknown)
        {
            throw SqsErrors.UnknownAttribute(unknown);
        }
    }

    public static Dictionary<string, string> Of(ReceivedMessage received)
    {
        var (content, delivery) = (received.Content, received.Delivery);
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SenderId"] = content.SenderId,
            ["SentTimestamp"] = content.SentMilliseconds.ToString(CultureInfo.InvariantCulture),
            ["ApproximateReceiveCount"] = delivery.ReceiveCount.ToString(CultureInfo.InvariantCulture),
            ["ApproximateFirstReceiveTimestamp"] = delivery.FirstReceived.ToString(CultureInfo.InvariantCulture),
        };
        AddIfPresent("SequenceNumber", content.SequenceNumber);
        AddIfPresent("MessageDeduplicationId", content.DeduplicationId);
        AddIfPresent("MessageGroupId", content.GroupId);
        AddIfPresent("AWSTraceHeader", content.TraceHeader);
        AddIfPresent("DeadLetterQueueSourceArn", content.DeadLetterSourceArn);
        return all;

        void AddIfPresent(string name, string? value)
        {
            if (value is not null)
            {
                all[name] = value;
            }
        }
    }
}
