using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Forgets a saved query.</summary>
internal sealed class DeleteNamedQuery(IStateStore store) : IOperation<DeleteNamedQueryRequest, DeleteNamedQueryResponse>
{
    public string Resource(CallContext call, DeleteNamedQueryRequest request) =>
        SavedQueryShapes.ArnOfNamed(store, call, request.NamedQueryId);

    public async ValueTask<DeleteNamedQueryResponse> HandleAsync(
        CallContext call, DeleteNamedQueryRequest request, CancellationToken cancellationToken)
    {
        await store.WriteAsync(
            state =>
            {
                var query = SavedQueryShapes.RequireNamed(state, call, request.NamedQueryId);
                return AthenaTables.NamedQueries.Delete(state, AthenaTables.Key(call, query.Id));
            },
            cancellationToken);
        return new();
    }
}
