using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Executions as the API shows them.</summary>
internal static class ExecutionShapes
{
    public static QueryExecution Write(ExecutionState execution) => new()
    {
        QueryExecutionId = execution.Id,
        Query = execution.Query,
        StatementType = execution.StatementType,
        SubstatementType = execution.SubstatementType,
        ResultConfiguration = new()
        {
            OutputLocation = execution.OutputLocation,
            EncryptionConfiguration = WorkGroupShapes.WriteEncryption(execution.EncryptionOption, execution.KmsKey),
            ExpectedBucketOwner = execution.ExpectedBucketOwner,
            AclConfiguration = WorkGroupShapes.WriteAcl(execution.AclOption),
        },
        ResultReuseConfiguration = new()
        {
            ResultReuseByAgeConfiguration = new() { Enabled = execution.ReuseMaxAgeMinutes is not null, MaxAgeInMinutes = execution.ReuseMaxAgeMinutes },
        },
        QueryExecutionContext = new() { Database = execution.Database, Catalog = execution.Catalog },
        Status = new()
        {
            State = execution.State,
            StateChangeReason = execution.Reason,
            SubmissionDateTime = execution.SubmittedAt,
            CompletionDateTime = execution.CompletedAt,
            AthenaError = Write(execution.Error),
        },
        Statistics = Write(execution.Statistics, execution.IsReused),
        WorkGroup = execution.WorkGroup,
        EngineVersion = WorkGroupShapes.WriteEngine(execution.SelectedEngine),
        ExecutionParameters = execution.Parameters.Count == 0 ? null : execution.Parameters,
    };

    private static AthenaError? Write(ExecutionError? error) => error is null ? null : new()
    {
        ErrorCategory = error.Category,
        ErrorType = error.Type,
        Retryable = error.Retryable,
        ErrorMessage = error.Message,
    };

    private static QueryExecutionStatistics Write(ExecutionStatistics statistics, bool isReused) => new()
    {
        EngineExecutionTimeInMillis = statistics.EngineMillis,
        DataScannedInBytes = statistics.ScannedBytes,
        DataManifestLocation = statistics.ManifestLocation,
        TotalExecutionTimeInMillis = statistics.TotalMillis,
        QueryQueueTimeInMillis = statistics.QueuedMillis,
        QueryPlanningTimeInMillis = statistics.PlanningMillis,
        ServiceProcessingTimeInMillis = statistics.ServiceMillis,
        ResultReuseInformation = new() { ReusedPreviousResult = isReused },
    };
}
