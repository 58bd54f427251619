using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Changes a saved query.</summary>
internal sealed class UpdateNamedQuery(IStateStore store) : IOperation<UpdateNamedQueryRequest, UpdateNamedQueryResponse>
{
    public string Resource(CallContext call, UpdateNamedQueryRequest request) =>
        SavedQueryShapes.ArnOfNamed(store, call, request.NamedQueryId);

    public async ValueTask<UpdateNamedQueryResponse> HandleAsync(
        CallContext call, UpdateNamedQueryRequest request, CancellationToken cancellationToken)
    {
        SavedQueryShapes.RequireText(request.QueryString);
        Constraints.Length(request.Name, "name", 1, AthenaLimits.NameMax);
        Constraints.Length(request.Description, "description", 0, AthenaLimits.DescriptionMax);
        await store.WriteAsync(
            state =>
            {
                var query = SavedQueryShapes.RequireNamed(state, call, request.NamedQueryId);
                AthenaTables.NamedQueries.Put(state, AthenaTables.Key(call, query.Id), query with
                {
                    Name = request.Name,
                    Description = request.Description ?? query.Description,
                    Query = request.QueryString,
                });
                return true;
            },
            cancellationToken);
        return new();
    }
}
