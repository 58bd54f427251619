using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.Rules;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Creates a rule; from the answer on it runs.</summary>
internal sealed class CreateTopicRule(RuleTable rules, RuleCompiler compiler, ThingTable things, TimeProvider clock)
    : IOperation<CreateTopicRuleRequest, CreateTopicRuleResponse>
{
    public string Resource(CallContext call, CreateTopicRuleRequest request) => IotRealm.Of(call).Arn($"rule/{request.RuleName}");

    public async ValueTask<CreateTopicRuleResponse> HandleAsync(
        CallContext call, CreateTopicRuleRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        IotNames.CheckRule(request.RuleName);
        var rule = new RuleState { Name = request.RuleName, Payload = request.TopicRulePayload, CreatedAt = clock.GetUtcNow() };
        compiler.Compile(realm, rule);
        RulePayloads.AuthorizeRoles(call, request.TopicRulePayload);
        var tags = RulePayloads.ParseTags(request.Tags);
        await rules.ChangeAsync(
            realm,
            request.RuleName,
            state =>
            {
                if (rules.Find(state, realm, request.RuleName) is not null)
                {
                    throw IotErrors.Exists(
                        $"Rule {request.RuleName} already exists", request.RuleName, realm.Arn($"rule/{request.RuleName}"));
                }

                things.SetTags(state, realm, realm.Arn($"rule/{request.RuleName}"), tags);
                return rule;
            },
            cancellationToken);
        return new();
    }
}
