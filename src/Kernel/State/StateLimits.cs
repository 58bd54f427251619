namespace Weir.Kernel.State;

/// <summary>Every number of the state store, with its unit.</summary>
public static class StateLimits
{
    /// <summary>Transactions that share one commit at most.</summary>
    public const int BatchMax = 2048;

    /// <summary>Transactions that may wait for the writer; further callers wait for a place.</summary>
    public const int QueueMax = 16_384;

    /// <summary>How long a batch may grow before it is committed, in milliseconds.</summary>
    public const int BatchMilliseconds = 4;

    /// <summary>Idle read connections kept.</summary>
    public const int ReadersKept = 8;

    /// <summary>A state file up to this size is checked whole when it is opened, which takes milliseconds; a larger one only by <c>weir verify</c>.</summary>
    public const long OpenCheckBytesMax = 4L << 20;

    public const int BusyTimeoutMilliseconds = 10_000;

    /// <summary>Pages of 8 KiB in the write-ahead log before it is folded back.</summary>
    public const int CheckpointPages = 2_000;

    public const int PageBytes = 8_192;

    /// <summary>The promise of relaxed durability: how much work may be at risk on power loss.</summary>
    public const int RelaxedSyncMilliseconds = 50;

    /// <summary>Entries fetched at once by the first step of a scan; later steps take more.</summary>
    public const int ScanFirst = 16;

    public const int ScanMax = 512;
}
