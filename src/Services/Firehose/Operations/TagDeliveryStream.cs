using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Adds tags, or changes them.</summary>
internal sealed class TagDeliveryStream(DeliveryStreamTable streams) : IOperation<TagDeliveryStreamRequest, TagDeliveryStreamResponse>
{
    public string Resource(CallContext call, TagDeliveryStreamRequest request) =>
        StreamNames.ArnOf(call, request.DeliveryStreamName);

    public async ValueTask<TagDeliveryStreamResponse> HandleAsync(
        CallContext call, TagDeliveryStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.DeliveryStreamName);

        await streams.ChangeAsync(
            address, stream => stream with { Tags = TagRules.Add(address, stream.Tags, request.Tags) }, cancellationToken);
        return new();
    }
}
