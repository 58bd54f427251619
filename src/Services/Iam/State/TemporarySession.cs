using Weir.Kernel.Identity;

namespace Weir.Services.Iam.State;

/// <summary>Temporary credentials and whom they stand for. Immutable; forgotten some time after they expire.</summary>
internal sealed record TemporarySession
{
    public required string AccessKeyId { get; init; }

    public required string Secret { get; init; }

    public required string Token { get; init; }

    public required long ExpiresSeconds { get; init; }

    public required string Account { get; init; }

    public required string Arn { get; init; }

    public required CallerKind Kind { get; init; }

    public required string UserId { get; init; }

    public string? RoleArn { get; init; }

    public IReadOnlyList<string> SessionPolicies { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public override string ToString() => AccessKeyId;
}
