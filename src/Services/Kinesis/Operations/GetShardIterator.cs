using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Names a place in a shard.</summary>
internal sealed class GetShardIterator(StreamTable streams, ShardIterators iterators) : IOperation<GetShardIteratorRequest, GetShardIteratorResponse>
{
    public string Resource(CallContext call, GetShardIteratorRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public ValueTask<GetShardIteratorResponse> HandleAsync(
        CallContext call, GetShardIteratorRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        var stream = streams.Require(address);
        var shard = stream.Require(request.ShardId);
        var offset = iterators.Resolve(stream, shard, request.ShardIteratorType, request.StartingSequenceNumber, request.Timestamp);
        return new(new GetShardIteratorResponse { ShardIterator = iterators.Issue(stream.State, shard.Id, offset) });
    }
}
