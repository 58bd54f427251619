using Weir.Engines.Delta;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Delta;

/// <summary>Errors of the table format in the words of Athena's executions.</summary>
internal static class DeltaErrors
{
    public static QueryFailure Of(DeltaException error) => QueryFailure.User(error.Problem switch
    {
        DeltaProblem.NoTable => $"DELTA_LAKE_INVALID_TABLE: {error.Message}",
        DeltaProblem.BadLog => $"DELTA_LAKE_INVALID_SCHEMA: {error.Message}",
        DeltaProblem.BadData => $"DELTA_LAKE_BAD_DATA: {error.Message}",
        DeltaProblem.NotSupported => $"NOT_SUPPORTED: {error.Message}",
    });
}
