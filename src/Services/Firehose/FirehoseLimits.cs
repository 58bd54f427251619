namespace Weir.Services.Firehose;

/// <summary>Every number of the service. Source: Amazon Data Firehose developer guide, "Quota" and "Buffering hints".</summary>
internal static class FirehoseLimits
{
    public const int RecordBytesMax = 1_024_000;
    public const int BatchRecordsMax = 500;
    public const int BatchBytesMax = 4 << 20;

    public const int BufferMegabytesDefault = 5;
    public const int BufferMegabytesConvertedDefault = 128;
    public const int BufferMegabytesConvertedMin = 64;
    public const int BufferSecondsDefault = 300;
    public const int BufferSecondsMax = 900;
    public const int BufferMegabytesMax = 128;

    public const double TransformMegabytesDefault = 1;
    public const double TransformMegabytesMin = 0.2;
    public const double TransformMegabytesMax = 3;
    public const int TransformPayloadBytesMax = 6 << 20;
    public const int TransformRetriesDefault = 3;
    public const int TransformRetriesMax = 300;

    public const int StreamsMax = 5000;
    public const int TagsMax = 50;
    public const int ListPage = 10;

    /// <summary>How much may wait for delivery before puts are refused: the buffer is on disk, but disks end.</summary>
    public const long BacklogBytesMax = 16L << 30;

    /// <summary>Buffered records that are kept in memory for delivery; past this they are read again from the source.</summary>
    public const int KeptBytesMax = 8 << 20;

    /// <summary>A stripe in memory while it is written: a wish for more is taken as this.</summary>
    public const int OrcStripeBytes = 64 << 20;

    public const int OrcStripeBytesMin = 8 << 20;
    public const int OrcRowIndexStride = 10_000;
    public const int OrcRowIndexStrideMin = 1000;

    public const int ReadBytes = 1 << 20;
    public const int ReadRecordsMax = 10_000;
    public const int NestingMax = 64;

    public static readonly TimeSpan SourceWait = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan RetryDelayMin = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan RetryDelayMax = TimeSpan.FromMinutes(1);
}
