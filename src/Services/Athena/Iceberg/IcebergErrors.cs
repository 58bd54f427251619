using Weir.Engines.Iceberg;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Errors of the table format in the words of Athena's executions.</summary>
internal static class IcebergErrors
{
    public static QueryFailure Of(IcebergException error) => QueryFailure.User(error.Problem switch
    {
        IcebergProblem.Conflict => $"ICEBERG_COMMIT_ERROR: Failed to commit Iceberg update to table: {error.Message}",
        IcebergProblem.NotSupported => $"NOT_SUPPORTED: {error.Message}",
        IcebergProblem.Invalid => $"GENERIC_USER_ERROR: {error.Message}",
        IcebergProblem.BadMetadata => $"ICEBERG_INVALID_METADATA: {error.Message}",
    });
}
