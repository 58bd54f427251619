using System.Text.Json.Serialization;
using Weir.Kernel.Core;
using Weir.Kernel.State;

namespace Weir.Services.Sqs.State;

/// <summary>Which queue: its account, region and name.</summary>
internal readonly record struct QueueAddress(string Account, string Region, string Name)
{
    public StateKey Key => StateKey.Of(Account, Region, Name);

    public string Arn => new Arn("sqs", Region, Account, Name).ToString();
}

/// <summary>What is remembered of one queue. Immutable.</summary>
internal sealed record QueueState
{
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string Name { get; init; }

    /// <summary>Unique to this incarnation of the name: a queue made again does not see the old one's messages.</summary>
    public required string Id { get; init; }

    /// <summary>Counts purges: a purge moves the queue to a fresh, empty store of messages.</summary>
    public int Generation { get; init; }

    public required long CreatedSeconds { get; init; }
    public required long ModifiedSeconds { get; init; }
    public int DelaySeconds { get; init; }
    public int MessageBytesMax { get; init; } = SqsLimits.MessageBytesMax;
    public int RetentionSeconds { get; init; } = SqsLimits.RetentionSecondsDefault;
    public int WaitSeconds { get; init; }
    public int VisibilitySeconds { get; init; } = SqsLimits.VisibilitySecondsDefault;
    public bool IsFifo { get; init; }
    public bool ContentBasedDeduplication { get; init; }
    public bool DeduplicatesPerGroup { get; init; }
    public bool ThroughputPerGroup { get; init; }
    public bool IsManagedSse { get; init; }
    public string? Policy { get; init; }
    public Redrive? Redrive { get; init; }
    public RedriveAllow? RedriveAllow { get; init; }
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    [JsonIgnore]
    public QueueAddress Address => new(Account, Region, Name);

    [JsonIgnore]
    public string Arn => Address.Arn;

    /// <summary>The first part of the keys of this queue's messages.</summary>
    [JsonIgnore]
    public string Store => StoreOf(Id, Generation);

    public static string StoreOf(string id, int generation) => $"{id}.{generation}";
}

/// <summary>Where messages go that were received too often.</summary>
internal sealed record Redrive(string DeadLetterTargetArn, int MaxReceiveCount);

/// <summary>Which queues may use this one as their dead-letter queue.</summary>
/// <param name="Permission"><c>allowAll</c>, <c>denyAll</c> or <c>byQueue</c>.</param>
internal sealed record RedriveAllow(string Permission, IReadOnlyList<string> SourceQueueArns)
{
    public bool Allows(string sourceArn) => Permission switch
    {
        "denyAll" => false,
        "byQueue" => SourceQueueArns.Contains(sourceArn, StringComparer.Ordinal),
        _ => true,
    };
}
