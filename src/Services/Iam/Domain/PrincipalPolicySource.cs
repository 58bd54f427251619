using System.Collections.Concurrent;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Policies;
using Weir.Kernel.State;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Domain;

/// <summary>The policies of users (with those of their groups) and roles, from memory when nothing has changed since.</summary>
internal sealed class PrincipalPolicySource(IamStore iam, PolicyCache cache) : IPolicySource
{
    private readonly ConcurrentDictionary<(string Arn, string Id), (long Version, PrincipalPolicies Policies)> _known = new();

    public PrincipalPolicies? PoliciesOf(Caller caller)
    {
        if (caller.Kind is not (CallerKind.User or CallerKind.AssumedRole))
        {
            return null;
        }

        // A session outlives neither its role nor a role made later under the same name: ids are not used twice.
        var arn = caller.RoleArn ?? caller.Arn;
        var id = caller.RoleArn is null ? caller.UserId : caller.UserId.Split(':', 2)[0];
        var version = iam.Version;
        if (_known.TryGetValue((arn, id), out var known) && known.Version == version)
        {
            return known.Policies;
        }

        if (_known.Count >= IamLimits.CachedCredentialsMax)
        {
            _known.Clear();
        }

        var policies = iam.Read(state => Read(state, caller, arn, id));
        _known[(arn, id)] = (version, policies);
        return policies;
    }

    private PrincipalPolicies Read(IStateReader state, Caller caller, string arn, string id)
    {
        var table = caller.RoleArn is null ? iam.Users : iam.Roles;
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        var entity = Arn.TryParse(arn, out var parsed) ? table.Find(state, parsed.Account, name) : null;
        if (entity is null || entity.Id != id)
        {
            return PrincipalPolicies.None;
        }

        var policies = new List<NamedPolicy>();
        Add(state, policies, entity);
        foreach (var group in entity.Groups)
        {
            if (iam.Groups.Find(state, parsed.Account, group) is { } found)
            {
                Add(state, policies, found);
            }
        }

        return new()
        {
            Identity = policies,
            Boundary = entity.Boundary is { } boundary ? Managed(state, boundary) : null,
            Tags = entity.Tags,
        };
    }

    private void Add(IStateReader state, List<NamedPolicy> policies, IamEntity entity)
    {
        policies.AddRange(entity.Inline.Select(inline => Named($"{entity.Name}/{inline.Key}", inline.Value)));
        policies.AddRange(entity.Attached.Select(arn => Managed(state, arn)));
    }

    private NamedPolicy Managed(IStateReader state, string arn) =>
        (AwsManagedPolicies.Find(arn) ?? iam.FindPolicy(state, arn)) is { } policy ? Named(arn, policy.Default.Document) : new(arn, null);

    private NamedPolicy Named(string name, string document) => new(name, cache.Find(document, PolicyKind.Identity));
}
