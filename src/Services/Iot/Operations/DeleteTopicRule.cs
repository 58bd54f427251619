using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Deletes a rule. One that does not exist is no error.</summary>
internal sealed class DeleteTopicRule(RuleTable rules, ThingTable things)
    : IOperation<DeleteTopicRuleRequest, DeleteTopicRuleResponse>
{
    public string Resource(CallContext call, DeleteTopicRuleRequest request) => IotRealm.Of(call).Arn($"rule/{request.RuleName}");

    public async ValueTask<DeleteTopicRuleResponse> HandleAsync(
        CallContext call, DeleteTopicRuleRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await rules.ChangeAsync(
            realm,
            request.RuleName,
            state =>
            {
                things.SetTags(state, realm, realm.Arn($"rule/{request.RuleName}"), new Dictionary<string, string>());
                return null;
            },
            cancellationToken);
        return new();
    }
}
