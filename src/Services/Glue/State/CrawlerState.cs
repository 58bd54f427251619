using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.State;

/// <summary>A crawler and how it fares. Immutable.</summary>
internal sealed record CrawlerState
{
    public required string Name { get; init; }
    public required string Role { get; init; }
    public required CrawlerTargets Targets { get; init; }

    /// <summary>Lower case; null only when all targets are tables.</summary>
    public string? Database { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string> Classifiers { get; init; } = [];
    public string RecrawlBehavior { get; init; } = "CRAWL_EVERYTHING";
    public string UpdateBehavior { get; init; } = "UPDATE_IN_DATABASE";
    public string DeleteBehavior { get; init; } = "DEPRECATE_IN_DATABASE";
    public string? TablePrefix { get; init; }
    public string? Schedule { get; init; }

    /// <summary>SCHEDULED or NOT_SCHEDULED.</summary>
    public string ScheduleState { get; init; } = "NOT_SCHEDULED";
    public string? Configuration { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Updated { get; init; }
    public long Version { get; init; } = 1;

    /// <summary>The crawl under way; null when there is none.</summary>
    public string? RunningCrawl { get; init; }
    public DateTimeOffset? RunningSince { get; init; }
    public bool IsStopping { get; init; }
    public LastCrawlInfo? LastCrawl { get; init; }

    /// <summary>Of the last crawls that completed, the newest last.</summary>
    public IReadOnlyList<double> RuntimeSeconds { get; init; } = [];
    public int TablesCreated { get; init; }
    public int TablesUpdated { get; init; }
    public int TablesDeleted { get; init; }

    public bool IsScheduled => ScheduleState == "SCHEDULED";
}

/// <summary>One run of a crawler. Immutable.</summary>
internal sealed record CrawlState
{
    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
    public const string Stopped = "STOPPED";

    public required string Id { get; init; }
    public required string Crawler { get; init; }
    public required string State { get; init; }
    public required DateTimeOffset Start { get; init; }
    public DateTimeOffset? End { get; init; }
    public string? Summary { get; init; }
    public string? Error { get; init; }
}
