namespace Weir.Engines.Delta;

/// <summary>What kind of trouble a Delta table is in.</summary>
public enum DeltaProblem
{
    /// <summary>There is no table, or its log does not tell what it consists of.</summary>
    NoTable = 0,

    /// <summary>A file of the log is not what the protocol says.</summary>
    BadLog = 1,

    /// <summary>A file the log names is damaged.</summary>
    BadData = 2,

    /// <summary>The table uses something that is not built here.</summary>
    NotSupported = 3,
}

/// <summary>A Delta table cannot be read.</summary>
public sealed class DeltaException(DeltaProblem problem, string message, Exception? cause = null) : Exception(message, cause)
{
    public DeltaProblem Problem { get; } = problem;

    internal static DeltaException NoTable(string message) => new(DeltaProblem.NoTable, message);

    internal static DeltaException BadLog(string message, Exception? cause = null) => new(DeltaProblem.BadLog, message, cause);

    internal static DeltaException BadData(string message) => new(DeltaProblem.BadData, message);

    internal static DeltaException NotSupported(string message) => new(DeltaProblem.NotSupported, message);
}
