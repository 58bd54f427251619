using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Appends one record to the shard that owns its partition key.</summary>
internal sealed class PutRecord(StreamAppender appender) : IOperation<PutRecordRequest, PutRecordResponse>
{
    public string Resource(CallContext call, PutRecordRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<PutRecordResponse> HandleAsync(
        CallContext call, PutRecordRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        var put = await appender.AppendAsync(address, new(request.PartitionKey, request.Data, request.ExplicitHashKey), cancellationToken);
        return new() { ShardId = put.ShardId!, SequenceNumber = put.SequenceNumber! };
    }
}
