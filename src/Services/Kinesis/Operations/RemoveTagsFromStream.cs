using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Removes tags by key; keys that are not there are ignored.</summary>
internal sealed class RemoveTagsFromStream(StreamTable streams) : IOperation<RemoveTagsFromStreamRequest, RemoveTagsFromStreamResponse>
{
    public string Resource(CallContext call, RemoveTagsFromStreamRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<RemoveTagsFromStreamResponse> HandleAsync(
        CallContext call, RemoveTagsFromStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        await streams.ChangeAsync(
            address, stream => stream with { Tags = stream.Tags.RemoveRange(request.TagKeys) }, cancellationToken);
        return new();
    }
}
