using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Orc;

/// <summary>What a predicate says of one column: which values can be in rows that are wanted.</summary>
/// <param name="Column">A place among the table's columns.</param>
public sealed record OrcRange(int Column)
{
    /// <summary>No smaller value is wanted: a long (also for dates, as days, and booleans), double, string, <see cref="DuckDecimal"/>, or <see cref="DateTime"/>.</summary>
    public object? Least { get; init; }

    /// <summary>No larger value is wanted.</summary>
    public object? Most { get; init; }

    /// <summary>Only these are wanted, if not null; <see cref="Least"/> and <see cref="Most"/> are their bounds.</summary>
    public IReadOnlyList<object>? Values { get; init; }

    /// <summary>Only NULL is wanted.</summary>
    public bool IsNull { get; init; }
}
