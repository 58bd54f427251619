using Microsoft.Extensions.Logging;

namespace Weir.Services.S3;

/// <summary>Every log message of the service.</summary>
internal static partial class S3Log
{
    [LoggerMessage(3201, LogLevel.Warning, "event of bucket {Bucket} not yet delivered to {Destination}: {Why}")]
    public static partial void EventUndelivered(this ILogger logger, string bucket, string destination, string why);

    [LoggerMessage(3202, LogLevel.Error, "event of bucket {Bucket} for {Destination}, queued at {QueuedAt}, is given up")]
    public static partial void EventGivenUp(
        this ILogger logger, string bucket, string destination, DateTimeOffset queuedAt, Exception failure);

    [LoggerMessage(3203, LogLevel.Error, "a round of event delivery failed and will be repeated")]
    public static partial void EventRoundFailed(this ILogger logger, Exception failure);
}
