namespace Weir.Kernel.Identity;

/// <summary>Who is asking: the answer of the one place where signatures, tokens and certificates are verified.</summary>
public sealed record Caller
{
    /// <summary>The twelve-digit account.</summary>
    public required string Account { get; init; }

    /// <summary>The principal's ARN: user, assumed-role session, or <c>arn:aws:iam::ACCOUNT:root</c>.</summary>
    public required string Arn { get; init; }

    public required CallerKind Kind { get; init; }

    /// <summary><c>UserId</c> as STS reports it: account for root, AIDA… for users, AROA…:session for roles.</summary>
    public required string UserId { get; init; }

    /// <summary>The access key id that signed; null for anonymous callers, services and devices.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Session policies (JSON) that narrow what the principal may do.</summary>
    public IReadOnlyList<string> SessionPolicies { get; init; } = [];

    /// <summary>Tags given to the session when it was made; they win over those of the role.</summary>
    public IReadOnlyDictionary<string, string> SessionTags { get; init; } = NoTags;

    /// <summary>The role behind an assumed-role session.</summary>
    public string? RoleArn { get; init; }

    private static readonly Dictionary<string, string> NoTags = [];

    public bool IsRoot => Kind == CallerKind.Root;

    public static Caller Root(string account, string? accessKeyId = null) => new()
    {
        Account = account,
        Arn = $"arn:aws:iam::{account}:root",
        Kind = CallerKind.Root,
        UserId = account,
        AccessKeyId = accessKeyId,
    };

    /// <summary>An AWS service acting in its own name, as <c>s3.amazonaws.com</c> does when it notifies a queue.</summary>
    public static Caller ForService(string account, string servicePrincipal) => new()
    {
        Account = account,
        Arn = servicePrincipal,
        Kind = CallerKind.Service,
        UserId = servicePrincipal,
    };

    public static Caller Anonymous(string account) => new()
    {
        Account = account,
        Arn = "anonymous",
        Kind = CallerKind.Anonymous,
        UserId = "anonymous",
    };
}

public enum CallerKind
{
    Root,
    User,
    AssumedRole,
    Service,
    Device,
    Anonymous,
}
