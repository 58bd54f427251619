using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>The tags of a queue.</summary>
internal sealed class ListQueueTags(QueueTable queues, QueueAccess access)
    : IOperation<ListQueueTagsRequest, ListQueueTagsResponse>
{
    public string Resource(CallContext call, ListQueueTagsRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, ListQueueTagsRequest request) => access.Policy(call, request.QueueUrl);

    public ValueTask<ListQueueTagsResponse> HandleAsync(
        CallContext call, ListQueueTagsRequest request, CancellationToken cancellationToken)
    {
        var queue = queues.Require(QueueNames.Parse(call, request.QueueUrl));
        return ValueTask.FromResult(new ListQueueTagsResponse { Tags = queue.Tags.Count == 0 ? null : queue.Tags });
    }
}
