namespace Weir.Services.Athena.State;

/// <summary>One query from submission to its end. Immutable.</summary>
/// <remarks>
/// Stored twice: when accepted (QUEUED) and when over. RUNNING is kept in memory only: whatever is not over when the program
/// starts was cut off by its stop, and fails with that reason.
/// </remarks>
internal sealed record ExecutionState
{
    public const string Queued = "QUEUED";
    public const string Running = "RUNNING";
    public const string Succeeded = "SUCCEEDED";
    public const string Failed = "FAILED";
    public const string Cancelled = "CANCELLED";

    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string Query { get; init; }
    public IReadOnlyList<string> Parameters { get; init; } = [];
    public string? Database { get; init; }
    public string? Catalog { get; init; }
    public required string WorkGroup { get; init; }

    /// <summary>The folder the caller or the workgroup named, with a slash at the end.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The object with the rows (or the folder of a CTAS).</summary>
    public string? OutputLocation { get; init; }
    public string? EncryptionOption { get; init; }
    public string? KmsKey { get; init; }
    public string? ExpectedBucketOwner { get; init; }
    public string? AclOption { get; init; }
    public string SelectedEngine { get; init; } = EngineVersions.Auto;
    public string? StatementType { get; init; }
    public string? SubstatementType { get; init; }

    /// <summary>How old an earlier answer may be that stands for this query's; null when it must run.</summary>
    public int? ReuseMaxAgeMinutes { get; init; }

    /// <summary>Whether the rows are those of an earlier execution.</summary>
    public bool IsReused { get; init; }

    public string State { get; init; } = Queued;
    public string? Reason { get; init; }
    public ExecutionError? Error { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public ExecutionStatistics Statistics { get; init; } = new();
    public ExecutionResult? Result { get; init; }

    public bool IsOver => State is Succeeded or Failed or Cancelled;
}

/// <param name="Category">1: system, 2: user, 3: other.</param>
internal sealed record ExecutionError(int Category, int Type, string Message, bool Retryable);

internal sealed record ExecutionStatistics
{
    public long QueuedMillis { get; init; }
    public long PlanningMillis { get; init; }
    public long EngineMillis { get; init; }
    public long ServiceMillis { get; init; }
    public long TotalMillis { get; init; }
    public long ScannedBytes { get; init; }
    public long ScannedRows { get; init; }
    public long OutputRows { get; init; }
    public long OutputBytes { get; init; }
    public string? ManifestLocation { get; init; }
}

internal sealed record ExecutionResult
{
    public ResultKind Kind { get; init; }
    public IReadOnlyList<ResultColumn> Columns { get; init; } = [];

    /// <summary>Rows written by CTAS and INSERT.</summary>
    public long? UpdateCount { get; init; }
}

internal enum ResultKind
{
    /// <summary>No rows: CTAS, INSERT.</summary>
    None = 0,

    /// <summary>Quoted CSV with a header.</summary>
    Csv = 1,

    /// <summary>Lines of text.</summary>
    Text = 2,
}

/// <summary>A column as GetQueryResults describes it.</summary>
internal sealed record ResultColumn(string Name, string Type, int Precision = 0, int Scale = 0)
{
    public bool CaseSensitive => Type is "varchar" or "char" or "json";
}
