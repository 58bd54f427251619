using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.State;

/// <summary>A database of the catalog. Immutable.</summary>
internal sealed record DatabaseState
{
    /// <summary>Lower case.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? LocationUri { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public required DateTimeOffset Created { get; init; }

    public IReadOnlyList<PrincipalPermissions>? DefaultPermissions { get; init; }

    public DatabaseIdentifier? Target { get; init; }
}
