using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Adds tags to a stream, or changes them.</summary>
internal sealed class AddTagsToStream(StreamTable streams) : IOperation<AddTagsToStreamRequest, AddTagsToStreamResponse>
{
    public string Resource(CallContext call, AddTagsToStreamRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<AddTagsToStreamResponse> HandleAsync(
        CallContext call, AddTagsToStreamRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        await streams.ChangeAsync(
            address, stream => stream with { Tags = TagRules.Add(address, stream.Tags, request.Tags) }, cancellationToken);
        return new();
    }
}
