using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Splits and merges until there are so many shards of even size.</summary>
internal sealed class UpdateShardCount(StreamResharder resharder, StreamTable streams) : IOperation<UpdateShardCountRequest, UpdateShardCountResponse>
{
    public string Resource(CallContext call, UpdateShardCountRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<UpdateShardCountResponse> HandleAsync(
        CallContext call, UpdateShardCountRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        var target = request.TargetShardCount;
        var before = streams.Require(address).State;
        var current = before.OpenShards.Count();
        if (request.ScalingType != "UNIFORM_SCALING" || before.IsOnDemand)
        {
            throw before.IsOnDemand
                ? KinesisErrors.Validation("UpdateShardCount is not supported for a stream in ON_DEMAND mode.")
                : KinesisErrors.Validation($"ScalingType {request.ScalingType} is not UNIFORM_SCALING.");
        }

        if (target < 1 || target > current * 2 || target * 2 < current)
        {
            throw KinesisErrors.Invalid(
                $"UpdateShardCount cannot scale up over double your current open shard count or below half of it. "
                + $"Current open shard count: {current} Target shard count: {target}");
        }

        await resharder.ReshardAsync(address, (change, stream) => change.ToEven(stream, target), cancellationToken);
        return new()
        {
            StreamName = address.Name,
            StreamARN = address.Arn,
            CurrentShardCount = current,
            TargetShardCount = target,
        };
    }
}
