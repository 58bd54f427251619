using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Lists the delivery streams of the account and region by name, page by page.</summary>
internal sealed class ListDeliveryStreams(DeliveryStreamTable streams) : IOperation<ListDeliveryStreamsRequest, ListDeliveryStreamsResponse>
{
    public string Resource(CallContext call, ListDeliveryStreamsRequest request) =>
        "*";

    public ValueTask<ListDeliveryStreamsResponse> HandleAsync(
        CallContext call, ListDeliveryStreamsRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Limit ?? FirehoseLimits.ListPage;
        var found = streams.List(call.Account, call.Region, request.ExclusiveStartDeliveryStreamName)
            .Where(stream => request.DeliveryStreamType is null
                || stream.IsDirectPut == (request.DeliveryStreamType == "DirectPut")).ToList();
        return new(new ListDeliveryStreamsResponse
        {
            DeliveryStreamNames = [.. found.Take(limit).Select(stream => stream.Address.Name)],
            HasMoreDeliveryStreams = found.Count > limit,
        });
    }
}
