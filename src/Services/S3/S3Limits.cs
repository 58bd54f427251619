namespace Weir.Services.S3;

/// <summary>Every number of the service, with its unit. Source: "Amazon S3 quotas" and the API reference.</summary>
internal static class S3Limits
{
    public const int KeyBytesMax = 1024;

    /// <summary>User-defined metadata: names and values, in bytes of UTF-8.</summary>
    public const int MetadataBytesMax = 2048;

    /// <summary>One PUT or one part: 5 GiB.</summary>
    public const long UploadBytesMax = 5L << 30;

    /// <summary>One copy: 5 GiB.</summary>
    public const long CopyBytesMax = 5L << 30;

    /// <summary>Every part but the last: 5 MiB.</summary>
    public const long PartBytesMin = 5L << 20;

    public const int PartsMax = 10_000;
    public const int ListMax = 1000;
    public const int DeleteManyMax = 1000;

    public const int ObjectTagsMax = 10;
    public const int BucketTagsMax = 50;
    public const int TagKeyCharactersMax = 128;
    public const int TagValueCharactersMax = 256;

    public const int PolicyBytesMax = 20 * 1024;
    public const int NotificationsMax = 100;
    public const int FilterBytesMax = 1024;

    public const int BucketsPerAccountMax = 10_000;

    /// <summary>Rows that a delimiter listing steps over one by one before it seeks past a common prefix.</summary>
    public const int StepsBeforeSeek = 8;

    /// <summary>Events taken from the queue at a time, and sent to one destination at once.</summary>
    public const int EventsPerRead = 256;
    public const int EventsAtOnce = 16;

    public static readonly TimeSpan EventRetryFirst = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan EventRetryMax = TimeSpan.FromMinutes(1);

    /// <summary>An event that its destination refuses for so long is given up, counted and logged.</summary>
    public static readonly TimeSpan EventAgeMax = TimeSpan.FromHours(24);
}
