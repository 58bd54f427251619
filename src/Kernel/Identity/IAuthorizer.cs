namespace Weir.Kernel.Identity;

/// <summary>The one authorization point: identity policies, then resource policies; deny is the default for all but root.</summary>
public interface IAuthorizer
{
    /// <summary>Returns when the call is allowed; throws the access-denied <c>ServiceException</c> when it is not.</summary>
    void Authorize(CallContext call, AuthorizationRequest request);

    /// <summary>The same decision without throwing.</summary>
    bool IsAllowed(CallContext call, AuthorizationRequest request);
}

public sealed record AuthorizationRequest
{
    /// <summary>For example <c>kinesis:PutRecord</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The resource's ARN, or <c>*</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The resource's own policy document (JSON), where it has one.</summary>
    public string? ResourcePolicy { get; init; }

    /// <summary>
    /// The account that owns the resource where its ARN does not say so (S3 buckets); null when the ARN says. A caller of another
    /// account, root included, needs the resource policy's own allow.
    /// </summary>
    public string? ResourceAccount { get; init; }

    /// <summary>Condition keys beside the global ones: <c>s3:prefix</c>, <c>iot:ClientId</c>.</summary>
    public IReadOnlyDictionary<string, string>? Conditions { get; init; }
}
