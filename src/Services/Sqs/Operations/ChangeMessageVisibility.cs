using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;

namespace Weir.Services.Sqs.Operations;

/// <summary>Changes for how long, from now, a received message stays hidden.</summary>
internal sealed class ChangeMessageVisibility(MessageKeeper keeper, QueueAccess access)
    : IOperation<ChangeMessageVisibilityRequest, ChangeMessageVisibilityResponse>
{
    public string Resource(CallContext call, ChangeMessageVisibilityRequest request) => QueueAccess.Resource(call, request.QueueUrl);

    public string? ResourcePolicy(CallContext call, ChangeMessageVisibilityRequest request) => access.Policy(call, request.QueueUrl);

    public async ValueTask<ChangeMessageVisibilityResponse> HandleAsync(
        CallContext call, ChangeMessageVisibilityRequest request, CancellationToken cancellationToken)
    {
        var visibility = Visibility.Check(request.VisibilityTimeout);
        var outcomes = await keeper.ChangeVisibilityAsync(
            QueueNames.Parse(call, request.QueueUrl), [(request.ReceiptHandle, visibility)], cancellationToken);
        return outcomes[0] is { } error ? throw error : new ChangeMessageVisibilityResponse();
    }
}
