using Weir.Engines.Hudi;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Hudi;

/// <summary>Errors of the table format in the words of Athena's executions, which reads Hudi as Hive's tables.</summary>
internal static class HudiErrors
{
    public static QueryFailure Of(HudiException error, string address) => QueryFailure.User(error.Problem switch
    {
        HudiProblem.NoTable => $"HIVE_UNKNOWN_ERROR: {error.Message} [{address}]",
        HudiProblem.BadData => $"HIVE_BAD_DATA: {error.Message} [{address}]",
        HudiProblem.NotSupported => $"NOT_SUPPORTED: {error.Message} [{address}]",
    });
}
