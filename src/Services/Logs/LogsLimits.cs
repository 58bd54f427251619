namespace Weir.Services.Logs;

/// <summary>Every number of CloudWatch Logs, and of our own buffers.</summary>
internal static class LogsLimits
{
    public const int NameLengthMax = 512;
    public const int BatchEventsMax = 10_000;
    public const int BatchBytesMax = 1024 * 1024;

    /// <summary>What AWS counts for an event beside its message.</summary>
    public const int EventOverheadBytes = 26;

    public const int MessageBytesMax = 1024 * 1024;
    public const int PageEventsMax = 10_000;
    public const int PageBytesMax = 1024 * 1024;
    public const int DescribeMax = 50;
    public const int TagsMax = 50;

    /// <summary>Events that one FilterLogEvents looks at before it answers with what it has.</summary>
    public const int FilterScanMax = 200_000;

    public const int FilterPatternLengthMax = 1024;

    /// <summary>Lines of other services waiting to be written; more are dropped, and counted.</summary>
    public const int WriteBehindMax = 65_536;

    /// <summary>Lines that share one transaction.</summary>
    public const int WriteBehindBatch = 2_000;

    public const int SweepBatch = 1_000;

    public static readonly TimeSpan BatchSpanMax = TimeSpan.FromHours(24);
    public static readonly TimeSpan EventAgeMax = TimeSpan.FromDays(14);
    public static readonly TimeSpan EventFutureMax = TimeSpan.FromHours(2);
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    /// <summary>How long a line may wait for others to share its transaction.</summary>
    public static readonly TimeSpan WriteBehindDelay = TimeSpan.FromMilliseconds(100);

    public static readonly int[] RetentionDays =
    [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ];
}
