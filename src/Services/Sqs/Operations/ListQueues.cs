using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>The queues of this account and region, by name.</summary>
internal sealed class ListQueues(QueueTable queues)
    : IOperation<ListQueuesRequest, ListQueuesResponse>
{
    public string Resource(CallContext call, ListQueuesRequest request) => "*";

    public ValueTask<ListQueuesResponse> HandleAsync(
        CallContext call, ListQueuesRequest request, CancellationToken cancellationToken)
    {
        var max = QueuePages.Size(request.MaxResults);
        var page = queues.Store.Read(state => queues
            .List(state, call.Account, call.Region, request.QueueNamePrefix ?? "", QueuePages.After(request.NextToken))
            .Take(max + 1).ToList());
        return ValueTask.FromResult(new ListQueuesResponse
        {
            QueueUrls = [.. page.Take(max).Select(queue => QueueNames.UrlOf(call, queue.Address))],
            // Without MaxResults, SQS answers at most 1000 and no token.
            NextToken = request.MaxResults is not null && page.Count > max ? QueuePages.Token(page[max - 1].Name) : null,
        });
    }
}
