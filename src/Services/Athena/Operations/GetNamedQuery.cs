using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Shows a saved query.</summary>
internal sealed class GetNamedQuery(IStateStore store) : IOperation<GetNamedQueryRequest, GetNamedQueryResponse>
{
    public string Resource(CallContext call, GetNamedQueryRequest request) =>
        SavedQueryShapes.ArnOfNamed(store, call, request.NamedQueryId);

    public ValueTask<GetNamedQueryResponse> HandleAsync(
        CallContext call, GetNamedQueryRequest request, CancellationToken cancellationToken)
    {
        var query = store.Read(state => SavedQueryShapes.RequireNamed(state, call, request.NamedQueryId));
        return ValueTask.FromResult(new GetNamedQueryResponse { NamedQuery = SavedQueryShapes.Write(query) });
    }
}
