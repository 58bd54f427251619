using Weir.Kernel.Core;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>What a request asks of a mapping; null where it says nothing.</summary>
internal sealed record MappingSettings
{
    public string? SourceArn { get; init; }
    public string? FunctionName { get; init; }
    public bool? IsEnabled { get; init; }
    public int? BatchSize { get; init; }
    public int? WindowSeconds { get; init; }
    public IReadOnlyList<string>? ResponseTypes { get; init; }
    public int? BatchesAtOnce { get; init; }
    public string? StartingPosition { get; init; }
    public DateTimeOffset? StartingTimestamp { get; init; }
    public int? RetriesMax { get; init; }
    public int? RecordAgeSecondsMax { get; init; }
    public bool? Bisects { get; init; }
    public string? OnFailure { get; init; }
    public IReadOnlyList<string> Unbuilt { get; init; } = [];
}

/// <summary>What a mapping must be.</summary>
internal static class MappingRules
{
    /// <summary>Throws for sources that are not built.</summary>
    public static bool IsQueue(string? sourceArn)
    {
        if (string.IsNullOrEmpty(sourceArn))
        {
            throw LambdaErrors.InvalidParameter("EventSourceArn is required: self-managed event sources are not built in this platform yet.");
        }

        return Arn.TryParse(sourceArn, out var arn)
            ? arn.Service switch
            {
                "sqs" => true,
                "kinesis" => false,
                var other => throw LambdaErrors.NotBuilt($"An event source of {other}"),
            }
            : throw LambdaErrors.InvalidParameter($"Unrecognized event source: {sourceArn}");
    }

    public static MappingState Apply(MappingState before, MappingSettings wanted)
    {
        if (wanted.Unbuilt is [var member, ..])
        {
            throw LambdaErrors.NotBuilt(member);
        }

        var after = before with
        {
            IsEnabled = wanted.IsEnabled ?? before.IsEnabled,
            BatchSize = wanted.BatchSize ?? before.BatchSize,
            WindowSeconds = wanted.WindowSeconds ?? before.WindowSeconds,
            ReportsItemFailures = wanted.ResponseTypes is { } types ? ReportsItemFailures(types) : before.ReportsItemFailures,
            BatchesAtOnce = wanted.BatchesAtOnce ?? before.BatchesAtOnce,
            StartingPosition = wanted.StartingPosition ?? before.StartingPosition,
            StartingTimestamp = wanted.StartingTimestamp ?? before.StartingTimestamp,
            RetriesMax = wanted.RetriesMax ?? before.RetriesMax,
            RecordAgeSecondsMax = wanted.RecordAgeSecondsMax ?? before.RecordAgeSecondsMax,
            Bisects = wanted.Bisects ?? before.Bisects,
            OnFailure = wanted.OnFailure is null ? before.OnFailure : wanted.OnFailure.Length == 0 ? null : wanted.OnFailure,
        };
        CheckRange("batchSize", after.BatchSize, 1, LambdaLimits.MappingBatchMax);
        CheckRange("maximumBatchingWindowInSeconds", after.WindowSeconds, 0, LambdaLimits.MappingWindowSecondsMax);
        Destinations.RequireQueue(after.OnFailure, "An OnFailure destination");
        if (IsQueue(after.SourceArn))
        {
            CheckQueue(after, wanted);
        }
        else
        {
            CheckStream(after);
        }

        return after;
    }

    private static void CheckQueue(MappingState mapping, MappingSettings wanted)
    {
        if (wanted.StartingPosition is not null || wanted.StartingTimestamp is not null)
        {
            throw LambdaErrors.InvalidParameter("StartingPosition is not valid for SQS event sources.");
        }

        if (wanted.Bisects == true || wanted.RetriesMax is not null || wanted.RecordAgeSecondsMax is not null || mapping.OnFailure is not null)
        {
            throw LambdaErrors.InvalidParameter(
                "BisectBatchOnFunctionError, MaximumRetryAttempts, MaximumRecordAgeInSeconds and DestinationConfig are not valid for SQS event sources.");
        }

        var isFifo = mapping.SourceArn.EndsWith(".fifo", StringComparison.Ordinal);
        if (isFifo && (mapping.WindowSeconds > 0 || mapping.BatchSize > LambdaLimits.QueueReceiveMax))
        {
            throw LambdaErrors.InvalidParameter("For FIFO queues, the batch size is at most 10 and there is no batching window.");
        }

        if (mapping is { BatchSize: > LambdaLimits.QueueReceiveMax, WindowSeconds: 0 })
        {
            throw LambdaErrors.InvalidParameter(
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
        }

        if (mapping.BatchesAtOnce is { } most)
        {
            CheckRange("scalingConfig.maximumConcurrency", most, 2, LambdaLimits.ConcurrencyMax);
        }
    }

    private static void CheckStream(MappingState mapping)
    {
        if (mapping.BatchesAtOnce is not null)
        {
            throw LambdaErrors.InvalidParameter("ScalingConfig is not valid for Kinesis event sources.");
        }

        switch (mapping.StartingPosition)
        {
            case "TRIM_HORIZON" or "LATEST" when mapping.StartingTimestamp is null:
            case "AT_TIMESTAMP" when mapping.StartingTimestamp is not null:
                break;
            case null:
                throw LambdaErrors.InvalidParameter("1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.");
            case "TRIM_HORIZON" or "LATEST" or "AT_TIMESTAMP":
                throw LambdaErrors.InvalidParameter("StartingPositionTimestamp goes with the starting position AT_TIMESTAMP, and only with it.");
            default:
                throw LambdaErrors.Constraint(
                    mapping.StartingPosition, "startingPosition", "Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]");
        }

        CheckRange("maximumRetryAttempts", mapping.RetriesMax, -1, LambdaLimits.StreamRetriesMax);
        CheckRange("maximumRecordAgeInSeconds", mapping.RecordAgeSecondsMax, -1, LambdaLimits.StreamRecordAgeSecondsMax);
        if (mapping.RecordAgeSecondsMax is >= 0 and < 60)
        {
            throw LambdaErrors.InvalidParameter("MaximumRecordAgeInSeconds is -1, or from 60 to 604800.");
        }
    }

    private static bool ReportsItemFailures(IReadOnlyList<string> types) => types switch
    {
        [] => false,
        ["ReportBatchItemFailures"] => true,
        _ => throw LambdaErrors.Constraint(
            string.Join(", ", types), "functionResponseTypes", "Member must satisfy enum value set: [ReportBatchItemFailures]"),
    };

    private static void CheckRange(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw LambdaErrors.Constraint($"{value}", name, $"Member must have value between {least} and {most}");
        }
    }
}
