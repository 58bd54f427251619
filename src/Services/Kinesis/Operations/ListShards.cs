using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Lists a stream's shards, page by page, all or those that a filter keeps.</summary>
internal sealed class ListShards(StreamTable streams, Tokens tokens, TimeProvider clock) : IOperation<ListShardsRequest, ListShardsResponse>
{
    public string Resource(CallContext call, ListShardsRequest request) =>
        request.NextToken is { } token
            ? Read(token) is var (address, _, _, _) ? address.Arn : throw KinesisErrors.InvalidNextToken()
            : StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public ValueTask<ListShardsResponse> HandleAsync(
        CallContext call, ListShardsRequest request, CancellationToken cancellationToken)
    {
        StreamAddress address;
        string filter;
        long filterTime;
        string? after;
        if (request.NextToken is { } token)
        {
            if (request.StreamName is not null || request.StreamARN is not null)
            {
                throw KinesisErrors.Invalid("NextToken and StreamName cannot be provided together.");
            }

            (address, filter, filterTime, after) = Read(token);
        }
        else
        {
            address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);
            (filter, filterTime, after) = (FilterOf(request), TimeOf(request), AfterOf(request));
        }

        var stream = streams.Require(address).State;
        var limit = request.MaxResults ?? KinesisLimits.ListPageShards;
        var kept = stream.Shards.Where(shard => Keeps(shard, stream, filter, filterTime)
            && (after is null || string.CompareOrdinal(shard.Id, after) > 0)).Take(limit + 1).ToList();
        var next = kept.Count > limit
            ? tokens.Issue(TokenPurpose.ListShards, filterTime, address.Account, address.Region, address.Name, filter, kept[limit - 1].Id)
            : null;
        return new(new ListShardsResponse { Shards = [.. kept.Take(limit).Select(Descriptions.Of)], NextToken = next });
    }

    private static string FilterOf(ListShardsRequest request) => request.ShardFilter?.Type ?? "";

    private static long TimeOf(ListShardsRequest request)
    {
        var needsTime = request.ShardFilter?.Type is "AT_TIMESTAMP" or "FROM_TIMESTAMP";
        return needsTime
            ? request.ShardFilter!.Timestamp?.ToUnixTimeMilliseconds()
                ?? throw KinesisErrors.Invalid($"Timestamp must be provided with the shard filter {request.ShardFilter.Type}.")
            : 0;
    }

    private static string? AfterOf(ListShardsRequest request) => request.ShardFilter?.Type == "AFTER_SHARD_ID"
        ? request.ShardFilter.ShardId ?? throw KinesisErrors.Invalid("ShardId must be provided with the shard filter AFTER_SHARD_ID.")
        : request.ExclusiveStartShardId;

    private bool Keeps(ShardState shard, StreamState stream, string filter, long time) => filter switch
    {
        "AT_LATEST" => shard.IsOpen,
        "AT_TIMESTAMP" => shard.Created.ToUnixTimeMilliseconds() <= time && !(shard.Closed?.ToUnixTimeMilliseconds() <= time),
        "FROM_TIMESTAMP" => !(shard.Closed?.ToUnixTimeMilliseconds() < time),
        "AT_TRIM_HORIZON" => shard.Created <= Horizon(stream) && !(shard.Closed <= Horizon(stream)),
        "FROM_TRIM_HORIZON" => !(shard.Closed < Horizon(stream)),
        _ => true,
    };

    /// <summary>The oldest time that records are kept from: never before the stream itself.</summary>
    private DateTimeOffset Horizon(StreamState stream)
    {
        var kept = clock.GetUtcNow().AddHours(-stream.RetentionHours);
        return kept > stream.Created ? kept : stream.Created;
    }

    private (StreamAddress Address, string Filter, long Time, string? After) Read(string text)
    {
        if (tokens.Read(TokenPurpose.ListShards, text) is not { Fields: [var account, var region, var name, var filter, var last] } token)
        {
            throw KinesisErrors.InvalidNextToken();
        }

        return clock.GetUtcNow() - token.Issued > KinesisLimits.NextTokenLifetime
            ? throw KinesisErrors.ExpiredNextToken()
            : (new(account, region, name), filter, token.Number, last);
    }
}
