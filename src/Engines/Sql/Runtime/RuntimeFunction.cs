namespace Weir.Engines.Sql.Runtime;

/// <summary>Computes one row. Values are null, bool, the integer types, float, double, string, byte[], DateOnly; lists as object?[], maps as key/value pairs.</summary>
public delegate object? RuntimeBody(ReadOnlySpan<object?> values);

/// <summary>Adds one row to an aggregate's state.</summary>
public delegate void RuntimeStep(object state, ReadOnlySpan<object?> values);

/// <summary>A scalar function that lowered text calls and the executing engine is to be taught. Called from any thread.</summary>
/// <param name="Parameters">Types in DuckDB's text; <c>ANY</c> takes every type.</param>
/// <param name="Body">What it throws carries its code in the message, for <see cref="Lowering.EngineErrors"/>.</param>
public sealed record RuntimeFunction(string Name, IReadOnlyList<string> Parameters, string Result, RuntimeBody Body)
{
    /// <summary>The type of any number of further arguments.</summary>
    public string? More { get; init; }

    /// <summary>Called with NULL too; otherwise NULL makes NULL.</summary>
    public bool SeesNulls { get; init; }
}

/// <summary>An aggregate function that lowered text calls and the executing engine is to be taught.</summary>
public sealed record RuntimeAggregate(string Name, IReadOnlyList<string> Parameters, string Result)
{
    public required Func<object> Create { get; init; }

    public required RuntimeStep Add { get; init; }

    /// <summary>Adds the second state to the first and leaves the second as it is.</summary>
    public required Action<object, object> Merge { get; init; }

    public required Func<object, object?> Finish { get; init; }

    /// <summary>Rows with NULL are added too.</summary>
    public bool SeesNulls { get; init; }
}

#pragma warning disable CA1710 // a failure of the query, not of the program
/// <summary>A failure while a query runs; its message tells <see cref="Lowering.EngineErrors"/> the code.</summary>
public sealed class RuntimeFailure(string message) : Exception(message)
{
    internal static RuntimeFailure Of(SqlErrorCode code, string text) => new($"[[WEIR! {SqlErrorCodes.Name(code)} {text}]]");
}
