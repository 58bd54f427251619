using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Makes a delivery stream; it delivers from the answer on.</summary>
internal sealed class CreateDeliveryStream(DeliveryStreamTable streams, RoleSessions roles, IStreamReader reader, TimeProvider clock) : IOperation<CreateDeliveryStreamRequest, CreateDeliveryStreamResponse>
{
    public string Resource(CallContext call, CreateDeliveryStreamRequest request) =>
        StreamNames.ArnOf(call, request.DeliveryStreamName);

    public async ValueTask<CreateDeliveryStreamResponse> HandleAsync(
        CallContext call, CreateDeliveryStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.DeliveryStreamName);

        RefuseUnbuilt(request);
        var destination = request.ExtendedS3DestinationConfiguration is { } extended
            ? Destinations.Of(extended)
            : Destinations.Of(request.S3DestinationConfiguration!);
        RequireRole(call, address, destination.RoleARN);
        if (destination.S3BackupDescription is { } backup)
        {
            RequireRole(call, address, backup.RoleARN);
        }

        var isDirect = (request.DeliveryStreamType ?? "DirectPut") == "DirectPut";
        var now = clock.GetUtcNow();
        var stream = new DeliveryStreamState
        {
            Address = address,
            Id = streams.NewStreamId(),
            Version = 1,
            Created = now,
            IsExtended = request.ExtendedS3DestinationConfiguration is not null,
            Destination = destination,
            Source = isDirect ? null : SourceOf(call, address, request, now),
            Tags = TagRules.Add(address, ImmutableSortedDictionary<string, string>.Empty, request.Tags),
        };
        var progress = stream.Source is { } source ? await LatestAsync(stream, source, cancellationToken) : ProgressState.Of([]);
        await streams.CreateAsync(stream, progress, cancellationToken);
        return new() { DeliveryStreamARN = address.Arn };
    }

    private static void RefuseUnbuilt(CreateDeliveryStreamRequest request)
    {
        object?[] others =
        [
            request.RedshiftDestinationConfiguration, request.ElasticsearchDestinationConfiguration,
            request.AmazonopensearchserviceDestinationConfiguration, request.SplunkDestinationConfiguration,
            request.HttpEndpointDestinationConfiguration, request.AmazonOpenSearchServerlessDestinationConfiguration,
            request.SnowflakeDestinationConfiguration, request.IcebergDestinationConfiguration,
        ];
        if (others.Any(other => other is not null))
        {
            throw FirehoseErrors.NotBuilt("a delivery stream with a destination other than S3");
        }

        if (request.DeliveryStreamType is not (null or "DirectPut" or "KinesisStreamAsSource"))
        {
            throw FirehoseErrors.NotBuilt($"a delivery stream of type {request.DeliveryStreamType}");
        }

        if (request.DeliveryStreamEncryptionConfigurationInput is not null)
        {
            throw FirehoseErrors.NotBuilt("encryption of a delivery stream's buffer with a KMS key");
        }

        if ((request.S3DestinationConfiguration is null) == (request.ExtendedS3DestinationConfiguration is null))
        {
            throw FirehoseErrors.Invalid("Exactly one destination configuration is supported for a Firehose.");
        }
    }

    private KinesisStreamSourceDescription SourceOf(
        CallContext call, StreamAddress address, CreateDeliveryStreamRequest request, DateTimeOffset now)
    {
        if (request.KinesisStreamSourceConfiguration is not { } source)
        {
            throw FirehoseErrors.Invalid("KinesisStreamSourceConfiguration must be provided when DeliveryStreamType is KinesisStreamAsSource.");
        }

        RequireRole(call, address, source.RoleARN);
        return new() { KinesisStreamARN = source.KinesisStreamARN, RoleARN = source.RoleARN, DeliveryStartTimestamp = now };
    }

    private async Task<ProgressState> LatestAsync(
        DeliveryStreamState stream, KinesisStreamSourceDescription source, CancellationToken cancellationToken)
    {
        try
        {
            var kinesis = new KinesisSource(reader, source.KinesisStreamARN!, () => roles.Call(stream.Address, source.RoleARN!));
            return ProgressState.Of(await kinesis.LatestAsync(cancellationToken));
        }
        catch (ServiceException refused)
        {
            throw FirehoseErrors.Invalid(refused.Message);
        }
    }

    private void RequireRole(CallContext call, StreamAddress address, string roleArn)
    {
        call.Authorize("iam:PassRole", roleArn);
        _ = roles.Call(address, roleArn);
    }
}
