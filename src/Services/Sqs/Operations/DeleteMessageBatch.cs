using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;

namespace Weir.Services.Sqs.Operations;

/// <summary>Deletes up to ten messages; each succeeds or fails alone.</summary>
internal sealed class DeleteMessageBatch(MessageKeeper keeper, QueueAccess access)
    : IOperation<DeleteMessageBatchRequest, DeleteMessageBatchResponse>
{
    public string Resource(CallContext call, DeleteMessageBatchRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? Action(DeleteMessageBatchRequest request) => "sqs:DeleteMessage";

    public string? ResourcePolicy(CallContext call, DeleteMessageBatchRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<DeleteMessageBatchResponse> HandleAsync(
        CallContext call, DeleteMessageBatchRequest request, CancellationToken cancellationToken)
    {
        Batch.Check([.. request.Entries.Select(entry => entry.Id)], nameof(DeleteMessageBatchRequestEntry));
        var outcomes = await keeper.DeleteAsync(
            QueueNames.Parse(call, request.QueueUrl), [.. request.Entries.Select(entry => entry.ReceiptHandle)], cancellationToken);
        var done = request.Entries.Zip(outcomes, (entry, error) => (entry.Id, Error: error)).ToList();
        return new()
        {
            Successful = [.. done.Where(item => item.Error is null).Select(item => new DeleteMessageBatchResultEntry { Id = item.Id })],
            Failed = [.. done.Where(item => item.Error is not null).Select(item => BatchFailures.Of(item.Id, item.Error!))],
        };
    }
}
