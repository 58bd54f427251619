using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Appends many records; each has its own outcome.</summary>
internal sealed class PutRecords(StreamAppender appender) : IOperation<PutRecordsRequest, PutRecordsResponse>
{
    public string Resource(CallContext call, PutRecordsRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<PutRecordsResponse> HandleAsync(
        CallContext call, PutRecordsRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        var records = new StreamRecordIn[request.Records.Count];
        for (var at = 0; at < records.Length; at++)
        {
            var entry = request.Records[at];
            records[at] = new(entry.PartitionKey, entry.Data, entry.ExplicitHashKey);
        }

        var puts = await appender.AppendManyAsync(address, records, cancellationToken);
        var results = new PutRecordsResultEntry[puts.Count];
        var failed = 0;
        for (var at = 0; at < results.Length; at++)
        {
            var put = puts[at];
            failed += put.ErrorCode is null ? 0 : 1;
            results[at] = new()
            {
                ShardId = put.ShardId,
                SequenceNumber = put.SequenceNumber,
                ErrorCode = put.ErrorCode,
                ErrorMessage = put.ErrorMessage,
            };
        }

        return new() { FailedRecordCount = failed, Records = results };
    }
}
