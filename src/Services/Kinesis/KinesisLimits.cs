namespace Weir.Services.Kinesis;

/// <summary>Every number of the service. Source: Kinesis Data Streams API reference and "Quotas and limits".</summary>
internal static class KinesisLimits
{
    public const int RecordBytesMax = 1 << 20;
    public const int RequestRecordsMax = 500;
    public const int RequestBytesMax = 5 << 20;
    public const int PartitionKeyCharactersMax = 256;

    public const int GetRecordsMax = 10_000;
    public const int GetBytesMax = 10 << 20;

    public const int RetentionHoursDefault = 24;
    public const int RetentionHoursMin = 24;
    public const int RetentionHoursMax = 8760;

    public const int OnDemandShards = 4;
    public const int OnDemandStreamsMax = 50;

    /// <summary>Open shards of one account and region. AWS grants 20,000 where asked; a machine of one's own need not ask.</summary>
    public const int ShardsMax = 20_000;

    public const int TagsMax = 50;
    public const int ConsumersMax = 20;
    public const int DescribePageShards = 100;
    public const int ListPageShards = 1000;
    public const int ListPageStreams = 100;
    public const int TokenCharactersMax = 1 << 12;

    public static readonly TimeSpan IteratorLifetime = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan NextTokenLifetime = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan SubscriptionLifetime = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);
}
