using System.Globalization;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>A place in a shard, as text that its holder cannot change.</summary>
internal sealed class ShardIterators(Tokens tokens, TimeProvider clock)
{
    public string Issue(StreamState stream, string shardId, long offset) => tokens.Issue(
        TokenPurpose.ShardIterator, offset, stream.Address.Account, stream.Address.Region, stream.Address.Name, stream.Id, shardId);

    public ShardPlace Read(string iterator)
    {
        if (tokens.Read(TokenPurpose.ShardIterator, iterator) is not { Fields: [var account, var region, var name, var id, var shard] } token)
        {
            throw KinesisErrors.InvalidIterator();
        }

        var now = clock.GetUtcNow();
        return now - token.Issued > KinesisLimits.IteratorLifetime
            ? throw KinesisErrors.ExpiredIterator(token.Issued, now)
            : new(new(account, region, name), id, shard, token.Number);
    }

    /// <summary>The stream that an iterator speaks of, for authorization; <c>*</c> when it says nothing true.</summary>
    public string ArnOf(string iterator) =>
        tokens.Read(TokenPurpose.ShardIterator, iterator) is { Fields: [var account, var region, var name, ..] }
            ? new StreamAddress(account, region, name).Arn
            : throw KinesisErrors.InvalidIterator();

    /// <summary>The offset that an iterator type means now.</summary>
    public long Resolve(LiveStream stream, LiveShard shard, string type, string? sequenceNumber, DateTimeOffset? timestamp)
    {
        var partition = shard.Partition;
        switch (type)
        {
            case "TRIM_HORIZON":
                return partition.StartOffset;
            case "LATEST":
                return partition.EndOffset;
            case "AT_TIMESTAMP":
                return AtTime(shard, timestamp ?? throw KinesisErrors.Invalid("Must either specify timestamp or sequence number, but not both."));
            case "AT_SEQUENCE_NUMBER" or "AFTER_SEQUENCE_NUMBER":
                var number = sequenceNumber ?? throw KinesisErrors.Invalid(
                    $"Exception in parsing StartingSequenceNumber: it must be given when ShardIteratorType is {type}.");
                if (!shard.Sequence.TryParse(number, out var offset))
                {
                    throw KinesisErrors.WrongSequenceNumber(number, shard.Id, stream.Address);
                }

                return Math.Max(type == "AT_SEQUENCE_NUMBER" ? offset : offset + 1, 0);
            default:
                throw KinesisErrors.Validation($"1 validation error detected: Value '{type}' at 'shardIteratorType' failed to satisfy constraint: "
                    + "Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]");
        }
    }

    private long AtTime(LiveShard shard, DateTimeOffset time)
    {
        var (asked, now) = (time.ToUnixTimeMilliseconds(), clock.GetUtcNow().ToUnixTimeMilliseconds());
        return asked > now
            ? throw KinesisErrors.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: {asked}, currentTimestampInMillis: {now}"))
            : shard.Partition.FindOffset(asked);
    }
}

/// <param name="StreamId">The stream's generation: an iterator of a deleted stream does not fit a new one of its name.</param>
internal sealed record ShardPlace(StreamAddress Address, string StreamId, string ShardId, long Offset);
