using Microsoft.Extensions.Logging;

namespace Weir.Services.Glue;

/// <summary>Every log message of the service.</summary>
internal static partial class GlueLog
{
    [LoggerMessage(2801, LogLevel.Error, "a partition index could not be built; it is tried again at the next start")]
    public static partial void IndexFailed(this ILogger logger, Exception error);

    [LoggerMessage(2802, LogLevel.Information, "crawl {Crawl} of crawler {Crawler} ended {State} {Error}")]
    public static partial void CrawlEnded(this ILogger logger, string crawler, string crawl, string state, string error);

    [LoggerMessage(2803, LogLevel.Error, "a crawl of {Crawler} broke")]
    public static partial void CrawlBroke(this ILogger logger, string crawler, Exception error);

    [LoggerMessage(2804, LogLevel.Error, "the end of a crawl of {Crawler} could not be kept")]
    public static partial void CrawlEndLost(this ILogger logger, string crawler, Exception error);

    [LoggerMessage(2805, LogLevel.Error, "schedules of crawlers could not be looked at")]
    public static partial void ScheduleFailed(this ILogger logger, Exception error);

    [LoggerMessage(2806, LogLevel.Error, "a column statistics task of {Table} broke")]
    public static partial void StatisticsBroke(this ILogger logger, string table, Exception error);

    [LoggerMessage(2810, LogLevel.Information, "an engine reports of {Database}.{Table}: {Type} {Report}")]
    public static partial void MetricsReported(this ILogger logger, string database, string table, string type, string report);
}
