using Weir.Kernel.Core;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose;

/// <summary>Every error a caller can see, in the service's own words.</summary>
internal static class FirehoseErrors
{
    public static ServiceException NotFound(StreamAddress address) => new(
        "ResourceNotFoundException", $"Firehose {address.Name} under account {address.Account} not found.");

    public static ServiceException Exists(StreamAddress address) => new(
        "ResourceInUseException", $"Firehose {address.Name} under accountId {address.Account} already exists");

    public static ServiceException TooManyStreams() => new(
        "LimitExceededException", $"You have already consumed your firehose quota of {FirehoseLimits.StreamsMax} hoses.");

    public static ServiceException Invalid(string message) => new("InvalidArgumentException", message);

    public static ServiceException Validation(string message) => new("ValidationException", message);

    public static ServiceException RoleNotAssumable(string roleArn) =>
        Invalid($"Firehose is unable to assume role {roleArn}. Please check the role provided.");

    public static ServiceException NotDirectPut() =>
        new("InvalidSourceException", "Only DirectPut is supported for this operation.");

    public static ServiceException VersionMismatch(int current) => new(
        "ConcurrentModificationException",
        $"Cannot update destination, CurrentDeliveryStreamVersionId does not match the current version {current}.");

    public static ServiceException Slow() => new(
        "ServiceUnavailableException", "Slow down: too many records wait for their destination.", 503);

    public static ServiceException NotBuilt(string what) => new("NotImplemented", $"{what} is not implemented", 501);
}
