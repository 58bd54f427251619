using Microsoft.Extensions.Logging;

namespace Weir.Services.Kinesis;

internal static partial class KinesisLog
{
    [LoggerMessage(2101, LogLevel.Error, "appending to shard {Shard} of stream {Stream} failed")]
    public static partial void AppendFailed(this ILogger logger, Exception failure, string stream, string shard);

    [LoggerMessage(2102, LogLevel.Error, "the retention sweep of stream {Stream} failed; it is tried again with the next")]
    public static partial void SweepFailed(this ILogger logger, Exception failure, string stream);

    [LoggerMessage(2103, LogLevel.Information, "removed {Shards} closed shards of stream {Stream} whose records have expired")]
    public static partial void ShardsRemoved(this ILogger logger, int shards, string stream);
}
