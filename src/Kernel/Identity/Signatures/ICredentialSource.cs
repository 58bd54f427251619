namespace Weir.Kernel.Identity.Signatures;

/// <summary>Knows some access keys: the root's, users', temporary sessions'.</summary>
/// <remarks>Asked on each request, so it answers from memory or one indexed read. Safe from any thread.</remarks>
public interface ICredentialSource
{
    /// <summary>Null when this source has no such key. Inactive keys are not found.</summary>
    Credential? Find(string accessKeyId);
}

/// <summary>An access key and whom it stands for.</summary>
public sealed record Credential
{
    public required string AccessKeyId { get; init; }

    public required string Secret { get; init; }

    public required Caller Caller { get; init; }

    /// <summary>The token each request must carry, for temporary credentials.</summary>
    public string? SessionToken { get; init; }

    public DateTimeOffset? Expiration { get; init; }

    /// <summary>Not the generated one: a secret must not reach a log by way of interpolation.</summary>
    public override string ToString() => $"Credential {AccessKeyId}";
}
