using Microsoft.Extensions.Logging;

namespace Weir.Services.Iam;

internal static partial class IamLog
{
    [LoggerMessage(2101, LogLevel.Debug, "forgot {Sessions} temporary sessions that ended")]
    public static partial void SessionsDropped(this ILogger logger, int sessions);

    [LoggerMessage(2102, LogLevel.Error, "forgetting ended sessions failed; the next round tries again")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);
}
