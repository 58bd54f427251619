using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Deletes a stream with its records; both are gone when this returns.</summary>
internal sealed class DeleteStream(StreamTable streams) : IOperation<DeleteStreamRequest, DeleteStreamResponse>
{
    public string Resource(CallContext call, DeleteStreamRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<DeleteStreamResponse> HandleAsync(
        CallContext call, DeleteStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        await streams.DeleteAsync(address, request.EnforceConsumerDeletion ?? false, cancellationToken);
        return new();
    }
}
