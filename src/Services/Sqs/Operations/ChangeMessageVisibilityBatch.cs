using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;

namespace Weir.Services.Sqs.Operations;

/// <summary>Changes the visibility of up to ten messages; each succeeds or fails alone.</summary>
internal sealed class ChangeMessageVisibilityBatch(MessageKeeper keeper, QueueAccess access)
    : IOperation<ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResponse>
{
    public string Resource(CallContext call, ChangeMessageVisibilityBatchRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? Action(ChangeMessageVisibilityBatchRequest request) => "sqs:ChangeMessageVisibility";

    public string? ResourcePolicy(CallContext call, ChangeMessageVisibilityBatchRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<ChangeMessageVisibilityBatchResponse> HandleAsync(
        CallContext call, ChangeMessageVisibilityBatchRequest request, CancellationToken cancellationToken)
    {
        Batch.Check([.. request.Entries.Select(entry => entry.Id)], nameof(ChangeMessageVisibilityBatchRequestEntry));
        var failed = new List<BatchResultErrorEntry>();
        var accepted = new List<(string Id, string Handle, TimeSpan Visibility)>();
        foreach (var entry in request.Entries)
        {
            try
            {
                accepted.Add((entry.Id, entry.ReceiptHandle, Visibility.Check(entry.VisibilityTimeout)));
            }
            catch (ServiceException error)
            {
                failed.Add(BatchFailures.Of(entry.Id, error));
            }
        }

        var outcomes = await keeper.ChangeVisibilityAsync(
            QueueNames.Parse(call, request.QueueUrl), [.. accepted.Select(item => (item.Handle, item.Visibility))], cancellationToken);
        var done = accepted.Zip(outcomes, (item, error) => (item.Id, Error: error)).ToList();
        failed.AddRange(done.Where(item => item.Error is not null).Select(item => BatchFailures.Of(item.Id, item.Error!)));
        return new()
        {
            Successful =
            [
                .. done.Where(item => item.Error is null).Select(item => new ChangeMessageVisibilityBatchResultEntry { Id = item.Id }),
            ],
            Failed = failed,
        };
    }
}
