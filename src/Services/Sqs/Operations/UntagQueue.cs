using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Takes tags off a queue.</summary>
internal sealed class UntagQueue(QueueTable queues, QueueAccess access)
    : IOperation<UntagQueueRequest, UntagQueueResponse>
{
    public string Resource(CallContext call, UntagQueueRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, UntagQueueRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<UntagQueueResponse> HandleAsync(
        CallContext call, UntagQueueRequest request, CancellationToken cancellationToken)
    {
        var address = QueueNames.Parse(call, request.QueueUrl);
        await queues.Store.WriteAsync(
            state =>
            {
                var queue = queues.Require(state, address);
                queues.Put(state, queue with { Tags = queue.Tags.Where(tag => !request.TagKeys.Contains(tag.Key)).ToDictionary() });
                return true;
            },
            cancellationToken);
        return new();
    }
}
