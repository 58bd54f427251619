namespace Weir.Services.Athena.State;

/// <summary>A query somebody saved under a name.</summary>
internal sealed record NamedQueryState
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required string Database { get; init; }
    public required string Query { get; init; }
    public required string WorkGroup { get; init; }
    public string? ClientToken { get; init; }
}

/// <summary>A statement with parameters, of one workgroup.</summary>
internal sealed record PreparedState
{
    public required string Name { get; init; }
    public required string WorkGroup { get; init; }
    public required string Query { get; init; }
    public string? Description { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }
}

/// <summary>What a client token was used for, so that a retry gets the same answer.</summary>
internal sealed record TokenState
{
    public required string Id { get; init; }

    /// <summary>A digest of the request the token came with.</summary>
    public required string Digest { get; init; }

    /// <summary>The beginning of time in records of earlier releases, which kept no moment.</summary>
    public DateTimeOffset UsedAt { get; init; }
}
