using System.Globalization;
using Weir.Kernel.Core;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis;

/// <summary>Every error a caller can see, in the service's own words.</summary>
internal static class KinesisErrors
{
    public static ServiceException StreamNotFound(StreamAddress address) => new(
        "ResourceNotFoundException", $"Stream {address.Name} under account {address.Account} not found.");

    public static ServiceException ShardNotFound(string shardId, StreamAddress address) => new(
        "ResourceNotFoundException",
        $"Could not find shard {shardId} in stream {address.Name} under account {address.Account}.");

    public static ServiceException StreamExists(StreamAddress address) => new(
        "ResourceInUseException", $"Stream {address.Name} under account {address.Account} already exists.");

    public static ServiceException HasConsumers(StreamAddress address) => new(
        "ResourceInUseException",
        $"Stream {address.Name} under account {address.Account} has at least one consumer registered; "
        + "set EnforceConsumerDeletion to delete it with them.");

    public static ServiceException TooManyShards(int asked, int open) => new(
        "LimitExceededException",
        $"This request would exceed the shard limit for the account. Current shard count for the account: {open}. "
        + $"Limit: {KinesisLimits.ShardsMax}. Number of additional shards that would have resulted from this request: {asked}.");

    public static ServiceException TooManyOnDemandStreams() => new(
        "LimitExceededException",
        $"This request would exceed the on-demand stream limit for the account: {KinesisLimits.OnDemandStreamsMax}.");

    public static ServiceException TooManyTags(StreamAddress address) => new(
        "InvalidArgumentException",
        $"Failed to add tags to stream {address.Name} under account {address.Account} because a given stream cannot have "
        + $"more than {KinesisLimits.TagsMax} tags associated with it.");

    public static ServiceException Invalid(string message) => new("InvalidArgumentException", message);

    public static ServiceException Validation(string message) => new("ValidationException", message);

    public static ServiceException InvalidIterator() => Invalid("Invalid ShardIterator.");

    public static ServiceException InvalidNextToken() => Invalid("Invalid NextToken.");

    public static ServiceException ExpiredNextToken() =>
        new("ExpiredNextTokenException", "NextToken has expired; tokens are good for 300 seconds.");

    public static ServiceException ExpiredIterator(DateTimeOffset issued, DateTimeOffset now) => new(
        "ExpiredIteratorException",
        $"Iterator expired. The iterator was created at time {Text(issued)} while right now it is {Text(now)} which is "
        + "further in the future than the tolerated delay of 300000 milliseconds.");

    public static ServiceException ExplicitHashKey(string value) => Invalid(
        $"Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {value}");

    public static ServiceException WrongSequenceNumber(string number, string shardId, StreamAddress address) => Invalid(
        $"StartingSequenceNumber {number} used in GetShardIterator on shard {shardId} in stream {address.Name} under account "
        + $"{address.Account} is invalid because it did not come from this stream.");

    public static ServiceException NotOpen(string shardId, StreamAddress address) => Invalid(
        $"Shard {shardId} in stream {address.Name} under account {address.Account} has already been merged or split, "
        + "and thus is not eligible for merging or splitting.");

    public static ServiceException WrongSplit(string hashKey, ShardState shard, StreamAddress address) => Invalid(
        $"NewStartingHashKey {hashKey} used in SplitShard() on shard {shard.Id} in stream {address.Name} under account "
        + $"{address.Account} is not both greater than one plus the shard's StartingHashKey {shard.FirstHash} and less than "
        + $"the shard's EndingHashKey {shard.LastHash}.");

    public static ServiceException NotAdjacent(string first, string second, StreamAddress address) => Invalid(
        $"Shards {first} and {second} in stream {address.Name} under account {address.Account} are not an adjacent pair of "
        + "shards eligible for merging");

    private static string Text(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);
}
