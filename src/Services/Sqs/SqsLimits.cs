namespace Weir.Services.Sqs;

/// <summary>SQS's documented quotas, and how often our own work runs.</summary>
internal static class SqsLimits
{
    public const int MessageBytesMin = 1024;
    public const int MessageBytesMax = 1024 * 1024;
    public const int BatchBytesMax = 1024 * 1024;
    public const int BatchEntriesMax = 10;
    public const int BatchEntryIdLengthMax = 80;
    public const int ReceiveMessagesMax = 10;
    public const int WaitSecondsMax = 20;
    public const int DelaySecondsMax = 900;
    public const int VisibilitySecondsMax = 43_200;
    public const int VisibilitySecondsDefault = 30;
    public const int RetentionSecondsMin = 60;
    public const int RetentionSecondsMax = 1_209_600;
    public const int RetentionSecondsDefault = 345_600;
    public const int ReceiveCountMax = 1000;
    public const int MessageAttributesMax = 10;
    public const int AttributeNameLengthMax = 256;
    public const int AttributeTypeLengthMax = 256;
    public const int FifoIdLengthMax = 128;
    public const int QueueNameLengthMax = 80;
    public const int ListMax = 1000;
    public const int TagsMax = 50;
    public const int TagKeyLengthMax = 128;
    public const int TagValueLengthMax = 256;
    public const int PermissionActionsMax = 7;
    public const int PolicyBytesMax = 8192 * 4;
    public const int RedriveSourcesMax = 10;

    /// <summary>How far into a FIFO queue a receive looks for a group that is not blocked.</summary>
    public const int FifoLookAheadMessages = 20_000;

    public static readonly TimeSpan DeduplicationWindow = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Messages one sweep transaction removes, so that a sweep never holds the writer for long.</summary>
    public const int SweepMessagesMax = 1000;
}
