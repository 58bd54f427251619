using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Weir.Engines.Sql.Json;

namespace Weir.Engines.Sql.Runtime;

/// <summary>All functions of the dialect that run as C# in the middle of a query. The engine that executes must know them: see docs/sql.md.</summary>
public static class SqlRuntime
{
    /// <summary>The scalar functions.</summary>
    public static ImmutableArray<RuntimeFunction> Functions { get; } =
    [
        .. new[] { RegexFunctions.All, TextFunctions.All, BinaryFunctions.All, NumberFunctions.All, TimeFunctions.All, FineTimes.All, JsonFunctions.All, JsonRuntime.All, JsonCasts.All, DecimalRuntime.All, ListFunctions.All, SketchFunctions.All, GeoFunctions.All, RowPatternFunctions.All }
            .SelectMany(list => list).Select(Guarded),
    ];

    /// <summary>The aggregate functions.</summary>
    public static ImmutableArray<RuntimeAggregate> Aggregates { get; } =
    [
        .. new[] { NumberAggregates.All, SketchAggregates.All }.SelectMany(list => list).Select(Guarded),
    ];

    internal static SqlException Invalid(string text) => new(SqlErrorCode.InvalidFunctionArgument, text);

    private static RuntimeFunction Guarded(RuntimeFunction function) => function with
    {
        Body = values =>
        {
            try
            {
                return function.Body(values);
            }
            catch (Exception error)
            {
                throw Failure(error) ?? error;
            }
        },
    };

    private static RuntimeAggregate Guarded(RuntimeAggregate aggregate) => aggregate with
    {
        Add = (state, values) =>
        {
            try
            {
                aggregate.Add(state, values);
            }
            catch (Exception error)
            {
                throw Failure(error) ?? error;
            }
        },
    };

    private static RuntimeFailure? Failure(Exception error) => error switch
    {
        SqlException known => RuntimeFailure.Of(known.Code, known.Text),
        RegexMatchTimeoutException => RuntimeFailure.Of(SqlErrorCode.NotSupported, "The regular expression takes too long"),
        _ => null,
    };
}
