using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Stops a rule from running.</summary>
internal sealed class DisableTopicRule(RuleTable rules)
    : IOperation<DisableTopicRuleRequest, DisableTopicRuleResponse>
{
    public string Resource(CallContext call, DisableTopicRuleRequest request) => IotRealm.Of(call).Arn($"rule/{request.RuleName}");

    public async ValueTask<DisableTopicRuleResponse> HandleAsync(
        CallContext call, DisableTopicRuleRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await rules.ChangeAsync(
            realm,
            request.RuleName,
            state =>
            {
                var rule = rules.Require(state, realm, request.RuleName);
                return rule with { Payload = rule.Payload with { RuleDisabled = true } };
            },
            cancellationToken);
        return new();
    }
}
