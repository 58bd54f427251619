using System.Globalization;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Operations;

/// <summary>Changes a destination; what is given replaces what was, the rest stays.</summary>
internal sealed class UpdateDestination(DeliveryStreamTable streams, RoleSessions roles, TimeProvider clock) : IOperation<UpdateDestinationRequest, UpdateDestinationResponse>
{
    public string Resource(CallContext call, UpdateDestinationRequest request) =>
        StreamNames.ArnOf(call, request.DeliveryStreamName);

    public async ValueTask<UpdateDestinationResponse> HandleAsync(
        CallContext call, UpdateDestinationRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.DeliveryStreamName);

        object?[] others =
        [
            request.RedshiftDestinationUpdate, request.ElasticsearchDestinationUpdate, request.AmazonopensearchserviceDestinationUpdate,
            request.SplunkDestinationUpdate, request.HttpEndpointDestinationUpdate, request.AmazonOpenSearchServerlessDestinationUpdate,
            request.SnowflakeDestinationUpdate, request.IcebergDestinationUpdate,
        ];
        if (others.Any(other => other is not null) || (request.S3DestinationUpdate is null) == (request.ExtendedS3DestinationUpdate is null))
        {
            throw FirehoseErrors.Invalid("Exactly one destination update is supported, of the type that the delivery stream has.");
        }

        var role = request.ExtendedS3DestinationUpdate?.RoleARN ?? request.S3DestinationUpdate?.RoleARN;
        if (role is not null)
        {
            call.Authorize("iam:PassRole", role);
            _ = roles.Call(address, role);
        }

        await streams.ChangeAsync(
            address,
            stream =>
            {
                if (request.DestinationId != DeliveryStreamState.DestinationId)
                {
                    throw FirehoseErrors.Invalid($"Destination Id {request.DestinationId} not found");
                }

                if (request.CurrentDeliveryStreamVersionId != stream.Version.ToString(CultureInfo.InvariantCulture))
                {
                    throw FirehoseErrors.VersionMismatch(stream.Version);
                }

                return stream with
                {
                    Version = stream.Version + 1,
                    Updated = clock.GetUtcNow(),
                    IsExtended = stream.IsExtended || request.ExtendedS3DestinationUpdate is not null,
                    Destination = request.ExtendedS3DestinationUpdate is { } extended
                        ? Destinations.With(stream.Destination, extended)
                        : Destinations.With(stream.Destination, request.S3DestinationUpdate!),
                };
            },
            cancellationToken);
        return new();
    }
}
