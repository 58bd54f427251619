namespace Weir.Services.Iam.State;

/// <summary>A customer managed policy with the versions that are kept. Immutable.</summary>
internal sealed record ManagedPolicy
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    public required string Id { get; init; }

    public required string Arn { get; init; }

    public string? Description { get; init; }

    public required long CreatedSeconds { get; init; }

    public required long UpdatedSeconds { get; init; }

    public required IReadOnlyList<ManagedPolicyVersion> Versions { get; init; }

    public required string DefaultVersionId { get; init; }

    /// <summary>Version numbers are not used again.</summary>
    public required int NextVersion { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public ManagedPolicyVersion Default => Versions.Single(version => version.Id == DefaultVersionId);
}

internal sealed record ManagedPolicyVersion(string Id, string Document, long CreatedSeconds);
