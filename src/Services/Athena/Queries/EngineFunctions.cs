using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Runtime;

namespace Weir.Services.Athena.Queries;

/// <summary>Teaches the executing engine the dialect's functions that are written in C#.</summary>
internal static class EngineFunctions
{
    public static IReadOnlyList<DuckFunction> Scalars { get; } = [.. SqlRuntime.Functions.Select(Scalar)];

    private static DuckFunction Scalar(RuntimeFunction function) => new(
        function.Name, [.. function.Parameters.Select(DuckTypeText.Parse)], DuckTypeText.Parse(function.Result), values => function.Body(values))
    {
        More = function.More is null ? null : DuckTypeText.Parse(function.More),
        SeesNulls = function.SeesNulls,
    };
}
