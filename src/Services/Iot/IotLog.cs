using Microsoft.Extensions.Logging;

namespace Weir.Services.Iot;

internal static partial class IotLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "rule {Rule}: {Count} messages, the first from topic {Topic}, failed: {Error}")]
    public static partial void RuleFailed(this ILogger logger, string rule, int count, string topic, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "rule {Rule}: the error action failed too, {Count} messages are discarded: {Error}")]
    public static partial void ErrorActionFailed(this ILogger logger, string rule, int count, string error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "rule {Rule}: action {Action} is tried again: {Error}")]
    public static partial void Retrying(this ILogger logger, string rule, string action, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "rule {Rule} of {Realm} is stored but cannot be compiled: {Error}")]
    public static partial void RuleBroken(this ILogger logger, string rule, string realm, string error);
}
