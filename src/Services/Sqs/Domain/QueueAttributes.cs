using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Kernel.State;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>Queue attributes between the text that clients see and what is remembered.</summary>
internal static class QueueAttributes
{
    private static readonly HashSet<string> ReadOnlyNames =
    [
        "QueueArn", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed",
        "CreatedTimestamp", "LastModifiedTimestamp",
    ];

    private static readonly HashSet<string> SettableNames =
    [
        "Policy", "VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod", "DelaySeconds", "ReceiveMessageWaitTimeSeconds",
        "RedrivePolicy", "RedriveAllowPolicy", "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit",
        "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled",
    ];

    public static void RequireKnown(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (name != "All" && !ReadOnlyNames.Contains(name) && !SettableNames.Contains(name))
            {
                throw SqsErrors.UnknownAttribute(name);
            }
        }
    }

    /// <summary>The queue with these attributes set; throws on the first that is wrong.</summary>
    public static QueueState Apply(QueueState queue, IReadOnlyDictionary<string, string>? attributes) =>
        (attributes ?? new Dictionary<string, string>()).Aggregate(queue, (state, pair) => Apply(state, pair.Key, pair.Value));

    /// <summary>The attributes that a queue has by being itself; the counts come from its messages.</summary>
    public static Dictionary<string, string> Describe(QueueState queue)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["QueueArn"] = queue.Arn,
            ["CreatedTimestamp"] = Text(queue.CreatedSeconds),
            ["LastModifiedTimestamp"] = Text(queue.ModifiedSeconds),
            ["VisibilityTimeout"] = Text(queue.VisibilitySeconds),
            ["MaximumMessageSize"] = Text(queue.MessageBytesMax),
            ["MessageRetentionPeriod"] = Text(queue.RetentionSeconds),
            ["DelaySeconds"] = Text(queue.DelaySeconds),
            ["ReceiveMessageWaitTimeSeconds"] = Text(queue.WaitSeconds),
            ["SqsManagedSseEnabled"] = Text(queue.IsManagedSse),
        };
        if (queue.Policy is not null)
        {
            attributes["Policy"] = queue.Policy;
        }

        if (queue.Redrive is { } redrive)
        {
            var document = new JsonObject
            {
                ["deadLetterTargetArn"] = redrive.DeadLetterTargetArn,
                ["maxReceiveCount"] = redrive.MaxReceiveCount,
            };
            attributes["RedrivePolicy"] = document.ToJsonString();
        }

        if (queue.RedriveAllow is { } allow)
        {
            var document = new JsonObject { ["redrivePermission"] = allow.Permission };
            if (allow.Permission == "byQueue")
            {
                document["sourceQueueArns"] = new JsonArray([.. allow.SourceQueueArns.Select(arn => (JsonNode)JsonValue.Create(arn))]);
            }

            attributes["RedriveAllowPolicy"] = document.ToJsonString();
        }

        if (queue.IsFifo)
        {
            attributes["FifoQueue"] = "true";
            attributes["ContentBasedDeduplication"] = Text(queue.ContentBasedDeduplication);
            attributes["DeduplicationScope"] = queue.DeduplicatesPerGroup ? "messageGroup" : "queue";
            attributes["FifoThroughputLimit"] = queue.ThroughputPerGroup ? "perMessageGroupId" : "perQueue";
        }

        return attributes;
    }

    /// <summary>What the attributes say about other queues must be true of them.</summary>
    public static void CheckRedrive(IStateReader state, QueueTable queues, QueueState queue)
    {
        if (queue.Redrive is not { } redrive)
        {
            return;
        }

        var value = Describe(queue)["RedrivePolicy"];
        var target = queues.FindByArn(state, redrive.DeadLetterTargetArn)
            ?? throw SqsErrors.InvalidParameter("RedrivePolicy", value, "Dead letter target does not exist.");
        if (target.IsFifo != queue.IsFifo)
        {
            throw SqsErrors.InvalidParameter(
                "RedrivePolicy", value, "Dead-letter queue must be same type of queue as the source.");
        }

        if (target.Account != queue.Account || target.Region != queue.Region)
        {
            throw SqsErrors.InvalidParameter(
                "RedrivePolicy", value, "Dead-letter queue must be in the account and region of the source queue.");
        }

        if (target.RedriveAllow is { } allow && !allow.Allows(queue.Arn))
        {
            throw SqsErrors.InvalidParameter(
                "RedrivePolicy", value, "The dead-letter queue's redrive allow policy does not allow this source queue.");
        }
    }

    private static QueueState Apply(QueueState queue, string name, string value) => name switch
    {
        "VisibilityTimeout" => queue with { VisibilitySeconds = Number(name, value, 0, SqsLimits.VisibilitySecondsMax) },
        "DelaySeconds" => queue with { DelaySeconds = Number(name, value, 0, SqsLimits.DelaySecondsMax) },
        "MaximumMessageSize" =>
            queue with { MessageBytesMax = Number(name, value, SqsLimits.MessageBytesMin, SqsLimits.MessageBytesMax) },
        "MessageRetentionPeriod" =>
            queue with { RetentionSeconds = Number(name, value, SqsLimits.RetentionSecondsMin, SqsLimits.RetentionSecondsMax) },
        "ReceiveMessageWaitTimeSeconds" => queue with { WaitSeconds = Number(name, value, 0, SqsLimits.WaitSecondsMax) },
        "Policy" => queue with { Policy = value.Length == 0 ? null : PolicyOf(value) },
        "RedrivePolicy" => queue with { Redrive = value.Length == 0 ? null : RedriveOf(value) },
        "RedriveAllowPolicy" => queue with { RedriveAllow = value.Length == 0 ? null : RedriveAllowOf(value) },
        "SqsManagedSseEnabled" => queue with { IsManagedSse = Flag(name, value) },
        // There is no key service: a queue that promised encryption under a key would lie.
        "KmsMasterKeyId" when value.Length > 0 =>
            throw SqsErrors.InvalidAttribute(name, value, "Encryption with KMS keys is not built."),
        "KmsMasterKeyId" => queue,
        "KmsDataKeyReusePeriodSeconds" => Number(name, value, 60, 86_400) == 300
            ? queue
            : throw SqsErrors.InvalidAttribute(name, value, "Encryption with KMS keys is not built."),
        "FifoQueue" when Flag(name, value) == queue.IsFifo && queue.IsFifo => queue,
        "FifoQueue" => throw SqsErrors.UnknownAttribute(name),
        "ContentBasedDeduplication" when queue.IsFifo => queue with { ContentBasedDeduplication = Flag(name, value) },
        "DeduplicationScope" when queue.IsFifo =>
            queue with { DeduplicatesPerGroup = OneOf(name, value, "queue", "messageGroup") == "messageGroup" },
        "FifoThroughputLimit" when queue.IsFifo =>
            queue with { ThroughputPerGroup = OneOf(name, value, "perQueue", "perMessageGroupId") == "perMessageGroupId" },
        _ => throw SqsErrors.UnknownAttribute(name),
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool value) => value ? "true" : "false";

    private static int Number(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw SqsErrors.InvalidAttribute(name);

    private static bool Flag(string name, string value) => value.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        _ => throw SqsErrors.InvalidAttribute(name),
    };

    private static string OneOf(string name, string value, params ReadOnlySpan<string> allowed) =>
        allowed.Contains(value) ? value : throw SqsErrors.InvalidAttribute(name);

    private static string PolicyOf(string value) =>
        value.Length <= SqsLimits.PolicyBytesMax && Json(value) is JsonObject policy && policy.ContainsKey("Statement")
            ? value
            : throw SqsErrors.InvalidAttribute("Policy");

    private static Redrive RedriveOf(string value)
    {
        if (Json(value) is not JsonObject document)
        {
            throw SqsErrors.InvalidParameter("RedrivePolicy", value, "Redrive policy is not a valid JSON map.");
        }

        var target = document["deadLetterTargetArn"] is JsonValue arn && arn.GetValueKind() == JsonValueKind.String
            ? arn.GetValue<string>()
            : throw SqsErrors.InvalidParameter(
                "RedrivePolicy", value, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
        if (document["maxReceiveCount"] is not JsonValue count)
        {
            throw SqsErrors.InvalidParameter(
                "RedrivePolicy", value, "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
        }

        // A number in text is accepted, as old templates send it.
        return int.TryParse(count.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var receives)
            && receives is >= 1 and <= SqsLimits.ReceiveCountMax
            ? new(target, receives)
            : throw SqsErrors.InvalidParameter(
                "RedrivePolicy", value, "Invalid value for maxReceiveCount: " + count + ", valid values are from 1 to 1000 both inclusive.");
    }

    private static RedriveAllow RedriveAllowOf(string value)
    {
        if (Json(value) is not JsonObject document || document["redrivePermission"]?.ToString() is not { } permission)
        {
            throw SqsErrors.InvalidAttribute("RedriveAllowPolicy");
        }

        var sources = document["sourceQueueArns"] is JsonArray list ? list.Select(arn => arn?.ToString() ?? "").ToList() : [];
        var isRight = permission switch
        {
            "allowAll" or "denyAll" => document["sourceQueueArns"] is null,
            "byQueue" => sources.Count is >= 1 and <= SqsLimits.RedriveSourcesMax,
            _ => false,
        };
        return isRight ? new(permission, sources) : throw SqsErrors.InvalidAttribute("RedriveAllowPolicy");
    }

    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
