using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Deletes a queue and all it holds.</summary>
internal sealed class DeleteQueue(QueueTable queues, QueueSignals signals, QueueAccess access)
    : IOperation<DeleteQueueRequest, DeleteQueueResponse>
{
    public string Resource(CallContext call, DeleteQueueRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, DeleteQueueRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<DeleteQueueResponse> HandleAsync(
        CallContext call, DeleteQueueRequest request, CancellationToken cancellationToken)
    {
        var address = QueueNames.Parse(call, request.QueueUrl);
        var deleted = await queues.Store.WriteAsync(
            state =>
            {
                var queue = queues.Require(state, address);
                queues.Delete(state, queue);
                return queue;
            },
            cancellationToken);
        signals.Pulse(deleted.Id);
        return new();
    }
}
