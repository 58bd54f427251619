using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Folders;

/// <summary>A table that files and folders make together. Immutable.</summary>
public sealed record PlannedTable
{
    /// <summary>The folder below the root, without slashes at its ends; empty for the root. A file's path when <see cref="IsFile"/>.</summary>
    public required string Path { get; init; }

    /// <summary>True when one file of a folder of strangers is the table.</summary>
    public bool IsFile { get; init; }

    /// <summary>Format and columns of all files together, partition columns apart.</summary>
    public required FileSchema Schema { get; init; }

    public IReadOnlyList<PartitionColumn> Keys { get; init; } = [];

    /// <summary>In the order of their paths; empty for a table without keys.</summary>
    public IReadOnlyList<PlannedPartition> Partitions { get; init; } = [];

    public long Files { get; init; }

    public long Bytes { get; init; }

    /// <summary>Why this is one table, in sentences without a full stop.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];
}

/// <param name="Reason">Why this name and type.</param>
public sealed record PartitionColumn(string Name, HiveType Type, string Reason);

public sealed record PlannedPartition
{
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>The folder below the root.</summary>
    public required string Path { get; init; }

    /// <summary>The partition's own columns.</summary>
    public required FileSchema Schema { get; init; }

    public long Files { get; init; }

    public long Bytes { get; init; }
}

/// <summary>How folders become tables where somebody has a say.</summary>
public sealed record PlanWishes
{
    /// <summary>The folders so many levels below the root are the tables; null: found out.</summary>
    public int? TableLevel { get; init; }

    /// <summary>Files of one format are one table, however different their columns.</summary>
    public bool CombinesCompatible { get; init; }

    /// <summary>Folders below the root that were tables before, and stay tables: a folder alone beside nothing is no partition then.</summary>
    public IReadOnlySet<string> Known { get; init; } = new HashSet<string>();
}

/// <summary>What a plan could not make tables of.</summary>
/// <param name="Path">Of the file, below the root.</param>
public sealed record IgnoredFile(string Path, string Reason);

public sealed record TablePlan(IReadOnlyList<PlannedTable> Tables, IReadOnlyList<IgnoredFile> Ignored);
