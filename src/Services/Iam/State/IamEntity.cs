namespace Weir.Services.Iam.State;

/// <summary>A user, a group or a role: what policies are attached to. Immutable.</summary>
internal sealed record IamEntity
{
    public required string Name { get; init; }

    /// <summary>Begins and ends with a slash.</summary>
    public required string Path { get; init; }

    /// <summary>AIDA…, AGPA… or AROA…; never used twice.</summary>
    public required string Id { get; init; }

    public required long CreatedSeconds { get; init; }

    /// <summary>Inline policies: documents by name.</summary>
    public IReadOnlyDictionary<string, string> Inline { get; init; } = Nothing;

    /// <summary>ARNs of managed policies, in the order they were attached.</summary>
    public IReadOnlyList<string> Attached { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init; } = Nothing;

    /// <summary>The ARN of the managed policy that bounds a user or role.</summary>
    public string? Boundary { get; init; }

    /// <summary>Of a user: the names of its groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Of a user.</summary>
    public IReadOnlyList<UserKey> Keys { get; init; } = [];

    /// <summary>Of a role: who may assume it.</summary>
    public string? Trust { get; init; }

    /// <summary>Of a role.</summary>
    public string? Description { get; init; }

    /// <summary>Of a role: the longest session.</summary>
    public int SessionSecondsMax { get; init; } = IamLimits.SessionSecondsDefault;

    private static readonly Dictionary<string, string> Nothing = [];
}

/// <summary>A long-term access key.</summary>
internal sealed record UserKey(string AccessKeyId, string Secret, bool IsActive, long CreatedSeconds)
{
    /// <summary>Not the generated one: a secret must not reach a log.</summary>
    public override string ToString() => AccessKeyId;
}

/// <summary>Whose access key it is.</summary>
internal sealed record KeyOwner(string Account, string UserName);

internal enum EntityKind
{
    User,
    Group,
    Role,
}
