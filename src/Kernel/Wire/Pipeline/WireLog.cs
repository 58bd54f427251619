using Microsoft.Extensions.Logging;

namespace Weir.Kernel.Wire;

internal static partial class WireLog
{
    [LoggerMessage(1001, LogLevel.Debug, "{RequestId} {Service} {Operation} answered {Status} in {Milliseconds} ms")]
    public static partial void Answered(
        this ILogger logger, string requestId, string service, string operation, int status, double milliseconds);

    [LoggerMessage(1002, LogLevel.Information, "{RequestId} {Service} {Operation} by {Caller} refused with {Code}, status {Status}")]
    public static partial void Refused(
        this ILogger logger, string requestId, string service, string operation, string? caller, string code, int status);

    [LoggerMessage(1003, LogLevel.Error, "{RequestId} {Service} {Operation} failed")]
    public static partial void Failed(this ILogger logger, Exception problem, string requestId, string? service, string? operation);
}
