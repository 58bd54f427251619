using System.Collections.Immutable;

namespace Weir.Services.Athena.State;

/// <summary>A data catalog that somebody registered beside the account's own.</summary>
internal sealed record DataCatalogState
{
    public const string Glue = "GLUE";
    public const string Lambda = "LAMBDA";
    public const string Hive = "HIVE";

    public required string Name { get; init; }
    public required string Type { get; init; }
    public string? Description { get; init; }
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
