using Weir.Engines.Sql;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>What a statement runs with.</summary>
internal sealed record StatementContext(ExecutionState Execution, CallContext Call, CancellationToken CancellationToken)
{
    public const string DefaultDatabase = "default";

    /// <summary>Names without a database mean this one.</summary>
    public string Database => Execution.Database ?? DefaultDatabase;

    /// <summary>Which catalog names mean the account's Glue catalog.</summary>
    public Func<string, bool> IsGlue { get; init; } = DataCatalogs.IsOwn;

    /// <summary>Whether what the statement writes (results, and files of CREATE TABLE AS, INSERT and UNLOAD) is encrypted at rest: SSE_S3.</summary>
    public bool IsEncrypted => Execution.EncryptionOption is not null;

    /// <summary>What the workgroup lets one query read; null for no limit.</summary>
    public long? BytesMax { get; init; }

    /// <summary>Decimals are computed with all digits of their types; else with 18, until one does not fit (<see cref="DecimalsTooNarrow"/>).</summary>
    public bool WideDecimals { get; init; }

    /// <summary>For EXPLAIN ANALYZE of a statement that writes: its query runs under this measure.</summary>
    public StepMeasure? Measure { get; init; }

    public LoweringOptions Lowering => new(NarrowDecimals: !WideDecimals);

    /// <summary>Milliseconds the engine took to plan and to run; filled in by the statement.</summary>
    public ExecutionStatistics Statistics { get; set; } = new();
}
