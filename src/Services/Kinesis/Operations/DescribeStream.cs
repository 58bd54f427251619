using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Tells about a stream and, page by page, its shards.</summary>
internal sealed class DescribeStream(StreamTable streams) : IOperation<DescribeStreamRequest, DescribeStreamResponse>
{
    public string Resource(CallContext call, DescribeStreamRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public ValueTask<DescribeStreamResponse> HandleAsync(
        CallContext call, DescribeStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);
        var stream = streams.Require(address).State;

        var limit = request.Limit ?? KinesisLimits.DescribePageShards;
        var after = stream.Shards.Where(shard =>
            request.ExclusiveStartShardId is null || string.CompareOrdinal(shard.Id, request.ExclusiveStartShardId) > 0).ToList();
        return new(new DescribeStreamResponse
        {
            StreamDescription = new()
            {
                StreamName = address.Name,
                StreamARN = address.Arn,
                StreamStatus = "ACTIVE",
                StreamModeDetails = Descriptions.Mode(stream),
                Shards = [.. after.Take(limit).Select(Descriptions.Of)],
                HasMoreShards = after.Count > limit,
                RetentionPeriodHours = stream.RetentionHours,
                StreamCreationTimestamp = stream.Created,
                EnhancedMonitoring = [new() { ShardLevelMetrics = [] }],
                EncryptionType = "NONE",
            },
        });
    }
}
