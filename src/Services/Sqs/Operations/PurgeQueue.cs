using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Deletes all messages of a queue.</summary>
internal sealed class PurgeQueue(QueueTable queues, QueueAccess access)
    : IOperation<PurgeQueueRequest, PurgeQueueResponse>
{
    public string Resource(CallContext call, PurgeQueueRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, PurgeQueueRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<PurgeQueueResponse> HandleAsync(
        CallContext call, PurgeQueueRequest request, CancellationToken cancellationToken)
    {
        var address = QueueNames.Parse(call, request.QueueUrl);
        await queues.Store.WriteAsync(
            state =>
            {
                queues.Purge(state, queues.Require(state, address));
                return true;
            },
            cancellationToken);
        return new();
    }
}
