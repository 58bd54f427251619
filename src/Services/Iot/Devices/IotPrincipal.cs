using System.Collections.Concurrent;
using Weir.Kernel.Identity;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Rules;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Devices;

/// <summary>A connected client and its permissions. Decisions are remembered until a policy changes, and for a short time at most.</summary>
internal sealed class IotPrincipal : IMqttPrincipal
{
    private const int DecisionsMax = 1000;

    private static readonly TimeSpan DecisionTime = TimeSpan.FromSeconds(5);

    private readonly CallContext _call;
    private readonly IotRealm _realm;
    private readonly PolicyTable _policies;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyDictionary<string, string> _conditions;
    private readonly bool _isRoot;
    private readonly ConcurrentDictionary<(string Action, string Name), bool> _decisions = new();
    private int _decidedAt;
    private long _decidedSince;

    public IotPrincipal(
        CallContext call, IotRealm realm, string id, IReadOnlyDictionary<string, string> conditions, PolicyTable policies, TimeProvider clock)
    {
        _call = call;
        _realm = realm;
        _policies = policies;
        _clock = clock;
        _conditions = conditions;
        _isRoot = call.Caller.IsRoot && call.Caller.SessionPolicies.Count == 0;
        Id = id;
        Realm = realm.Name;
        _decidedAt = policies.Version;
        _decidedSince = clock.GetTimestamp();
    }

    public string Realm { get; }

    public string Id { get; }

    public bool MayConnect(string clientId) => IsAllowed("iot:Connect", $"client/{clientId}");

    public bool MayPublish(string topic, bool retain)
    {
        if (topic.StartsWith('$') && !topic.StartsWith(RuleSet.BasicIngest, StringComparison.Ordinal))
        {
            return false; // reserved, and no reserved topic but basic ingest is served
        }

        return Decide("iot:Publish", topic) && (!retain || Decide("iot:RetainPublish", topic));
    }

    public bool MaySubscribe(string filter) => Decide("iot:Subscribe", filter);

    public bool MayReceive(string topic) => Decide("iot:Receive", topic);

    private bool Decide(string action, string name)
    {
        if (_isRoot)
        {
            return true;
        }

        if (_decidedAt != _policies.Version || _clock.GetElapsedTime(_decidedSince) > DecisionTime || _decisions.Count > DecisionsMax)
        {
            _decidedAt = _policies.Version;
            _decidedSince = _clock.GetTimestamp();
            _decisions.Clear();
        }

        return _decisions.TryGetValue((action, name), out var decided) ? decided
            : _decisions[(action, name)] = IsAllowed(action, action == "iot:Subscribe" ? $"topicfilter/{name}" : $"topic/{name}");
    }

    private bool IsAllowed(string action, string resource) => _call.Authorizer.IsAllowed(_call, new()
    {
        Action = action,
        Resource = _realm.Arn(resource),
        Conditions = _conditions,
    });
}
