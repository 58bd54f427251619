using System.Globalization;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>The attributes asked for, or all.</summary>
internal sealed class GetQueueAttributes(QueueTable queues, TimeProvider clock, QueueAccess access)
    : IOperation<GetQueueAttributesRequest, GetQueueAttributesResponse>
{
    public string Resource(CallContext call, GetQueueAttributesRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, GetQueueAttributesRequest request) => access.Policy(call, request.QueueUrl);

    public ValueTask<GetQueueAttributesResponse> HandleAsync(
        CallContext call, GetQueueAttributesRequest request, CancellationToken cancellationToken)
    {
        var names = request.AttributeNames ?? [];
        QueueAttributes.RequireKnown(names);
        var queue = queues.Require(QueueNames.Parse(call, request.QueueUrl));
        var all = QueueAttributes.Describe(queue);
        if (names.Any(name => name == "All" || name.StartsWith("ApproximateNumber", StringComparison.Ordinal)))
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            var tally = queues.Store.Read(state => MessageStore.Tally(state, queue.Store, now));
            all["ApproximateNumberOfMessages"] = tally.Visible.ToString(CultureInfo.InvariantCulture);
            all["ApproximateNumberOfMessagesNotVisible"] = tally.InFlight.ToString(CultureInfo.InvariantCulture);
            all["ApproximateNumberOfMessagesDelayed"] = tally.Delayed.ToString(CultureInfo.InvariantCulture);
        }

        var wanted = names.Contains("All") ? all : all.Where(pair => names.Contains(pair.Key)).ToDictionary();
        return ValueTask.FromResult(new GetQueueAttributesResponse { Attributes = wanted.Count == 0 ? null : wanted });
    }
}
