using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Keeps records longer.</summary>
internal sealed class IncreaseStreamRetentionPeriod(StreamTable streams) : IOperation<IncreaseStreamRetentionPeriodRequest, IncreaseStreamRetentionPeriodResponse>
{
    public string Resource(CallContext call, IncreaseStreamRetentionPeriodRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<IncreaseStreamRetentionPeriodResponse> HandleAsync(
        CallContext call, IncreaseStreamRetentionPeriodRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        var hours = request.RetentionPeriodHours;
        if (hours > KinesisLimits.RetentionHoursMax)
        {
            throw KinesisErrors.Invalid($"Maximum allowed retention period is {KinesisLimits.RetentionHoursMax} hours. "
                + $"Requested retention period ({hours} hours) is too long.");
        }

        await streams.ChangeAsync(
            address,
            stream => hours < stream.RetentionHours
                ? throw KinesisErrors.Invalid($"Requested retention period ({hours} hours) for stream {address.Name} can not be shorter than "
                    + $"existing retention period ({stream.RetentionHours} hours). Use DecreaseRetentionPeriod API.")
                : stream with { RetentionHours = hours },
            cancellationToken);
        return new();
    }
}
