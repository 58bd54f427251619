using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Lets a rule run again.</summary>
internal sealed class EnableTopicRule(RuleTable rules)
    : IOperation<EnableTopicRuleRequest, EnableTopicRuleResponse>
{
    public string Resource(CallContext call, EnableTopicRuleRequest request) => IotRealm.Of(call).Arn($"rule/{request.RuleName}");

    public async ValueTask<EnableTopicRuleResponse> HandleAsync(
        CallContext call, EnableTopicRuleRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await rules.ChangeAsync(
            realm,
            request.RuleName,
            state =>
            {
                var rule = rules.Require(state, realm, request.RuleName);
                return rule with { Payload = rule.Payload with { RuleDisabled = false } };
            },
            cancellationToken);
        return new();
    }
}
