namespace Weir.Engines.DuckDb;

/// <summary>What one DuckDB instance may use: everything it needs is named here and locked when it opens.</summary>
public sealed record DuckOptions
{
    /// <summary>Worker threads, the caller's included.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Memory before operators spill; bytes.</summary>
    public long MemoryBytesMax { get; init; } = MemoryShare(4);

    /// <summary>Where operators spill; made on demand. Null: they fail instead.</summary>
    public string? SpillDirectory { get; init; }

    /// <summary>How much may be spilled; bytes.</summary>
    public long SpillBytesMax { get; init; } = 64L << 30;

    /// <summary>The only folders whose files statements may read or write.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>Statements of our own that run when the instance opens, before it is locked.</summary>
    public IReadOnlyList<string> Prelude { get; init; } = [];

    /// <summary>Macros of our own, made when a statement first names them.</summary>
    public DuckMacros? Macros { get; init; }

    /// <summary>Functions written in C#; the prelude and macros may use them.</summary>
    public IReadOnlyList<DuckFunction> Functions { get; init; } = [];

    /// <summary>Aggregate functions written in C#.</summary>
    public IReadOnlyList<DuckAggregate> Aggregates { get; init; } = [];

    /// <summary>An even share of the machine's (or container's) memory, at least 256 MiB.</summary>
    public static long MemoryShare(int shares) => MemoryShare(shares, 256L << 20);

    /// <summary>An even share of the machine's (or container's) memory, at least some bytes.</summary>
    public static long MemoryShare(int shares, long bytesMin) =>
        Math.Max(bytesMin, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / shares);
}
