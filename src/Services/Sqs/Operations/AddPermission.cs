using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Adds a statement to the queue's policy.</summary>
internal sealed class AddPermission(QueueTable queues, QueueAccess access)
    : IOperation<AddPermissionRequest, AddPermissionResponse>
{
    public string Resource(CallContext call, AddPermissionRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, AddPermissionRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<AddPermissionResponse> HandleAsync(
        CallContext call, AddPermissionRequest request, CancellationToken cancellationToken)
    {
        var address = QueueNames.Parse(call, request.QueueUrl);
        await queues.Store.WriteAsync(
            state =>
            {
                var queue = queues.Require(state, address);
                queues.Put(state, queue with
                {
                    Policy = QueuePermissions.Add(queue, request.Label, request.AWSAccountIds, request.Actions),
                });
                return true;
            },
            cancellationToken);
        return new();
    }
}
