using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Changes attributes of a queue; those not named stay as they are.</summary>
internal sealed class SetQueueAttributes(QueueTable queues, QueueSignals signals, TimeProvider clock, QueueAccess access)
    : IOperation<SetQueueAttributesRequest, SetQueueAttributesResponse>
{
    public string Resource(CallContext call, SetQueueAttributesRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, SetQueueAttributesRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<SetQueueAttributesResponse> HandleAsync(
        CallContext call, SetQueueAttributesRequest request, CancellationToken cancellationToken)
    {
        var address = QueueNames.Parse(call, request.QueueUrl);
        var changed = await queues.Store.WriteAsync(
            state =>
            {
                var queue = QueueAttributes.Apply(queues.Require(state, address), request.Attributes) with
                {
                    ModifiedSeconds = clock.GetUtcNow().ToUnixTimeSeconds(),
                };
                if (request.Attributes.ContainsKey("RedrivePolicy"))
                {
                    QueueAttributes.CheckRedrive(state, queues, queue);
                }

                queues.Put(state, queue);
                return queue;
            },
            cancellationToken);
        signals.Pulse(changed.Id);
        return new();
    }
}
