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
        .. new[] { JsonRuntime.All }
            .SelectMany(list => list).Select(Guarded),
    ];

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

    private static RuntimeFailure? Failure(Exception error) => error switch
    {
        SqlException known => RuntimeFailure.Of(known.Code, known.Text),
        RegexMatchTimeoutException => RuntimeFailure.Of(SqlErrorCode.NotSupported, "The regular expression takes too long"),
        _ => null,
    };
}
