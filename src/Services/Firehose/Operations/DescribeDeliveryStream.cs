using System.Globalization;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Tells all about a delivery stream.</summary>
internal sealed class DescribeDeliveryStream(DeliveryStreamTable streams) : IOperation<DescribeDeliveryStreamRequest, DescribeDeliveryStreamResponse>
{
    public string Resource(CallContext call, DescribeDeliveryStreamRequest request) =>
        StreamNames.ArnOf(call, request.DeliveryStreamName);

    public ValueTask<DescribeDeliveryStreamResponse> HandleAsync(
        CallContext call, DescribeDeliveryStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.DeliveryStreamName);

        var stream = streams.Require(address);
        var destination = new DestinationDescription
        {
            DestinationId = DeliveryStreamState.DestinationId,
            S3DestinationDescription = Destinations.Plain(stream.Destination),
            ExtendedS3DestinationDescription = stream.IsExtended ? stream.Destination : null,
        };
        var isShown = request.ExclusiveStartDestinationId is null
            || string.CompareOrdinal(request.ExclusiveStartDestinationId, DeliveryStreamState.DestinationId) < 0;
        return new(new DescribeDeliveryStreamResponse
        {
            DeliveryStreamDescription = new()
            {
                DeliveryStreamName = address.Name,
                DeliveryStreamARN = address.Arn,
                DeliveryStreamStatus = "ACTIVE",
                DeliveryStreamType = stream.IsDirectPut ? "DirectPut" : "KinesisStreamAsSource",
                DeliveryStreamEncryptionConfiguration = new() { Status = "DISABLED" },
                VersionId = stream.Version.ToString(CultureInfo.InvariantCulture),
                CreateTimestamp = stream.Created,
                LastUpdateTimestamp = stream.Updated,
                Source = stream.Source is { } source ? new() { KinesisStreamSourceDescription = source } : null,
                Destinations = isShown ? [destination] : [],
                HasMoreDestinations = false,
            },
        });
    }
}
