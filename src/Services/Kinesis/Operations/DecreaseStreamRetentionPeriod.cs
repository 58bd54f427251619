using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Keeps records less long; what is older is dropped with the next sweep.</summary>
internal sealed class DecreaseStreamRetentionPeriod(StreamTable streams) : IOperation<DecreaseStreamRetentionPeriodRequest, DecreaseStreamRetentionPeriodResponse>
{
    public string Resource(CallContext call, DecreaseStreamRetentionPeriodRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<DecreaseStreamRetentionPeriodResponse> HandleAsync(
        CallContext call, DecreaseStreamRetentionPeriodRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        var hours = request.RetentionPeriodHours;
        if (hours < KinesisLimits.RetentionHoursMin)
        {
            throw KinesisErrors.Invalid($"Minimum allowed retention period is {KinesisLimits.RetentionHoursMin} hours. "
                + $"Requested retention period ({hours} hours) is too short.");
        }

        await streams.ChangeAsync(
            address,
            stream => hours > stream.RetentionHours
                ? throw KinesisErrors.Invalid($"Requested retention period ({hours} hours) for stream {address.Name} can not be longer than "
                    + $"existing retention period ({stream.RetentionHours} hours). Use IncreaseRetentionPeriod API.")
                : stream with { RetentionHours = hours },
            cancellationToken);
        return new();
    }
}
