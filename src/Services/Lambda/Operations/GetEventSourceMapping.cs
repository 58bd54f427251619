using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>A mapping, and how its last batch went.</summary>
internal sealed class GetEventSourceMapping(Mappings mappings)
    : IOperation<GetEventSourceMappingRequest, GetEventSourceMappingResponse>
{
    public string Resource(CallContext call, GetEventSourceMappingRequest request) => Mappings.Arn(call, request.UUID);

    public ValueTask<GetEventSourceMappingResponse> HandleAsync(
        CallContext call, GetEventSourceMappingRequest request, CancellationToken cancellationToken)
    {
        var mapping = mappings.Require(call, request.UUID);
        return ValueTask.FromResult(Views.Mapping(mapping, mappings.ResultOf(mapping)).To<GetEventSourceMappingResponse>());
    }
}
