using Weir.Engines.Sql.Iot;
using Weir.Kernel.Identity;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Rules;

/// <summary>Queues an event for a function, as the service <c>iot.amazonaws.com</c>: the function's policy must let it.</summary>
internal sealed class LambdaRuleAction(LambdaAction action, RuleTargets targets) : RuleAction("")
{
    private readonly IotTemplate _function = IotTemplate.Parse(action.FunctionArn);

    public override string Name => "LambdaAction";

    public override RuleItem Prepare(IotInput input, int message, ReadOnlyMemory<byte> payload) =>
        new() { Message = message, Payload = payload, Resource = _function.Evaluate(input) };

    public override async ValueTask RunAsync(CallContext call, IReadOnlyList<RuleItem> items, CancellationToken cancellationToken)
    {
        foreach (var item in items.Where(item => item.IsOpen))
        {
            await targets.Functions.InvokeEventAsync(call, item.Resource, item.Payload, cancellationToken);
            item.Done();
        }
    }
}
