using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Deletes a mapping and its checkpoints.</summary>
internal sealed class DeleteEventSourceMapping(Mappings mappings)
    : IOperation<DeleteEventSourceMappingRequest, DeleteEventSourceMappingResponse>
{
    public string Resource(CallContext call, DeleteEventSourceMappingRequest request) => Mappings.Arn(call, request.UUID);

    public async ValueTask<DeleteEventSourceMappingResponse> HandleAsync(
        CallContext call, DeleteEventSourceMappingRequest request, CancellationToken cancellationToken)
    {
        var result = mappings.ResultOf(mappings.Require(call, request.UUID));
        var mapping = await mappings.DeleteAsync(call, request.UUID, cancellationToken);
        return Views.Mapping(mapping, result, state: "Deleting").To<DeleteEventSourceMappingResponse>();
    }
}
