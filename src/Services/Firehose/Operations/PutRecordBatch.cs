using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Puts many records into the stream's buffer, next to each other.</summary>
internal sealed class PutRecordBatch(DirectPutter putter, DeliveryStreamTable streams) : IOperation<PutRecordBatchRequest, PutRecordBatchResponse>
{
    public string Resource(CallContext call, PutRecordBatchRequest request) =>
        StreamNames.ArnOf(call, request.DeliveryStreamName);

    public async ValueTask<PutRecordBatchResponse> HandleAsync(
        CallContext call, PutRecordBatchRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.DeliveryStreamName);

        var records = new ReadOnlyMemory<byte>[request.Records.Count];
        for (var at = 0; at < records.Length; at++)
        {
            records[at] = request.Records[at].Data;
        }

        var offset = await putter.AppendAsync(address, records, cancellationToken);
        var stream = streams.Require(address);
        return new()
        {
            FailedPutCount = 0,
            Encrypted = false,
            RequestResponses = [.. Enumerable.Range(0, records.Length)
                .Select(at => new PutRecordBatchResponseEntry { RecordId = DirectPutter.RecordId(stream, offset + at) })],
        };
    }
}
