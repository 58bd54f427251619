using System.Text.Json.Serialization;

namespace Weir.Services.Logs.State;

/// <summary>What is true of one log group. Immutable.</summary>
internal sealed record LogGroupState
{
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public int? RetentionDays { get; init; }
    public string? KmsKeyId { get; init; }
    public string Class { get; init; } = "STANDARD";
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Streams ever made; the next one's number.</summary>
    public long StreamsMade { get; init; }

    [JsonIgnore]
    public string Arn => LogArns.Group(Account, Region, Name);
}

/// <summary>What is true of one log stream. Immutable.</summary>
internal sealed record LogStreamState
{
    public required string Name { get; init; }

    /// <summary>Where its events are: nobody else ever used this id, so a deleted stream's events are nobody's.</summary>
    public required string Store { get; init; }

    /// <summary>Its place among its group's streams, by age; breaks ties of time.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FirstEventAt { get; init; }
    public DateTimeOffset? LastEventAt { get; init; }
    public DateTimeOffset? LastIngestedAt { get; init; }

    /// <summary>Events ever put; the next one's sequence.</summary>
    public long EventsPut { get; init; }

    public long StoredBytes { get; init; }
}

/// <summary>A deleted stream's events, to be collected.</summary>
internal sealed record LogGarbage(string Account, string Region, string Store);

[JsonSerializable(typeof(LogGroupState))]
[JsonSerializable(typeof(LogStreamState))]
[JsonSerializable(typeof(LogGarbage))]
internal sealed partial class LogsJson : JsonSerializerContext;
