using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;

namespace Weir.Kernel.Identity.Policies;

/// <summary>Decides by the policies of principal, session and resource; writes the audit record. Safe from any thread.</summary>
public sealed class Authorizer(
    IEnumerable<IPolicySource> sources, IEnumerable<ServiceGrant> grants, PolicyCache cache, TimeProvider clock,
    ILogger<Authorizer> logger, IEnumerable<IResourcePolicySource>? resourcePolicies = null) : IAuthorizer
{
    private readonly IPolicySource[] _sources = [.. sources];
    private readonly ServiceGrant[] _grants = [.. grants];
    private readonly IResourcePolicySource[] _resourcePolicies = [.. resourcePolicies ?? []];

    public void Authorize(CallContext call, AuthorizationRequest request)
    {
        var decision = Decide(call, request);
        if (!decision.IsAllowed)
        {
            throw AuthorizationErrors.Denied(call.Caller, request, decision);
        }
    }

    public bool IsAllowed(CallContext call, AuthorizationRequest request) => Decide(call, request).IsAllowed;

    private PolicyDecision Decide(CallContext call, AuthorizationRequest request)
    {
        var caller = call.Caller;
        if (request.ResourcePolicy is null && ResourcePolicyOf(call, request.Resource) is { } found)
        {
            request = request with { ResourcePolicy = found };
        }

        var resourceAccount = request.ResourceAccount ?? AccountOf(request.Resource) ?? caller.Account;
        var isOwnRoot = caller.IsRoot && resourceAccount == caller.Account;
        // A resource's own policy may deny even root; without one nothing can.
        if ((isOwnRoot && caller.SessionPolicies.Count == 0 && request.ResourcePolicy is null) || NeedsNoPermission(request.Action))
        {
            return new(DecisionReason.Allowed);
        }

        var policies = PoliciesOf(caller);
        var decision = PolicyEvaluator.Decide(new()
        {
            Caller = caller,
            Action = request.Action,
            Resource = request.Resource,
            ResourceAccount = resourceAccount,
            Keys = new RequestKeys(call, request, policies, resourceAccount, clock.GetUtcNow()),
            Policies = policies,
            SessionPolicies = [.. caller.SessionPolicies.Select((text, at) => Named($"session policy {at}", text, PolicyKind.Identity))],
            ResourcePolicy = request.ResourcePolicy is { } own ? Named("resource policy", own, PolicyKind.Resource) : null,
            IsGranted = isOwnRoot || IsServiceGrant(caller, request.Action),
        });
        Record(call, request, decision);
        return decision;
    }

    /// <summary>What STS answers to anyone who can sign, even against an explicit deny, as its reference says.</summary>
    private static bool NeedsNoPermission(string action) => action is "sts:GetCallerIdentity" or "sts:GetSessionToken";

    private string? ResourcePolicyOf(CallContext call, string resource)
    {
        foreach (var source in _resourcePolicies)
        {
            if (source.PolicyOf(call, resource) is { } policy)
            {
                return policy;
            }
        }

        return null;
    }

    private PrincipalPolicies PoliciesOf(Caller caller)
    {
        if (caller.Kind is CallerKind.Root or CallerKind.Service or CallerKind.Anonymous)
        {
            return PrincipalPolicies.None;
        }

        foreach (var source in _sources)
        {
            if (source.PoliciesOf(caller) is { } policies)
            {
                return policies;
            }
        }

        return PrincipalPolicies.None;
    }

    private NamedPolicy Named(string name, string text, PolicyKind kind) => new(name, cache.Find(text, kind));

    private bool IsServiceGrant(Caller caller, string action)
    {
        if (caller.Kind != CallerKind.Service)
        {
            return false;
        }

        foreach (var grant in _grants)
        {
            if (grant.Principal == caller.Arn
                && PolicyPattern.IsMatch(PolicyPattern.Compile(grant.Action), action, ignoreCase: true))
            {
                return true;
            }
        }

        return false;
    }

    private static string? AccountOf(string resource) =>
        Arn.TryParse(resource, out var arn) && arn.Account.Length == 12 ? arn.Account : null;

    private void Record(CallContext call, AuthorizationRequest request, PolicyDecision decision)
    {
        if (decision.IsAllowed)
        {
            logger.Allowed(request.Action, request.Resource, call.Caller.Arn, decision.Policy, decision.Statement, call.RequestId);
        }
        else
        {
            logger.Denied(
                request.Action, request.Resource, call.Caller.Arn, decision.Reason, decision.Policy, decision.Statement, call.RequestId);
        }
    }
}
