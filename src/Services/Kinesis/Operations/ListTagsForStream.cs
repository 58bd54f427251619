using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Lists a stream's tags by key, page by page.</summary>
internal sealed class ListTagsForStream(StreamTable streams) : IOperation<ListTagsForStreamRequest, ListTagsForStreamResponse>
{
    public string Resource(CallContext call, ListTagsForStreamRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public ValueTask<ListTagsForStreamResponse> HandleAsync(
        CallContext call, ListTagsForStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);
        var stream = streams.Require(address).State;

        var limit = request.Limit ?? KinesisLimits.TagsMax;
        var after = stream.Tags.Where(tag =>
            request.ExclusiveStartTagKey is null || string.CompareOrdinal(tag.Key, request.ExclusiveStartTagKey) > 0).ToList();
        return new(new ListTagsForStreamResponse
        {
            Tags = [.. after.Take(limit).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
            HasMoreTags = after.Count > limit,
        });
    }
}
