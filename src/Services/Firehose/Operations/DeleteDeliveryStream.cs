using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Deletes a delivery stream with what it has not delivered; both are gone when this returns.</summary>
internal sealed class DeleteDeliveryStream(DeliveryStreamTable streams) : IOperation<DeleteDeliveryStreamRequest, DeleteDeliveryStreamResponse>
{
    public string Resource(CallContext call, DeleteDeliveryStreamRequest request) =>
        StreamNames.ArnOf(call, request.DeliveryStreamName);

    public async ValueTask<DeleteDeliveryStreamResponse> HandleAsync(
        CallContext call, DeleteDeliveryStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.DeliveryStreamName);

        await streams.DeleteAsync(address, cancellationToken);
        return new();
    }
}
