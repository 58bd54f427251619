using System.Text;
using Weir.Engines.Sql.Iot;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Rules;

/// <summary>Sends each message to a queue.</summary>
internal sealed class SqsRuleAction(SqsAction action, RuleTargets targets) : RuleAction(action.RoleArn)
{
    private readonly IotTemplate _queueUrl = IotTemplate.Parse(action.QueueUrl);

    public override string Name => "SqsAction";

    public override RuleItem Prepare(IotInput input, int message, ReadOnlyMemory<byte> payload) =>
        new() { Message = message, Payload = payload, Resource = _queueUrl.Evaluate(input) };

    public override async ValueTask RunAsync(CallContext call, IReadOnlyList<RuleItem> items, CancellationToken cancellationToken)
    {
        foreach (var item in items.Where(item => item.IsOpen))
        {
            if (ArnOf(item.Resource, call.Region) is not { } queue)
            {
                item.Fail($"'{item.Resource}' is not the URL of a queue");
                continue;
            }

            var body = action.UseBase64 == true
                ? Convert.ToBase64String(item.Payload.Span)
                : Encoding.UTF8.GetString(item.Payload.Span);
            await targets.Queues.SendAsync(call, queue, body, cancellationToken);
            item.Done();
        }
    }

    /// <summary>A queue's URL ends in its account and its name.</summary>
    private static string? ArnOf(string url, string region)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            return null;
        }

        var segments = parsed.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length >= 2 ? new Arn("sqs", region, segments[^2], segments[^1]).ToString() : null;
    }
}
