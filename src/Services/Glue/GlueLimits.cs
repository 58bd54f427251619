namespace Weir.Services.Glue;

/// <summary>Source: AWS Glue API Reference.</summary>
internal static class GlueLimits
{
    public const int NameLettersMax = 255;
    public const int DescriptionLettersMax = 2048;
    public const int ValueLettersMax = 1024;
    public const int ExpressionLettersMax = 2048;
    public const int ExpressionDepthMax = 100;
    public const int BatchCreatePartitionsMax = 100;
    public const int BatchDeletePartitionsMax = 25;
    public const int BatchGetPartitionsMax = 1000;
    public const int BatchUpdatePartitionsMax = 100;
    public const int BatchTablesMax = 100;
    public const int BatchVersionsMax = 100;
    public const int DatabasesPageMax = 100;
    public const int TablesPageMax = 100;
    public const int VersionsPageMax = 100;
    public const int PartitionsPageMax = 1000;
    public const int SegmentsMax = 10;
    public const int TagsMax = 50;
    public const int SearchPageMax = 1000;

    /// <summary>Tables of one transaction of the REST catalog.</summary>
    public const int TransactionTablesMax = 100;

    public const int PartitionIndexesMax = 3;
    public const int StatisticsColumnsMax = 100;
    public const int StatisticsUpdatesMax = 25;
    public const int ConnectionsPageMax = 1000;
    public const int ConnectionValueLettersMax = 1024;

    public const int ConnectionPropertiesMax = 100;
    public const int BatchDeleteConnectionsMax = 25;
    public const int FunctionsPageMax = 100;
    public const int ClassifiersPageMax = 1000;

    public const int CrawlersPageMax = 1000;
    public const int CrawlsPageMax = 1000;
    public const int BatchGetCrawlersMax = 100;
    public const int StatisticsTasksPageMax = 1000;
    public const int SampleSizeMax = 249;
    public const int ExclusionsMax = 100;
    public const int TablePrefixLettersMax = 128;

    /// <summary>Letters of a table's name that a crawler makes.</summary>
    public const int CrawledNameLettersMax = 128;

    /// <summary>Runs remembered of one crawler.</summary>
    public const int CrawlsKept = 1000;

    /// <summary>Crawls that read data at the same time; others wait.</summary>
    public const int CrawlsAtOnce = 2;

    /// <summary>Crawls that may wait; a schedule that finds no place tries again at its next time.</summary>
    public const int CrawlsQueuedMax = 1000;

    /// <summary>How often schedules are looked at.</summary>
    public static readonly TimeSpan SchedulePeriod = TimeSpan.FromSeconds(10);

    /// <summary>Partitions written in one transaction by a crawl.</summary>
    public const int PartitionsPerWrite = 200;

    /// <summary>Objects that one crawl lists at most.</summary>
    public const int CrawledObjectsMax = 5_000_000;

    /// <summary>Tables of one database that one crawl takes at most.</summary>
    public const int CrawledTablesMax = 100_000;

    public const int CommentLettersMax = 255;

    /// <summary>Messages of a queue taken by one crawl in event mode.</summary>
    public const int EventsPerCrawlMax = 100_000;

    /// <summary>Letters of a reason kept in a table's parameters.</summary>
    public const int ReasonLettersMax = 2000;

    /// <summary>Letters of a resource policy: 10 KB.</summary>
    public const int PolicyLettersMax = 10_240;

    /// <summary>Partitions entered in a new index in one transaction.</summary>
    public const int IndexEntriesPerWrite = 500;

    /// <summary>Partitions read in one snapshot when another service lists them.</summary>
    public const int PartitionsPerRead = 1000;
}
