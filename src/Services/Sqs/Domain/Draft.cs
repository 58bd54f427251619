using System.Text;
using System.Text.RegularExpressions;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>A message that someone wants to send, not yet accepted.</summary>
internal sealed record Draft
{
    public required string Body { get; init; }
    public IReadOnlyDictionary<string, MessageValue>? Attributes { get; init; }
    public IReadOnlyDictionary<string, MessageValue>? SystemAttributes { get; init; }
    public int? DelaySeconds { get; init; }
    public string? GroupId { get; init; }
    public string? DeduplicationId { get; init; }

    /// <summary>What counts against the size limits: body, and names, types and values of attributes.</summary>
    public int Size => Encoding.UTF8.GetByteCount(Body) + (Attributes ?? NoAttributes).Sum(pair =>
        Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value.Type)
        + (pair.Value.Binary?.Length ?? Encoding.UTF8.GetByteCount(pair.Value.Text ?? "")));

    private static readonly Dictionary<string, MessageValue> NoAttributes = [];
}

/// <summary>What a draft must be to become a message of a queue.</summary>
internal static partial class DraftRules
{
    private const string TraceHeader = "AWSTraceHeader";

    /// <summary>The draft, its deduplication id filled in where the queue derives it; throws the caller's error.</summary>
    public static Draft Check(QueueState queue, Draft draft)
    {
        if (draft.Body.Length == 0)
        {
            throw SqsErrors.MissingParameter("MessageBody");
        }

        CheckText(draft.Body);
        CheckAttributes(draft.Attributes);
        CheckSystemAttributes(draft.SystemAttributes);
        if (draft.Size > queue.MessageBytesMax)
        {
            throw SqsErrors.MessageTooLong(queue.MessageBytesMax);
        }

        if (draft.DelaySeconds is { } delay and not (>= 0 and <= SqsLimits.DelaySecondsMax))
        {
            throw SqsErrors.InvalidParameter("DelaySeconds", delay, "DelaySeconds must be >= 0 and <= 900.");
        }

        return queue.IsFifo ? CheckFifo(queue, draft) : CheckStandard(draft);
    }

    private static Draft CheckStandard(Draft draft)
    {
        if (draft.DeduplicationId is { } deduplicationId)
        {
            throw SqsErrors.InvalidParameter(
                "MessageDeduplicationId", deduplicationId,
                "The request includes a parameter that is not valid for this queue type.");
        }

        if (draft.GroupId is { } groupId)
        {
            CheckFifoId("MessageGroupId", groupId); // a standard queue takes it, for fair queues
        }

        return draft;
    }

    private static Draft CheckFifo(QueueState queue, Draft draft)
    {
        CheckFifoId("MessageGroupId", draft.GroupId ?? throw SqsErrors.MissingParameter("MessageGroupId"));
        if (draft.DelaySeconds is > 0)
        {
            throw SqsErrors.InvalidParameter(
                "DelaySeconds", draft.DelaySeconds, "The request include parameter that is not valid for this queue type.");
        }

        if (draft.DeduplicationId is { } id)
        {
            CheckFifoId("MessageDeduplicationId", id);
            return draft;
        }

        if (!queue.ContentBasedDeduplication)
        {
            throw SqsErrors.InvalidParameter(
                "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
        }

        var digest = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(draft.Body));
        return draft with { DeduplicationId = Convert.ToHexStringLower(digest) };
    }

    private static void CheckFifoId(string name, string value)
    {
        if (!FifoIdPattern().IsMatch(value))
        {
            throw SqsErrors.InvalidParameter(
                name, value,
                $"{name} can only include alphanumeric and punctuation characters. 1 to {SqsLimits.FifoIdLengthMax} in length.");
        }
    }

    private static void CheckText(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // An unpaired surrogate enumerates as U+FFFD, which itself is allowed: it cannot have come out of UTF-8.
            var isAllowed = rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and <= 0xFFFD) or >= 0x10000;
            if (!isAllowed)
            {
                throw SqsErrors.InvalidMessageContents();
            }
        }
    }

    private static void CheckAttributes(IReadOnlyDictionary<string, MessageValue>? attributes)
    {
        if (attributes is null)
        {
            return;
        }

        if (attributes.Count > SqsLimits.MessageAttributesMax)
        {
            throw SqsErrors.InvalidParameter(
                $"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [{SqsLimits.MessageAttributesMax}].");
        }

        foreach (var (name, value) in attributes)
        {
            CheckName(name);
            CheckType(name, value);
            CheckValue(name, value);
        }
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > SqsLimits.AttributeNameLengthMax || !AttributeNamePattern().IsMatch(name)
            || name.StartsWith("AWS.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Amazon.", StringComparison.OrdinalIgnoreCase))
        {
            throw SqsErrors.InvalidParameter(
                $"The message attribute name '{name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.");
        }
    }

    private static void CheckType(string name, MessageValue value)
    {
        if (value.Type.Length == 0)
        {
            throw SqsErrors.InvalidParameter($"The message attribute '{name}' must contain non-empty message attribute type.");
        }

        var kind = value.Type.Split('.', 2)[0];
        if (kind is not ("String" or "Number" or "Binary") || value.Type.Length > SqsLimits.AttributeTypeLengthMax)
        {
            throw SqsErrors.InvalidParameter(
                $"The type of message attribute '{name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.");
        }
    }

    private static void CheckValue(string name, MessageValue value)
    {
        var isBinary = value.Type.StartsWith("Binary", StringComparison.Ordinal);
        if (value is { Text: not null, Binary: not null })
        {
            throw SqsErrors.InvalidParameter($"Message attribute '{name}' has multiple values.");
        }

        if (isBinary ? value.Binary is not { Length: > 0 } : value.Text is not { Length: > 0 })
        {
            throw SqsErrors.InvalidParameter(
                $"The message attribute '{name}' must contain non-empty message attribute value for message attribute type '{value.Type}'.");
        }

        if (value.Text is { } text)
        {
            CheckText(text);
            if (value.Type.StartsWith("Number", StringComparison.Ordinal) && !NumberPattern().IsMatch(text))
            {
                throw SqsErrors.InvalidParameter($"Can't cast the value of message attribute '{name}' to a number.");
            }
        }
    }

    private static void CheckSystemAttributes(IReadOnlyDictionary<string, MessageValue>? attributes)
    {
        foreach (var (name, value) in attributes ?? new Dictionary<string, MessageValue>())
        {
            if (name != TraceHeader)
            {
                throw SqsErrors.InvalidParameter(
                    $"Message system attribute name '{name}' is invalid. The only supported message system attribute is {TraceHeader}.");
            }

            if (value.Type != "String" || value.Text is not { Length: > 0 })
            {
                throw SqsErrors.InvalidParameter(
                    $"The message system attribute '{name}' must contain a non-empty value of type 'String'.");
            }
        }
    }

    public static string? TraceHeaderOf(Draft draft) => draft.SystemAttributes?.GetValueOrDefault(TraceHeader)?.Text;

    [GeneratedRegex("""^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]{1,128}\z""")]
    private static partial Regex FifoIdPattern();

    [GeneratedRegex(@"^(?!\.)(?!.*\.\.)(?!.*\.\z)[A-Za-z0-9_.-]+\z")]
    private static partial Regex AttributeNamePattern();

    [GeneratedRegex(@"^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?\s*\z")]
    private static partial Regex NumberPattern();
}
