using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>Lets a service act as a role that its owner gave it.</summary>
public interface IRoles
{
    /// <summary>
    /// The caller for a session of the role; null when the role does not exist or its trust policy does not name the service
    /// (each service has its own error for that).
    /// </summary>
    /// <param name="servicePrincipal">For example <c>firehose.amazonaws.com</c>.</param>
    Caller? Assume(string roleArn, string servicePrincipal, string sessionName);

    /// <summary>Fresh temporary credentials of a role session, for a function's environment.</summary>
    ValueTask<TemporaryCredentials?> IssueAsync(
        string roleArn, string servicePrincipal, string sessionName, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Temporary credentials for any caller (STS); <paramref name="caller"/> is whom they will stand for.</summary>
    ValueTask<TemporaryCredentials> IssueAsync(Caller caller, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>The role as STS AssumeRole sees it, when it exists.</summary>
    RoleInfo? Find(string roleArn);

    /// <summary>The document of a managed policy's default version; null when there is no such policy.</summary>
    string? FindPolicy(string policyArn);
}

public sealed record RoleInfo(string Arn, string RoleId, string TrustPolicy, TimeSpan SessionMax);

public sealed record TemporaryCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration);
