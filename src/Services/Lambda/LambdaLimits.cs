namespace Weir.Services.Lambda;

/// <summary>Lambda's documented quotas, and the bounds of our own work.</summary>
internal static class LambdaLimits
{
    public const int TimeoutSecondsMax = 900;
    public const int TimeoutSecondsDefault = 3;
    public const int MemoryMegabytesMin = 128;
    public const int MemoryMegabytesMax = 10_240;
    public const int StorageMegabytesMin = 512;
    public const int StorageMegabytesMax = 10_240;
    public const int DescriptionLengthMax = 256;
    public const int EnvironmentBytesMax = 4096;
    public const int SynchronousPayloadBytesMax = 6_291_456;
    public const int EventPayloadBytesMax = 1_048_576;
    public const int ZipBytesMax = 52_428_800;
    public const long StoredZipBytesMax = 262_144_000;
    public const int PolicyBytesMax = 20_480;
    public const int TagsMax = 50;
    public const int ListMax = 50;
    public const int VersionListMax = 50;
    public const int MappingListMax = 100;
    public const int ConcurrencyMax = 1000;

    /// <summary>What reservations must leave to all other functions.</summary>
    public const int UnreservedConcurrencyMin = 100;

    public const int EventRetriesMax = 2;
    public const int EventAgeSecondsMin = 60;
    public const int EventAgeSecondsMax = 21_600;

    /// <summary>Events of the asynchronous queue that run at once.</summary>
    public const int EventsAtOnce = 16;

    public const int QueueReceiveMax = 10;
    public const int MappingBatchMax = 10_000;
    public const int QueueBatchDefault = 10;
    public const int StreamBatchDefault = 100;
    public const int MappingWindowSecondsMax = 300;
    public const int StreamRetriesMax = 10_000;
    public const int StreamRecordAgeSecondsMax = 604_800;

    /// <summary>Batches of one queue mapping that run at once, unless it says fewer.</summary>
    public const int QueueBatchesAtOnce = 5;

    /// <summary>Record bytes of one stream batch: in base 64 and with its JSON it stays below the payload limit.</summary>
    public const int StreamBatchBytesMax = 4 * 1024 * 1024;

    /// <summary>Body bytes of one queue batch.</summary>
    public const int QueueBatchBytesMax = 5 * 1024 * 1024;

    public static readonly TimeSpan EventAgeDefault = TimeSpan.FromHours(6);
    public static readonly TimeSpan FirstEventRetry = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan SecondEventRetry = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan ThrottledRetry = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan MappingRetryFirst = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan MappingRetryMax = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan ShardCheckPeriod = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan ReapPeriod = TimeSpan.FromSeconds(30);

    /// <summary>Credentials in a sandbox outlive it, and the longest invocation that it may still run at its end.</summary>
    public static readonly TimeSpan CredentialLifetime = TimeSpan.FromHours(1);
    public static readonly TimeSpan SandboxLifetime = TimeSpan.FromMinutes(40);
}
