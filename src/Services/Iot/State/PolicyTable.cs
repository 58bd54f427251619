using Weir.Kernel.Identity.Policies;
using Weir.Kernel.State;
using Weir.Services.Iot.Domain;

namespace Weir.Services.Iot.State;

/// <summary>IoT policies and what they are attached to. Safe from any thread.</summary>
internal sealed class PolicyTable(IStateStore store, TimeProvider clock)
{
    private readonly StateTable<PolicyState> _policies = new("iot_policies", IotJson.Default.PolicyState);
    private int _version;

    public IStateStore Store { get; } = store;

    /// <summary>Policy name to target ARN (a certificate or a thing group).</summary>
    public LinkTable Targets { get; } = new("iot_policy_targets", clock);

    /// <summary>Changes whenever a policy or an attachment does: what was decided before may be wrong.</summary>
    public int Version => Volatile.Read(ref _version);

    public void Changed() => Interlocked.Increment(ref _version);

    public PolicyState? Find(IStateReader state, IotRealm realm, string name) => _policies.Find(state, realm.Key(name));

    public PolicyState Require(IStateReader state, IotRealm realm, string name) =>
        Find(state, realm, name) ?? throw IotErrors.NotFound($"Policy {name} was not found");

    public void Put(IStateWriter state, IotRealm realm, PolicyState policy) => _policies.Put(state, realm.Key(policy.Name), policy);

    public void Delete(IStateWriter state, IotRealm realm, string name) => _policies.Delete(state, realm.Key(name));

    public IEnumerable<PolicyState> List(IStateReader state, IotRealm realm) =>
        _policies.Scan(state, realm.Prefix()).Select(entry => entry.Value);

    /// <summary>Refuses what is not a policy.</summary>
    public static void Check(string document)
    {
        if (document.Length > IotLimits.PolicyCharactersMax)
        {
            throw IotErrors.MalformedPolicy($"A policy document has at most {IotLimits.PolicyCharactersMax} characters");
        }

        try
        {
            PolicyDocument.Parse(document, PolicyKind.Identity);
        }
        catch (PolicySyntaxException wrong)
        {
            throw IotErrors.MalformedPolicy(wrong.Message);
        }
    }
}
