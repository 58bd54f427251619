using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>The queues whose dead-letter queue this is.</summary>
internal sealed class ListDeadLetterSourceQueues(QueueTable queues, QueueAccess access)
    : IOperation<ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResponse>
{
    public string Resource(CallContext call, ListDeadLetterSourceQueuesRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, ListDeadLetterSourceQueuesRequest request) => access.Policy(call, request.QueueUrl);

    public ValueTask<ListDeadLetterSourceQueuesResponse> HandleAsync(
        CallContext call, ListDeadLetterSourceQueuesRequest request, CancellationToken cancellationToken)
    {
        var target = queues.Require(QueueNames.Parse(call, request.QueueUrl));
        var max = QueuePages.Size(request.MaxResults);
        var page = queues.Store.Read(state => queues
            .List(state, target.Account, target.Region, "", QueuePages.After(request.NextToken))
            .Where(queue => queue.Redrive?.DeadLetterTargetArn == target.Arn)
            .Take(max + 1).ToList());
        return ValueTask.FromResult(new ListDeadLetterSourceQueuesResponse
        {
            QueueUrls = [.. page.Take(max).Select(queue => QueueNames.UrlOf(call, queue.Address))],
            NextToken = request.MaxResults is not null && page.Count > max ? QueuePages.Token(page[max - 1].Name) : null,
        });
    }
}
