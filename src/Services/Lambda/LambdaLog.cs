using Microsoft.Extensions.Logging;

namespace Weir.Services.Lambda;

internal static partial class LambdaLog
{
    [LoggerMessage(2701, LogLevel.Debug, "function {Function} failed request {Request}: {Error}")]
    public static partial void FunctionFailed(this ILogger logger, string function, string request, string error);

    [LoggerMessage(2702, LogLevel.Information, "event {Request} of {Function} given up after {Attempts} attempts: {Condition}")]
    public static partial void EventGivenUp(this ILogger logger, string request, string function, int attempts, string condition);

    [LoggerMessage(2703, LogLevel.Error, "an event of {Function} could not be handled; it is tried again")]
    public static partial void EventTrouble(this ILogger logger, string function, Exception exception);

    [LoggerMessage(2704, LogLevel.Information, "mapping {Mapping} from {Source} to {Function} runs")]
    public static partial void MappingStarted(this ILogger logger, string mapping, string source, string function);

    [LoggerMessage(2705, LogLevel.Debug, "mapping {Mapping} stops")]
    public static partial void MappingStopped(this ILogger logger, string mapping);

    [LoggerMessage(2706, LogLevel.Warning, "mapping {Mapping} has trouble and goes on in {Delay}: {Problem}")]
    public static partial void MappingTrouble(this ILogger logger, string mapping, TimeSpan delay, string problem);

    [LoggerMessage(2707, LogLevel.Warning, "mapping {Mapping} discards {Records} records of {Shard} from {First}: {Condition}")]
    public static partial void RecordsDiscarded(this ILogger logger, string mapping, int records, string shard, string first, string condition);

    [LoggerMessage(2708, LogLevel.Error, "a failed batch or event could not be sent to {Destination}")]
    public static partial void DestinationFailed(this ILogger logger, string destination, Exception exception);

    [LoggerMessage(2709, LogLevel.Error, "asynchronous events wait: the queue could not be read")]
    public static partial void EventQueueTrouble(this ILogger logger, Exception exception);

    [LoggerMessage(2710, LogLevel.Error, "mapping {Mapping} ended; a change of it or a restart runs it again")]
    public static partial void MappingEnded(this ILogger logger, string mapping, Exception exception);
}
