using System.Net;

namespace Weir.Kernel.Identity;

/// <summary>One call on its way through the platform: who, where, for which request. Immutable.</summary>
public sealed record CallContext
{
    public required Caller Caller { get; init; }

    /// <summary>The region the request is signed for (or the configured one).</summary>
    public required string Region { get; init; }

    /// <summary>The id that the answer, the log and the audit record share.</summary>
    public required string RequestId { get; init; }

    /// <summary>The one authorization point.</summary>
    public required IAuthorizer Authorizer { get; init; }

    public IPAddress? SourceAddress { get; init; }

    public string? UserAgent { get; init; }

    public bool IsTls { get; init; }

    /// <summary>The address the client used, with scheme and port and no slash at the end: for URLs in answers.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The resource that a calling service acts for, as the condition key <c>aws:SourceArn</c> sees it: the bucket that notifies.</summary>
    public string? SourceArn { get; init; }

    public string Account => Caller.Account;

    /// <summary>Demands a further permission beside the operation's own; throws the access-denied error.</summary>
    /// <param name="action">For example <c>s3:GetObject</c>.</param>
    /// <param name="resource">The resource's ARN, or <c>*</c>.</param>
    public void Authorize(string action, string resource) =>
        Authorizer.Authorize(this, new AuthorizationRequest { Action = action, Resource = resource });

    public CallContext As(Caller caller) => this with { Caller = caller };
}
