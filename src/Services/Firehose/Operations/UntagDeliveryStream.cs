using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Removes tags by key.</summary>
internal sealed class UntagDeliveryStream(DeliveryStreamTable streams) : IOperation<UntagDeliveryStreamRequest, UntagDeliveryStreamResponse>
{
    public string Resource(CallContext call, UntagDeliveryStreamRequest request) =>
        StreamNames.ArnOf(call, request.DeliveryStreamName);

    public async ValueTask<UntagDeliveryStreamResponse> HandleAsync(
        CallContext call, UntagDeliveryStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.DeliveryStreamName);

        await streams.ChangeAsync(
            address, stream => stream with { Tags = stream.Tags.RemoveRange(request.TagKeys) }, cancellationToken);
        return new();
    }
}
