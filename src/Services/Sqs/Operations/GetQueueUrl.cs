using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>The URL of a queue, by its name.</summary>
internal sealed class GetQueueUrl(QueueTable queues)
    : IOperation<GetQueueUrlRequest, GetQueueUrlResponse>
{
    public string Resource(CallContext call, GetQueueUrlRequest request) => Address(call, request).Arn;

    public ValueTask<GetQueueUrlResponse> HandleAsync(
        CallContext call, GetQueueUrlRequest request, CancellationToken cancellationToken)
    {
        var queue = queues.Require(Address(call, request));
        return ValueTask.FromResult(new GetQueueUrlResponse { QueueUrl = QueueNames.UrlOf(call, queue.Address) });
    }

    public string? ResourcePolicy(CallContext call, GetQueueUrlRequest request) => queues.Find(Address(call, request))?.Policy;

    private static QueueAddress Address(CallContext call, GetQueueUrlRequest request) =>
        new(request.QueueOwnerAWSAccountId ?? call.Account, call.Region, request.QueueName);
}
