using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>A query that cannot go on, with what its execution will say.</summary>
internal sealed class QueryFailure(ExecutionError error) : Exception(error.Message)
{
    private const int SystemCategory = 1;
    private const int UserCategory = 2;

    public ExecutionError Error { get; } = error;

    /// <summary>The query or its data is at fault.</summary>
    public static QueryFailure User(string message) => new(UserError(message));

    public static ExecutionError UserError(string message) => new(UserCategory, UserType(message), message, Retryable: false);

    public static ExecutionError SystemError(string message, bool retryable) => new(SystemCategory, 100, message, retryable);

    public static ExecutionError Timeout() => new(SystemCategory, 205, "Query timeout", Retryable: true);

    /// <summary>Athena's error types: 1006 is the general one of users' errors.</summary>
    private static int UserType(string message) => message.Split(':', 2)[0] switch
    {
        "HIVE_BAD_DATA" or "HIVE_CURSOR_ERROR" or "LINE_TOO_LONG" => 1005,
        "PERMISSION_DENIED" => 1002,
        _ => 1006,
    };
}
