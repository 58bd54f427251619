using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Policies;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Domain;

/// <summary>Sessions of roles, for services in this process and as temporary credentials.</summary>
internal sealed class RoleSessions(IamStore iam, PolicyCache cache, IdSource ids, TimeProvider clock) : IRoles
{
    private const int TokenBytes = 192;

    public Caller? Assume(string roleArn, string servicePrincipal, string sessionName)
    {
        if (FindRole(roleArn) is not { } role || cache.Find(role.Entity.Trust!, PolicyKind.Trust) is not { } trust)
        {
            return null;
        }

        var service = Caller.ForService(role.Account, servicePrincipal);
        return PolicyEvaluator.IsAllowedBy(trust, service, "sts:AssumeRole", roleArn, new ServiceKeys(service))
            ? SessionOf(role.Account, role.Entity, roleArn, sessionName)
            : null;
    }

    public async ValueTask<TemporaryCredentials?> IssueAsync(
        string roleArn, string servicePrincipal, string sessionName, TimeSpan lifetime, CancellationToken cancellationToken) =>
        Assume(roleArn, servicePrincipal, sessionName) is { } caller ? await IssueAsync(caller, lifetime, cancellationToken) : null;

    public async ValueTask<TemporaryCredentials> IssueAsync(Caller caller, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var expiration = IamNames.Time((clock.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        var session = new TemporarySession
        {
            AccessKeyId = IamNames.NewKeyId(ids, "ASIA"),
            Secret = IamNames.NewSecret(ids),
            Token = ids.NewSecret(TokenBytes),
            ExpiresSeconds = expiration.ToUnixTimeSeconds(),
            Account = caller.Account,
            Arn = caller.Arn,
            Kind = caller.Kind,
            UserId = caller.UserId,
            RoleArn = caller.RoleArn,
            SessionPolicies = caller.SessionPolicies,
            Tags = caller.SessionTags,
        };

        // Not through the store's own write: a new session changes nothing that was read before.
        await iam.State.WriteAsync(
            state =>
            {
                iam.PutSession(state, session);
                return true;
            },
            cancellationToken);
        return new(session.AccessKeyId, session.Secret, session.Token, expiration);
    }

    public RoleInfo? Find(string roleArn) => FindRole(roleArn) is { } role
        ? new(roleArn, role.Entity.Id, role.Entity.Trust!, TimeSpan.FromSeconds(role.Entity.SessionSecondsMax))
        : null;

    public string? FindPolicy(string policyArn) =>
        (AwsManagedPolicies.Find(policyArn) ?? iam.Read(state => iam.FindPolicy(state, policyArn)))?.Default.Document;

    private (string Account, IamEntity Entity)? FindRole(string roleArn)
    {
        if (!Arn.TryParse(roleArn, out var arn) || arn.Service != "iam" || !arn.Resource.StartsWith("role/", StringComparison.Ordinal))
        {
            return null;
        }

        var name = arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..];
        var entity = iam.Read(state => iam.Roles.Find(state, arn.Account, name));
        return entity is not null && iam.Roles.ArnOf(arn.Account, entity) == roleArn ? (arn.Account, entity) : null;
    }

    private static Caller SessionOf(string account, IamEntity role, string roleArn, string sessionName) => new()
    {
        Account = account,
        Arn = $"arn:aws:sts::{account}:assumed-role/{role.Name}/{sessionName}",
        Kind = CallerKind.AssumedRole,
        UserId = $"{role.Id}:{sessionName}",
        RoleArn = roleArn,
    };

    /// <summary>What is known when a service in this process assumes a role.</summary>
    private sealed class ServiceKeys(Caller service) : IConditionKeys
    {
        public IReadOnlyList<string>? Find(string key) => key.ToLowerInvariant() switch
        {
            "aws:sourceaccount" => [service.Account],
            "aws:principalisawsservice" => ["true"],
            "aws:principalservicename" => [service.Arn],
            _ => null,
        };
    }
}
