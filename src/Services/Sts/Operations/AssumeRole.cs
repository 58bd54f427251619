using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Policies;
using Weir.Kernel.Wire;
using Weir.Services.Sts.Domain;
using Weir.Services.Sts.Model;

namespace Weir.Services.Sts.Operations;

/// <summary>Gives temporary credentials of a role to whom its trust policy lets have them.</summary>
/// <remarks>Beyond AWS, root may assume roles that trust its account.</remarks>
internal sealed class AssumeRole(IRoles roles, PolicyCache policies, TimeProvider clock) : IOperation<AssumeRoleRequest, AssumeRoleResponse>
{
    private const string AssumeAction = "sts:AssumeRole";
    private const string TagAction = "sts:TagSession";

    public string Resource(CallContext call, AssumeRoleRequest request) => request.RoleArn;

    /// <summary>A trust policy that names the caller itself is enough; one that names its account leaves it to the account's policies.</summary>
    public string? ResourcePolicy(CallContext call, AssumeRoleRequest request) => roles.Find(request.RoleArn)?.TrustPolicy;

    public IReadOnlyDictionary<string, string>? Conditions(CallContext call, AssumeRoleRequest request)
    {
        var conditions = new Dictionary<string, string> { ["sts:RoleSessionName"] = request.RoleSessionName };
        if (request.ExternalId is { } externalId)
        {
            conditions["sts:ExternalId"] = externalId;
        }

        foreach (var tag in request.Tags ?? [])
        {
            conditions[$"aws:RequestTag/{tag.Key}"] = tag.Value;
        }

        return conditions;
    }

    public async ValueTask<AssumeRoleResponse> HandleAsync(
        CallContext call, AssumeRoleRequest request, CancellationToken cancellationToken)
    {
        RequireBuilt(request);
        var name = SessionRequest.Name(request.RoleSessionName);
        var role = roles.Find(request.RoleArn) ?? throw StsErrors.NotAuthorized(call.Caller.Arn, AssumeAction, request.RoleArn);
        RequireTrust(call, role, AssumeAction, request);
        var tags = SessionRequest.Tags(request.Tags);
        if (tags.Count > 0)
        {
            RequireTrust(call, role, TagAction, request);
        }

        var session = SessionOf(role, name) with
        {
            SessionPolicies = SessionRequest.Policies(roles, request),
            SessionTags = tags,
        };
        var lifetime = SessionRequest.Lifetime(call, role, request.DurationSeconds);
        var issued = await roles.IssueAsync(session, lifetime, cancellationToken);
        return new()
        {
            Credentials = new()
            {
                AccessKeyId = issued.AccessKeyId,
                SecretAccessKey = issued.SecretAccessKey,
                SessionToken = issued.SessionToken,
                Expiration = issued.Expiration,
            },
            AssumedRoleUser = new() { AssumedRoleId = session.UserId, Arn = session.Arn },
            PackedPolicySize = request.Policy is { } policy ? (policy.Length * 100 / StsLimits.PolicyLettersMax) : null,
        };
    }

    private static void RequireBuilt(AssumeRoleRequest request)
    {
        if (request.SerialNumber is not null || request.TokenCode is not null)
        {
            throw StsErrors.NoMfa(); // there are no such devices, so no code can be right
        }

        if (request.SourceIdentity is not null)
        {
            throw StsErrors.NotBuilt(nameof(request.SourceIdentity));
        }

        if (request.ProvidedContexts is { Count: > 0 })
        {
            throw StsErrors.NotBuilt(nameof(request.ProvidedContexts));
        }

        if (request.TransitiveTagKeys is { Count: > 0 })
        {
            throw StsErrors.NotBuilt(nameof(request.TransitiveTagKeys));
        }
    }

    /// <summary>Identity policies alone never reach a role: its trust policy has to name the caller or the caller's account.</summary>
    private void RequireTrust(CallContext call, RoleInfo role, string action, AssumeRoleRequest request)
    {
        var authorization = new AuthorizationRequest { Action = action, Resource = role.Arn, Conditions = Conditions(call, request) };
        var keys = new RequestKeys(call, authorization, PrincipalPolicies.None, AccountOf(role), clock.GetUtcNow());
        var isTrusted = policies.Find(role.TrustPolicy, PolicyKind.Trust) is { } trust
            && PolicyEvaluator.IsAllowedBy(trust, call.Caller, action, role.Arn, keys);
        if (!isTrusted)
        {
            throw StsErrors.NotAuthorized(call.Caller.Arn, action, role.Arn);
        }
    }

    private static Caller SessionOf(RoleInfo role, string sessionName)
    {
        var account = AccountOf(role);
        var name = role.Arn[(role.Arn.LastIndexOf('/') + 1)..];
        return new()
        {
            Account = account,
            Arn = $"arn:aws:sts::{account}:assumed-role/{name}/{sessionName}",
            Kind = CallerKind.AssumedRole,
            UserId = $"{role.RoleId}:{sessionName}",
            RoleArn = role.Arn,
        };
    }

    private static string AccountOf(RoleInfo role) => role.Arn.Split(':', 6)[4];
}
