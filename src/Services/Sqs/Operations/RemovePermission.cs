using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Takes a statement out of the queue's policy.</summary>
internal sealed class RemovePermission(QueueTable queues, QueueAccess access)
    : IOperation<RemovePermissionRequest, RemovePermissionResponse>
{
    public string Resource(CallContext call, RemovePermissionRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, RemovePermissionRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<RemovePermissionResponse> HandleAsync(
        CallContext call, RemovePermissionRequest request, CancellationToken cancellationToken)
    {
        var address = QueueNames.Parse(call, request.QueueUrl);
        await queues.Store.WriteAsync(
            state =>
            {
                var queue = queues.Require(state, address);
                queues.Put(state, queue with { Policy = QueuePermissions.Remove(queue, request.Label) });
                return true;
            },
            cancellationToken);
        return new();
    }
}
