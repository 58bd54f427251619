using Microsoft.Extensions.Logging;

namespace Weir.Engines.Functions;

internal static partial class FunctionsLog
{
    [LoggerMessage(1701, LogLevel.Debug, "sandbox {Sandbox} of {Function} started in {Milliseconds} ms as process {Process}")]
    public static partial void SandboxStarted(this ILogger logger, string sandbox, string function, double milliseconds, int process);

    [LoggerMessage(1702, LogLevel.Debug, "sandbox {Sandbox} of {Function} stopped: {Reason}")]
    public static partial void SandboxStopped(this ILogger logger, string sandbox, string function, string reason);

    [LoggerMessage(1703, LogLevel.Warning, "sandbox of {Function} did not start: {Reason}")]
    public static partial void SandboxNotStarted(this ILogger logger, string function, string reason);

    [LoggerMessage(1704, LogLevel.Warning, "all {Sandboxes} sandboxes are busy: {Function} is throttled")]
    public static partial void Throttled(this ILogger logger, int sandboxes, string function);

    [LoggerMessage(1705, LogLevel.Warning, "unpacked code {Code} could not be removed; the next start tries again")]
    public static partial void CodeNotRemoved(this ILogger logger, string code, Exception exception);
}
