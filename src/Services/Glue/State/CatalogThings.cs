using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.State;

/// <summary>What a catalog holds beside databases and tables. Safe from any thread.</summary>
internal sealed class CatalogThings
{
    public PlacedTable<ConnectionState> Connections { get; } = new("glue_connections", GlueJson.Default.ConnectionState);

    /// <summary>By database and name.</summary>
    public PlacedTable<FunctionState> Functions { get; } = new("glue_functions", GlueJson.Default.FunctionState);

    public PlacedTable<Classifier> Classifiers { get; } = new("glue_classifiers", GlueJson.Default.Classifier);

    public CrawlerStore Crawlers { get; } = new();

    public PlacedTable<StatisticsTaskState> StatisticsTasks { get; } = new("glue_statistics_tasks", GlueJson.Default.StatisticsTaskState);

    /// <summary>One a catalog, without a name.</summary>
    public PlacedTable<PolicyState> Policies { get; } = new("glue_policies", GlueJson.Default.PolicyState);
}

/// <summary>How to reach a store of data outside. Immutable.</summary>
internal sealed record ConnectionState
{
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required string Type { get; init; }
    public IReadOnlyList<string>? MatchCriteria { get; init; }
    public required IReadOnlyDictionary<string, string> Properties { get; init; }
    public PhysicalConnectionRequirements? Requirements { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Updated { get; init; }
    public required string UpdatedBy { get; init; }
}

/// <summary>A Hive function that the catalog remembers for engines that run it. Immutable.</summary>
internal sealed record FunctionState
{
    /// <summary>Lower case.</summary>
    public required string Name { get; init; }
    public required string Database { get; init; }
    public string? ClassName { get; init; }
    public string? OwnerName { get; init; }
    public string? OwnerType { get; init; }
    public IReadOnlyList<ResourceUri>? Resources { get; init; }
    public required DateTimeOffset Created { get; init; }
}

/// <summary>The catalog's resource policy.</summary>
internal sealed record PolicyState(string Text, string Hash, DateTimeOffset Created, DateTimeOffset Updated);

/// <summary>A run that computes column statistics. Immutable.</summary>
internal sealed record StatisticsTaskState
{
    public required string Id { get; init; }
    public required string Database { get; init; }
    public required string Table { get; init; }
    public required IReadOnlyList<string> Columns { get; init; }
    public required string Role { get; init; }
    public required string Status { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Updated { get; init; }
    public DateTimeOffset? Started { get; init; }
    public DateTimeOffset? Ended { get; init; }
    public string? Error { get; init; }

    public bool IsOver => Status is "SUCCEEDED" or "FAILED" or "STOPPED";
}
