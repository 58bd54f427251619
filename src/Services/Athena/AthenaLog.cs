using Microsoft.Extensions.Logging;

namespace Weir.Services.Athena;

internal static partial class AthenaLog
{
    [LoggerMessage(3101, LogLevel.Information, "query {Id} of workgroup {WorkGroup} {State} after {Millis} ms: {Rows} rows, {Bytes} bytes scanned")]
    public static partial void Ended(this ILogger logger, string id, string workGroup, string state, long millis, long rows, long bytes);

    [LoggerMessage(3102, LogLevel.Information, "query {Id} of workgroup {WorkGroup} failed: {Reason}")]
    public static partial void Failed(this ILogger logger, string id, string workGroup, string reason);

    [LoggerMessage(3103, LogLevel.Error, "query {Id} failed for a reason of our own")]
    public static partial void Broke(this ILogger logger, string id, Exception error);

    [LoggerMessage(3104, LogLevel.Warning, "{Count} queries were unfinished when the service stopped; they are failed")]
    public static partial void Unfinished(this ILogger logger, int count);

    [LoggerMessage(3105, LogLevel.Error, "the end of query {Id} could not be stored")]
    public static partial void EndLost(this ILogger logger, string id, Exception error);

    [LoggerMessage(3107, LogLevel.Warning, "{Count} statements were writing when the service stopped; what they left is taken back")]
    public static partial void Undone(this ILogger logger, int count);

    [LoggerMessage(3106, LogLevel.Debug, "forgot {Count} executions older than the history")]
    public static partial void Forgot(this ILogger logger, int count);

    [LoggerMessage(3109, LogLevel.Debug, "forgot {Count} cancelled capacity reservations")]
    public static partial void ForgotCapacity(this ILogger logger, int count);

    [LoggerMessage(3108, LogLevel.Debug, "forgot {Count} client tokens")]
    public static partial void ForgotTokens(this ILogger logger, int count);
}
