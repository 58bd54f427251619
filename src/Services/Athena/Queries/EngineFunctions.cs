using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Runtime;

namespace Weir.Services.Athena.Queries;

/// <summary>The dialect's own functions in the form DuckDB takes them. Made once.</summary>
internal static class EngineFunctions
{
    public static IReadOnlyList<DuckFunction> Scalars { get; } =
    [
        .. SqlRuntime.Functions.Select(function => new DuckFunction(
            function.Name, Types(function.Parameters), DuckTypeText.Parse(function.Result), new DuckFunctionBody(function.Body))
        {
            More = function.More is null ? null : DuckTypeText.Parse(function.More),
            SeesNulls = function.SeesNulls,
        }),
    ];

    public static IReadOnlyList<DuckAggregate> Aggregates { get; } =
    [
        .. SqlRuntime.Aggregates.Select(aggregate => new DuckAggregate(aggregate.Name, Types(aggregate.Parameters), DuckTypeText.Parse(aggregate.Result))
        {
            Create = aggregate.Create,
            Add = new DuckAggregateStep(aggregate.Add),
            Merge = aggregate.Merge,
            Finish = aggregate.Finish,
            SeesNulls = aggregate.SeesNulls,
        }),
    ];

    private static DuckType[] Types(IReadOnlyList<string> types) => [.. types.Select(DuckTypeText.Parse)];
}
