using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Adds tags to a queue, replacing those of the same key.</summary>
internal sealed class TagQueue(QueueTable queues, QueueAccess access)
    : IOperation<TagQueueRequest, TagQueueResponse>
{
    public string Resource(CallContext call, TagQueueRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, TagQueueRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<TagQueueResponse> HandleAsync(
        CallContext call, TagQueueRequest request, CancellationToken cancellationToken)
    {
        var address = QueueNames.Parse(call, request.QueueUrl);
        await queues.Store.WriteAsync(
            state =>
            {
                var queue = queues.Require(state, address);
                queues.Put(state, queue with { Tags = QueueTags.Add(queue.Tags, request.Tags) });
                return true;
            },
            cancellationToken);
        return new();
    }
}
