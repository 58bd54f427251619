using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Changes between provisioned and on-demand capacity.</summary>
internal sealed class UpdateStreamMode(StreamTable streams) : IOperation<UpdateStreamModeRequest, UpdateStreamModeResponse>
{
    public string Resource(CallContext call, UpdateStreamModeRequest request) =>
        StreamNames.ArnOf(call, null, request.StreamARN);

    public async ValueTask<UpdateStreamModeResponse> HandleAsync(
        CallContext call, UpdateStreamModeRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, null, request.StreamARN);
        var isOnDemand = request.StreamModeDetails.StreamMode == "ON_DEMAND";
        await streams.ChangeAsync(
            address,
            stream => stream.IsOnDemand == isOnDemand ? stream : stream with { IsOnDemand = isOnDemand },
            cancellationToken);
        return new();
    }
}
