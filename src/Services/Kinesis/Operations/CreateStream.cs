using System.Collections.Immutable;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Makes a stream with evenly sized shards; it is there when this returns.</summary>
internal sealed class CreateStream(StreamTable streams, TimeProvider clock) : IOperation<CreateStreamRequest, CreateStreamResponse>
{
    public string Resource(CallContext call, CreateStreamRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, null);

    public async ValueTask<CreateStreamResponse> HandleAsync(
        CallContext call, CreateStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, null);
        var isOnDemand = request.StreamModeDetails?.StreamMode == "ON_DEMAND";
        if (isOnDemand && request.ShardCount is not null)
        {
            throw KinesisErrors.Validation("ShardCount must not be provided for a stream in ON_DEMAND mode.");
        }

        var shards = isOnDemand
            ? KinesisLimits.OnDemandShards
            : request.ShardCount ?? throw KinesisErrors.Validation("ShardCount must be provided for a stream in PROVISIONED mode.");
        if (shards > KinesisLimits.ShardsMax)
        {
            throw KinesisErrors.TooManyShards(shards, 0);
        }

        var now = clock.GetUtcNow();
        await streams.CreateAsync(
            new()
            {
                Address = address,
                Id = streams.NewStreamId(),
                Version = 1,
                IsOnDemand = isOnDemand,
                RetentionHours = KinesisLimits.RetentionHoursDefault,
                Created = now,
                Shards = Resharding.Even(shards, now),
                NextShard = shards,
                Tags = TagRules.Add(address, ImmutableSortedDictionary<string, string>.Empty, request.Tags),
            },
            cancellationToken);
        return new();
    }
}
