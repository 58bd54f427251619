using Microsoft.Extensions.Logging;

namespace Weir.Services.Sqs;

internal static partial class SqsLog
{
    [LoggerMessage(2601, LogLevel.Debug, "dropped {Messages} messages of queue {Queue} past their retention")]
    public static partial void Expired(this ILogger logger, string queue, int messages);

    [LoggerMessage(2602, LogLevel.Debug, "collected {Entries} entries of a deleted or purged queue")]
    public static partial void Collected(this ILogger logger, int entries);

    [LoggerMessage(2603, LogLevel.Information, "moved {Messages} messages of queue {Queue} to {DeadLetterQueue}")]
    public static partial void DeadLettered(this ILogger logger, string queue, int messages, string deadLetterQueue);

    [LoggerMessage(2604, LogLevel.Error, "a sweep of the queues failed; the next one tries again")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);
}
