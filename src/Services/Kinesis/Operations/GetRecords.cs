using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Reads records from an iterator's place on.</summary>
internal sealed class GetRecords(StreamTable streams, ShardIterators iterators, Domain.StreamReader reader, HopMetrics metrics) : IOperation<GetRecordsRequest, GetRecordsResponse>
{
    public string Resource(CallContext call, GetRecordsRequest request) =>
        iterators.ArnOf(request.ShardIterator);

    public ValueTask<GetRecordsResponse> HandleAsync(
        CallContext call, GetRecordsRequest request, CancellationToken cancellationToken)
    {
        var place = iterators.Read(request.ShardIterator);
        var stream = streams.Require(place.Address).State;
        if (stream.Id != place.StreamId)
        {
            throw KinesisErrors.StreamNotFound(place.Address);
        }

        var limit = request.Limit ?? KinesisLimits.GetRecordsMax;
        var slice = reader.Read(place.Address, place.ShardId, place.Offset, limit, KinesisLimits.GetBytesMax);
        metrics.Lag("kinesis", place.Address.Name, slice.Behind);
        var records = new Record[slice.Records.Count];
        for (var at = 0; at < records.Length; at++)
        {
            var record = slice.Records[at];
            records[at] = new()
            {
                SequenceNumber = record.SequenceNumber,
                ApproximateArrivalTimestamp = record.ArrivalTimestamp,
                Data = record.Data,
                PartitionKey = record.PartitionKey,
            };
        }

        return new(new GetRecordsResponse
        {
            Records = records,
            MillisBehindLatest = (long)slice.Behind.TotalMilliseconds,
            NextShardIterator = slice.IsEnd ? null : iterators.Issue(stream, place.ShardId, slice.NextOffset),
            ChildShards = slice.IsEnd ? Descriptions.Children(stream, place.ShardId) : null,
        });
    }
}
