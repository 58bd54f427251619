using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Messages as a receiver sees them: only the attributes asked for.</summary>
internal static class MessageViews
{
    public static Message Of(ReceivedMessage received, HashSet<string> systemNames, IReadOnlyList<string> attributeNames)
    {
        var content = received.Content;
        var attributes = (content.Attributes ?? new Dictionary<string, MessageValue>())
            .Where(pair => attributeNames.Any(wanted => Matches(wanted, pair.Key))).ToDictionary();
        var system = SystemAttributes.Of(received).Where(pair => systemNames.Contains("All") || systemNames.Contains(pair.Key)).ToDictionary();
        return new()
        {
            MessageId = content.MessageId,
            ReceiptHandle = received.Handle.ToString(),
            Body = content.Body,
            MD5OfBody = content.BodyMd5,
            Attributes = system.Count == 0 ? null : system,
            MD5OfMessageAttributes = AttributeDigest.OfAttributes(attributes),
            MessageAttributes = attributes.Count == 0 ? null : attributes.ToDictionary(pair => pair.Key, pair => MessageValues.View(pair.Value)),
        };
    }

    private static bool Matches(string wanted, string name) =>
        wanted is "All" or ".*"
        || (wanted.EndsWith(".*", StringComparison.Ordinal)
            ? name.StartsWith(wanted[..^1], StringComparison.Ordinal) || name == wanted[..^2]
            : wanted == name);
}
