namespace Weir.Engines.Formats.Orc;

/// <summary>What a predicate says of one column: which values can be in rows that are wanted. Without bounds: any but NULL.</summary>
/// <param name="Column">A place among the table's columns.</param>
public sealed record OrcRange(int Column)
{
    /// <summary>No smaller value is wanted: a bool, long, decimal, double, string or <see cref="DateTime"/> (also for dates).</summary>
    public object? Least { get; init; }

    /// <summary>No larger value is wanted.</summary>
    public object? Most { get; init; }

    /// <summary>Only these are wanted, if not null; <see cref="Least"/> and <see cref="Most"/> are their bounds.</summary>
    public IReadOnlyList<object>? Values { get; init; }

    /// <summary>Only NULL is wanted.</summary>
    public bool IsNull { get; init; }
}
