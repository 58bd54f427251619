using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Tells about a stream without listing its shards.</summary>
internal sealed class DescribeStreamSummary(StreamTable streams) : IOperation<DescribeStreamSummaryRequest, DescribeStreamSummaryResponse>
{
    public string Resource(CallContext call, DescribeStreamSummaryRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public ValueTask<DescribeStreamSummaryResponse> HandleAsync(
        CallContext call, DescribeStreamSummaryRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);
        var stream = streams.Require(address).State;

        return new(new DescribeStreamSummaryResponse
        {
            StreamDescriptionSummary = new()
            {
                StreamName = address.Name,
                StreamARN = address.Arn,
                StreamStatus = "ACTIVE",
                StreamModeDetails = Descriptions.Mode(stream),
                RetentionPeriodHours = stream.RetentionHours,
                StreamCreationTimestamp = stream.Created,
                EnhancedMonitoring = [new() { ShardLevelMetrics = [] }],
                EncryptionType = "NONE",
                OpenShardCount = stream.OpenShards.Count(),
                ConsumerCount = stream.Consumers.Length,
            },
        });
    }
}
