using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists a workgroup's saved queries.</summary>
internal sealed class ListNamedQueries(IStateStore store) : IOperation<ListNamedQueriesRequest, ListNamedQueriesResponse>
{
    public string Resource(CallContext call, ListNamedQueriesRequest request) => AthenaArns.WorkGroup(call, request.WorkGroup);

    public ValueTask<ListNamedQueriesResponse> HandleAsync(
        CallContext call, ListNamedQueriesRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(store.Read(state =>
        {
            var group = WorkGroups.Require(state, call, request.WorkGroup);
            var ids = AthenaTables.NamedQueries.Scan(state, StateKey.Prefix(call.Account, call.Region))
                .Where(entry => entry.Value.WorkGroup == group.Name)
                .Select(entry => entry.Value.Id);
            var (page, next) = Pages.Cut(ids, id => id, request.NextToken, Constraints.PageSize(request.MaxResults, 0, AthenaLimits.PageDefault));
            return new ListNamedQueriesResponse { NamedQueryIds = page, NextToken = next };
        }));
}
