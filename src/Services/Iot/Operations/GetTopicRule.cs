using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>A rule as it was given.</summary>
internal sealed class GetTopicRule(RuleTable rules)
    : IOperation<GetTopicRuleRequest, GetTopicRuleResponse>
{
    public string Resource(CallContext call, GetTopicRuleRequest request) => IotRealm.Of(call).Arn($"rule/{request.RuleName}");

    public ValueTask<GetTopicRuleResponse> HandleAsync(
        CallContext call, GetTopicRuleRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var rule = rules.Store.Read(state => rules.Require(state, realm, request.RuleName));
        return ValueTask.FromResult(new GetTopicRuleResponse
        {
            RuleArn = realm.Arn($"rule/{rule.Name}"),
            Rule = new()
            {
                RuleName = rule.Name,
                Sql = rule.Payload.Sql,
                Description = rule.Payload.Description,
                CreatedAt = rule.CreatedAt,
                Actions = rule.Payload.Actions,
                RuleDisabled = rule.Payload.RuleDisabled ?? false,
                AwsIotSqlVersion = rule.Payload.AwsIotSqlVersion ?? "2015-10-08",
                ErrorAction = rule.Payload.ErrorAction,
            },
        });
    }
}
