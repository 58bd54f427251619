using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Services.Firehose.Model;

namespace Weir.Services.Firehose.State;

/// <summary>The name of a delivery stream: unique in an account and region.</summary>
internal readonly record struct StreamAddress(string Account, string Region, string Name)
{
    [JsonIgnore]
    public StateKey Key => StateKey.Of(Account, Region, Name);

    [JsonIgnore]
    public string Arn => new Arn("firehose", Region, Account, $"deliverystream/{Name}").ToString();
}

/// <summary>What is true of one delivery stream. Immutable; replaced as a whole.</summary>
internal sealed record DeliveryStreamState
{
    public const string DestinationId = "destinationId-000000000001";

    public required StreamAddress Address { get; init; }

    /// <summary>Unlike the name, never used again.</summary>
    public required string Id { get; init; }

    /// <summary>Counts destination updates, from 1; part of object names.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset Created { get; init; }
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Null for direct put.</summary>
    public KinesisStreamSourceDescription? Source { get; init; }

    /// <summary>Whether it was made with the extended configuration: answers show what was asked for.</summary>
    public required bool IsExtended { get; init; }

    /// <summary>With every default filled in.</summary>
    public required ExtendedS3DestinationDescription Destination { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    [JsonIgnore]
    public bool IsDirectPut => Source is null;

    /// <summary>The log partition of a direct-put stream's buffer.</summary>
    [JsonIgnore]
    public string LogName => $"firehose/{Address.Account}/{Address.Region}/{Address.Name}.{Id}";
}

/// <summary>How far a delivery stream has come. Committed before and after each delivery, so that none is lost or done twice.</summary>
internal sealed record ProgressState
{
    /// <summary>By lane: a shard's id, or the one lane of a direct-put stream.</summary>
    public required ImmutableSortedDictionary<string, LaneProgress> Lanes { get; init; }

    /// <summary>The delivery that is under way; done again, to the same keys, after a crash.</summary>
    public DeliveryPlan? Plan { get; init; }

    public static ProgressState Of(IEnumerable<KeyValuePair<string, LaneProgress>> lanes) =>
        new() { Lanes = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, lanes) };
}

/// <param name="Offset">The next one to deliver.</param>
/// <param name="IsEnded">The shard is closed and wholly delivered.</param>
internal sealed record LaneProgress(long Offset, bool IsEnded = false);

/// <summary>Which records go where. Everything that names an object is decided here, before the first is written.</summary>
internal sealed record DeliveryPlan
{
    public required ImmutableArray<PlanRange> Ranges { get; init; }
    public required long Records { get; init; }
    public required DateTimeOffset OldestArrival { get; init; }
    public required DateTimeOffset Planned { get; init; }
    public required string ObjectKey { get; init; }
    public required string ProcessingFailedKey { get; init; }
    public required string ConversionFailedKey { get; init; }
    public string? BackupKey { get; init; }
}

/// <param name="To">The offset after the last.</param>
/// <param name="EndsLane">The lane has no records after these, ever.</param>
internal sealed record PlanRange(string Lane, long From, long To, bool EndsLane);

/// <summary>A delivery stream whose buffer is still to be deleted.</summary>
internal sealed record DeletedStream(string LogName);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeliveryStreamState)), JsonSerializable(typeof(ProgressState)), JsonSerializable(typeof(DeletedStream))]
internal sealed partial class FirehoseJson : JsonSerializerContext;
