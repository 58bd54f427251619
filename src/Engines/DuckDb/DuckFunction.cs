namespace Weir.Engines.DuckDb;

/// <summary>Computes one row of a <see cref="DuckFunction"/> from values as <see cref="DuckValues.Read"/> gives them.</summary>
/// <remarks>Called from any thread, several at once. What it throws is the query's error, with its message. The span is gone when it returns.</remarks>
public delegate object? DuckFunctionBody(ReadOnlySpan<object?> arguments);

/// <summary>Adds one row to a state of a <see cref="DuckAggregate"/>.</summary>
public delegate void DuckAggregateStep(object state, ReadOnlySpan<object?> arguments);

/// <summary>A scalar function written in C#, for <see cref="DuckOptions.Functions"/>. Made once: it lives as long as the program.</summary>
/// <param name="parameters">Their types; <see cref="DuckKind.Any"/> takes every type.</param>
public sealed class DuckFunction(string name, IReadOnlyList<DuckType> parameters, DuckType result, DuckFunctionBody body)
{
    public string Name => name;

    public IReadOnlyList<DuckType> Parameters => parameters;

    public DuckType Result => result;

    public DuckFunctionBody Body => body;

    /// <summary>The type of any number of further arguments.</summary>
    public DuckType? More { get; init; }

    /// <summary>It answers differently each time: called for each row, and TRY does not catch its errors.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>Called with NULL too; otherwise a NULL argument makes NULL.</summary>
    public bool SeesNulls { get; init; }
}

/// <summary>An aggregate function written in C#, for <see cref="DuckOptions.Aggregates"/>. Made once: it lives as long as the program.</summary>
/// <remarks>
/// A state is used by one thread at a time. Its memory is not DuckDB's and not counted by it: keep it small. Not for windows over whole
/// partitions: there DuckDB 1.5 hands the C API one state for many rows and does not say so.
/// </remarks>
public sealed class DuckAggregate(string name, IReadOnlyList<DuckType> parameters, DuckType result)
{
    public string Name => name;

    public IReadOnlyList<DuckType> Parameters => parameters;

    public DuckType Result => result;

    /// <summary>A new state. Where no row came, there is none and the answer is <see cref="Finish"/> of a new one.</summary>
    public required Func<object> Create { get; init; }

    public required DuckAggregateStep Add { get; init; }

    /// <summary>Adds the second state to the first and leaves the second as it is.</summary>
    public required Action<object, object> Merge { get; init; }

    /// <summary>The answer; the state may be asked again.</summary>
    public required Func<object, object?> Finish { get; init; }

    /// <summary>Rows with NULL are added too; otherwise they are passed over.</summary>
    public bool SeesNulls { get; init; }
}
