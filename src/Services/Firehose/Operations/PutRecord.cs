using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Puts one record into the stream's buffer.</summary>
internal sealed class PutRecord(DirectPutter putter, DeliveryStreamTable streams) : IOperation<PutRecordRequest, PutRecordResponse>
{
    public string Resource(CallContext call, PutRecordRequest request) =>
        StreamNames.ArnOf(call, request.DeliveryStreamName);

    public async ValueTask<PutRecordResponse> HandleAsync(
        CallContext call, PutRecordRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.DeliveryStreamName);

        var offset = await putter.AppendAsync(address, [request.Record.Data], cancellationToken);
        return new() { RecordId = DirectPutter.RecordId(streams.Require(address), offset), Encrypted = false };
    }
}
