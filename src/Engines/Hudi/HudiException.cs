namespace Weir.Engines.Hudi;

/// <summary>What kind of trouble a Hudi table is in.</summary>
public enum HudiProblem
{
    /// <summary>There is no table where one should be.</summary>
    NoTable = 0,

    /// <summary>A file is not what the format says.</summary>
    BadData = 1,

    /// <summary>The table uses something that is not built here.</summary>
    NotSupported = 2,
}

/// <summary>A Hudi table cannot be read.</summary>
public sealed class HudiException(HudiProblem problem, string message, Exception? cause = null) : Exception(message, cause)
{
    public HudiProblem Problem { get; } = problem;

    internal static HudiException BadData(string message, Exception? cause = null) => new(HudiProblem.BadData, message, cause);

    internal static HudiException NotSupported(string message) => new(HudiProblem.NotSupported, message);
}

/// <summary>Every bound of the engine, with its unit.</summary>
public static class HudiLimits
{
    /// <summary>Bytes of <c>hoodie.properties</c>.</summary>
    public const int PropertiesBytesMax = 4 << 20;

    /// <summary>Bytes of one commit's metadata.</summary>
    public const int CommitBytesMax = 256 << 20;

    /// <summary>Instants of the active timeline.</summary>
    public const int InstantsMax = 100_000;

    /// <summary>Bytes of one block of a log.</summary>
    public const int BlockBytesMax = 512 << 20;

    /// <summary>Bytes of a block's header or footer.</summary>
    public const int HeaderBytesMax = 16 << 20;

    /// <summary>Records of the logs that one query may hold.</summary>
    public const int LogRecordsMax = 5_000_000;

    /// <summary>Bytes of the logs that one query may read.</summary>
    public const long LogBytesMax = 1L << 30;
}
