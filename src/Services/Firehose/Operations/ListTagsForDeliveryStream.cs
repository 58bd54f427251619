using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Lists a delivery stream's tags by key, page by page.</summary>
internal sealed class ListTagsForDeliveryStream(DeliveryStreamTable streams) : IOperation<ListTagsForDeliveryStreamRequest, ListTagsForDeliveryStreamResponse>
{
    public string Resource(CallContext call, ListTagsForDeliveryStreamRequest request) =>
        StreamNames.ArnOf(call, request.DeliveryStreamName);

    public ValueTask<ListTagsForDeliveryStreamResponse> HandleAsync(
        CallContext call, ListTagsForDeliveryStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.DeliveryStreamName);

        var limit = request.Limit ?? FirehoseLimits.TagsMax;
        var found = streams.Require(address).Tags.Where(tag =>
            request.ExclusiveStartTagKey is null || string.CompareOrdinal(tag.Key, request.ExclusiveStartTagKey) > 0).ToList();
        return new(new ListTagsForDeliveryStreamResponse
        {
            Tags = [.. found.Take(limit).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
            HasMoreTags = found.Count > limit,
        });
    }
}
