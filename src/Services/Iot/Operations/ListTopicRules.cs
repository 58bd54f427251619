using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Rules in name order, those of a topic if asked.</summary>
internal sealed class ListTopicRules(RuleTable rules)
    : IOperation<ListTopicRulesRequest, ListTopicRulesResponse>
{
    public string Resource(CallContext call, ListTopicRulesRequest request) => "*";

    public ValueTask<ListTopicRulesResponse> HandleAsync(
        CallContext call, ListTopicRulesRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var wanted = rules.List(realm)
            .Where(rule => request.RuleDisabled is null || (rule.Payload.RuleDisabled ?? false) == request.RuleDisabled)
            .Select(rule => (rule.Name, Item: ItemOf(realm, rule)))
            .Where(rule => request.Topic is null || (rule.Item.TopicPattern is { } filter && MqttTopics.Matches(filter, request.Topic)));
        var (page, next) = Pages.Of(wanted, rule => rule.Name, request.NextToken, request.MaxResults);
        return ValueTask.FromResult(new ListTopicRulesResponse { Rules = [.. page.Select(rule => rule.Item)], NextToken = next });
    }

    private static TopicRuleListItem ItemOf(IotRealm realm, RuleState rule) => new()
    {
        RuleArn = realm.Arn($"rule/{rule.Name}"),
        RuleName = rule.Name,
        TopicPattern = Engines.Sql.Iot.IotQuery.Parse(rule.Payload.Sql).TopicFilter,
        CreatedAt = rule.CreatedAt,
        RuleDisabled = rule.Payload.RuleDisabled ?? false,
    };
}
