namespace Weir.Engines.Iceberg;

/// <summary>What kind of trouble an Iceberg table is in.</summary>
public enum IcebergProblem
{
    /// <summary>A file is not what the specification says.</summary>
    BadMetadata = 0,

    /// <summary>The table uses something that is not built here.</summary>
    NotSupported = 1,

    /// <summary>Another writer changed what this change rests on.</summary>
    Conflict = 2,

    /// <summary>What was asked makes no sense for this table.</summary>
    Invalid = 3,
}

/// <summary>An Iceberg table cannot be read or changed as asked.</summary>
public sealed class IcebergException(IcebergProblem problem, string message, Exception? cause = null) : Exception(message, cause)
{
    public IcebergProblem Problem { get; } = problem;

    internal static IcebergException Bad(string message, Exception? cause = null) => new(IcebergProblem.BadMetadata, message, cause);

    internal static IcebergException Invalid(string message) => new(IcebergProblem.Invalid, message);

    internal static IcebergException NotSupported(string message) => new(IcebergProblem.NotSupported, message);
}
