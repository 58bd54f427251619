using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.Rules;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Replaces a rule whole.</summary>
internal sealed class ReplaceTopicRule(RuleTable rules, RuleCompiler compiler)
    : IOperation<ReplaceTopicRuleRequest, ReplaceTopicRuleResponse>
{
    public string Resource(CallContext call, ReplaceTopicRuleRequest request) => IotRealm.Of(call).Arn($"rule/{request.RuleName}");

    public async ValueTask<ReplaceTopicRuleResponse> HandleAsync(
        CallContext call, ReplaceTopicRuleRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var rule = new RuleState { Name = request.RuleName, Payload = request.TopicRulePayload, CreatedAt = default };
        compiler.Compile(realm, rule);
        RulePayloads.AuthorizeRoles(call, request.TopicRulePayload);
        await rules.ChangeAsync(
            realm,
            request.RuleName,
            state => rule with { CreatedAt = rules.Require(state, realm, request.RuleName).CreatedAt },
            cancellationToken);
        return new();
    }
}
