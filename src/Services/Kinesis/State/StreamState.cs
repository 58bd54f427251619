using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Weir.Kernel.Core;
using Weir.Kernel.State;

namespace Weir.Services.Kinesis.State;

/// <summary>The name of a stream: unique in an account and region.</summary>
internal readonly record struct StreamAddress(string Account, string Region, string Name)
{
    [JsonIgnore]
    public StateKey Key => StateKey.Of(Account, Region, Name);

    [JsonIgnore]
    public string Arn => new Arn("kinesis", Region, Account, $"stream/{Name}").ToString();
}

/// <summary>What is true of one stream. Immutable; replaced as a whole.</summary>
internal sealed record StreamState
{
    public required StreamAddress Address { get; init; }

    /// <summary>Unlike the name, never used again: a new stream of an old name has none of its records.</summary>
    public required string Id { get; init; }

    /// <summary>Grows with every change.</summary>
    public required long Version { get; init; }

    public required bool IsOnDemand { get; init; }
    public required int RetentionHours { get; init; }
    public required DateTimeOffset Created { get; init; }

    /// <summary>Open and closed, in the order of their numbers.</summary>
    public required ImmutableArray<ShardState> Shards { get; init; }

    /// <summary>The number of the next shard: numbers are not used again, even when old shards are gone.</summary>
    public required int NextShard { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableArray<ConsumerState> Consumers { get; init; } = [];

    [JsonIgnore]
    public IEnumerable<ShardState> OpenShards => Shards.Where(shard => shard.IsOpen);

    public ShardState? FindShard(string shardId)
    {
        foreach (var shard in Shards)
        {
            if (shard.Id == shardId)
            {
                return shard;
            }
        }

        return null;
    }

    public ShardState RequireShard(string shardId) =>
        FindShard(shardId) ?? throw KinesisErrors.ShardNotFound(shardId, Address);

    public ConsumerState? FindConsumer(string name) => Consumers.FirstOrDefault(consumer => consumer.Name == name);

    /// <summary>The log partition below which the stream's shards lie.</summary>
    [JsonIgnore]
    public string LogName => $"kinesis/{Address.Account}/{Address.Region}/{Address.Name}.{Id}";
}

/// <summary>One shard: a range of hash keys for a time.</summary>
internal sealed record ShardState
{
    public required int Number { get; init; }
    public int? Parent { get; init; }
    public int? AdjacentParent { get; init; }
    public required UInt128 FirstHash { get; init; }
    public required UInt128 LastHash { get; init; }

    /// <summary>Seconds since 1970, greater than the parents': the leading part of the shard's sequence numbers.</summary>
    public required long Epoch { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The offset after its last record, once it is closed.</summary>
    public long? EndOffset { get; init; }

    public DateTimeOffset? Closed { get; init; }

    [JsonIgnore]
    public bool IsOpen => EndOffset is null;

    [JsonIgnore]
    public string Id => IdOf(Number);

    public static string IdOf(int number) => $"shardId-{number.ToString("D12", CultureInfo.InvariantCulture)}";
}

/// <summary>A registered consumer with enhanced fan-out.</summary>
internal sealed record ConsumerState(string Name, DateTimeOffset Created)
{
    public string Arn(StreamAddress stream) =>
        $"{stream.Arn}/consumer/{Name}:{Created.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
}
