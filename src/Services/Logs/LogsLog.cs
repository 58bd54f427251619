using Microsoft.Extensions.Logging;

namespace Weir.Services.Logs;

internal static partial class LogsLog
{
    [LoggerMessage(3101, LogLevel.Warning, "dropped {Lines} log lines of other services: more came than the disk takes")]
    public static partial void LinesDropped(this ILogger logger, long lines);

    [LoggerMessage(3102, LogLevel.Error, "{Lines} log lines of other services could not be written")]
    public static partial void WriteFailed(this ILogger logger, Exception exception, int lines);

    [LoggerMessage(3103, LogLevel.Debug, "dropped {Events} log events past their retention or deleted")]
    public static partial void Swept(this ILogger logger, int events);

    [LoggerMessage(3104, LogLevel.Error, "a sweep of the log groups failed; the next one tries again")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);
}
