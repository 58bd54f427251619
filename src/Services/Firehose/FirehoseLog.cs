using Microsoft.Extensions.Logging;

namespace Weir.Services.Firehose;

internal static partial class FirehoseLog
{
    [LoggerMessage(2301, LogLevel.Warning, "delivery stream {Stream}: delivery failed and is tried again in {Delay}; {Records} records wait")]
    public static partial void DeliveryFailed(this ILogger logger, Exception failure, string stream, TimeSpan delay, long records);

    [LoggerMessage(2302, LogLevel.Information, "delivery stream {Stream}: finishing a delivery that a restart interrupted")]
    public static partial void Replaying(this ILogger logger, string stream);

    [LoggerMessage(2303, LogLevel.Debug, "delivery stream {Stream}: {Records} records to {Objects} objects")]
    public static partial void Delivered(this ILogger logger, string stream, long records, int objects);

    [LoggerMessage(2304, LogLevel.Warning, "delivery stream {Stream}: reading shard {Lane} of its source failed and is tried again in {Delay}")]
    public static partial void SourceFailed(this ILogger logger, Exception failure, string stream, string lane, TimeSpan delay);

    [LoggerMessage(2305, LogLevel.Warning, "delivery stream {Stream}: function {Function} failed, attempt {Attempt}: {Code}: {Message}")]
    public static partial void TransformFailed(this ILogger logger, string stream, string function, int attempt, string code, string message);

    [LoggerMessage(2306, LogLevel.Error, "delivery stream {Stream}: its pipeline ended and is started again")]
    public static partial void PipelineFailed(this ILogger logger, Exception failure, string stream);
}
