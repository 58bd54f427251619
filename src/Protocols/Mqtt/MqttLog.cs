using Microsoft.Extensions.Logging;

namespace Weir.Protocols.Mqtt;

internal static partial class MqttLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "mqtt client {ClientId} connected from {Remote} over {Transport} as {Principal}")]
    public static partial void Connected(
        this ILogger logger, string clientId, System.Net.IPAddress? remote, MqttTransport transport, string principal);

    [LoggerMessage(Level = LogLevel.Information, Message = "mqtt client {ClientId} from {Remote} refused: {Reason}, {Why}")]
    public static partial void Refused(
        this ILogger logger, string clientId, System.Net.IPAddress? remote, MqttReason reason, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "mqtt client {ClientId} ended: {Reason}, {Why}")]
    public static partial void Ended(this ILogger logger, string clientId, MqttReason reason, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "mqtt messages of client {ClientId} could not be taken over; they are not acknowledged")]
    public static partial void NotAccepted(this ILogger logger, Exception exception, string clientId);

    [LoggerMessage(Level = LogLevel.Error, Message = "mqtt connection of client {ClientId} failed")]
    public static partial void Failed(this ILogger logger, Exception exception, string clientId);

    [LoggerMessage(Level = LogLevel.Error, Message = "mqtt background work failed")]
    public static partial void BackgroundFailed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "mqtt broker restored {Count} sessions")]
    public static partial void Restored(this ILogger logger, int count);
}
