namespace Weir.Engines.Functions;

/// <summary>Every bound of the engine, with its unit.</summary>
public static class FunctionLimits
{
    /// <summary>Lambda's quota for a synchronous payload, either way.</summary>
    public const int PayloadBytesMax = 6_291_556;

    public const long UnpackedBytesMax = 250L * 1024 * 1024;
    public const int UnpackedEntriesMax = 100_000;
    internal const int HeadBytesMax = 32 * 1024;
    internal const int HeadersMax = 100;
    internal const int ErrorTypeLengthMax = 256;

    /// <summary>A body over the payload limit is read away up to here, so that its sender can read the refusal.</summary>
    internal const long DrainBytesMax = 256L * 1024 * 1024;

    internal const int LogLineBytesMax = 256 * 1024;
    internal const int LogTailBytes = 4096;

    /// <summary>What one invocation may log; the rest is read and dropped, with a line that says so.</summary>
    internal const int LogBytesPerInvocation = 4 * 1024 * 1024;

    internal static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(10);
    internal static readonly TimeSpan MemoryWatchPeriod = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an answer waits for its sandbox to ask for more work, so that the next call finds it idle.</summary>
    internal static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(20);

    /// <summary>How long output may trail an answer.</summary>
    internal static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(100);
}
