using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists the engine versions a workgroup can choose.</summary>
internal sealed class ListEngineVersions : IOperation<ListEngineVersionsRequest, ListEngineVersionsResponse>
{
    public string Resource(CallContext call, ListEngineVersionsRequest request) => "*";

    public ValueTask<ListEngineVersionsResponse> HandleAsync(
        CallContext call, ListEngineVersionsRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListEngineVersionsResponse
        {
            EngineVersions =
            [
                WorkGroupShapes.WriteEngine(State.EngineVersions.Auto),
                WorkGroupShapes.WriteEngine(State.EngineVersions.Three),
            ],
        });
}
