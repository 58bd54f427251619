using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;

namespace Weir.Services.Sqs.Operations;

/// <summary>Deletes a message that was received.</summary>
internal sealed class DeleteMessage(MessageKeeper keeper, QueueAccess access)
    : IOperation<DeleteMessageRequest, DeleteMessageResponse>
{
    public string Resource(CallContext call, DeleteMessageRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, DeleteMessageRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<DeleteMessageResponse> HandleAsync(
        CallContext call, DeleteMessageRequest request, CancellationToken cancellationToken)
    {
        var outcomes = await keeper.DeleteAsync(QueueNames.Parse(call, request.QueueUrl), [request.ReceiptHandle], cancellationToken);
        return outcomes[0] is { } error ? throw error : new DeleteMessageResponse();
    }
}
