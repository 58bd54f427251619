using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Policies;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Devices;

/// <summary>What devices may do: the policies attached to their certificate, and to the groups of the things it is attached to.</summary>
internal sealed class DevicePolicies(PolicyTable policies, ThingTable things, PolicyCache cache) : IPolicySource
{
    public PrincipalPolicies? PoliciesOf(Caller caller)
    {
        if (caller.Kind != CallerKind.Device || !Arn.TryParse(caller.Arn, out var arn))
        {
            return null;
        }

        var realm = new IotRealm(arn.Account, arn.Region);
        return policies.Store.Read(state =>
        {
            var targets = new List<string> { caller.Arn };
            foreach (var thing in things.Principals.RightOf(state, realm, caller.Arn))
            {
                targets.AddRange(things.Members.LeftOf(state, realm, thing).Select(group => realm.Arn($"thinggroup/{group}")));
            }

            var names = targets.SelectMany(target => policies.Targets.LeftOf(state, realm, target)).Distinct(StringComparer.Ordinal);
            return new PrincipalPolicies
            {
                Identity = [.. names.Select(name => policies.Find(state, realm, name))
                    .Where(policy => policy is not null)
                    .Select(policy => new NamedPolicy(policy!.Name, cache.Find(policy.Default.Document, PolicyKind.Identity)))],
            };
        });
    }
}
