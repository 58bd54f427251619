namespace Weir.Services.Lambda.State;

/// <summary>An event that waits in the asynchronous queue.</summary>
internal sealed record EventState
{
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string RequestId { get; init; }
    public required string FunctionName { get; init; }
    public string? Qualifier { get; init; }
    public required byte[] Payload { get; init; }
    public required DateTimeOffset Queued { get; init; }

    /// <summary>Invocations that ended in a function error.</summary>
    public int Failures { get; init; }

    /// <summary>Attempts that never ran, for the back-off.</summary>
    public int Throttles { get; init; }
}

/// <summary>An event source mapping.</summary>
internal sealed record MappingState
{
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string Id { get; init; }
    public required string SourceArn { get; init; }
    public required string FunctionName { get; init; }
    public string? Qualifier { get; init; }
    public required DateTimeOffset LastModified { get; init; }
    public required int BatchSize { get; init; }
    public int WindowSeconds { get; init; }
    public bool IsEnabled { get; init; } = true;
    public bool ReportsItemFailures { get; init; }
    public int? BatchesAtOnce { get; init; }

    // Streams only.
    public string? StartingPosition { get; init; }
    public DateTimeOffset? StartingTimestamp { get; init; }

    /// <summary>-1: until the records are past their retention.</summary>
    public int RetriesMax { get; init; } = -1;

    /// <summary>-1: any age.</summary>
    public int RecordAgeSecondsMax { get; init; } = -1;
    public bool Bisects { get; init; }
    public string? OnFailure { get; init; }
}

/// <summary>How far a mapping has come in one shard.</summary>
/// <param name="NextOffset">The first record not yet done with.</param>
/// <param name="IsEnd">True when the shard is closed and wholly done with.</param>
internal sealed record CheckpointState(long NextOffset, bool IsEnd);

/// <summary>What a mapping last did; kept apart, so that configuration and progress never overwrite each other.</summary>
internal sealed record MappingResultState(string LastProcessingResult);
