using Microsoft.Extensions.Logging;

namespace Weir.Kernel.Log;

internal static partial class LogMessages
{
    [LoggerMessage(1101, LogLevel.Warning,
        "log partition {Partition}: cut {Bytes} bytes that no answer had promised from {File} at byte {Position}: {Problem}")]
    public static partial void TailCut(
        this ILogger logger, string partition, long bytes, string file, long position, string problem);

    [LoggerMessage(1102, LogLevel.Critical, "log partition {Partition} has stopped after a failed write or sync")]
    public static partial void PartitionStopped(this ILogger logger, Exception cause, string partition);

    [LoggerMessage(1103, LogLevel.Error, "log partition {Partition} refuses appends: the disk is full")]
    public static partial void DiskFull(this ILogger logger, Exception cause, string partition);
}
