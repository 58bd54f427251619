using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;
using Weir.Services.Athena.Workers;

namespace Weir.Services.Athena.Operations;

/// <summary>Deletes a workgroup, with what it holds when asked to.</summary>
internal sealed class DeleteWorkGroup(IStateStore store, Executions executions, QueryQueue queue) : IOperation<DeleteWorkGroupRequest, DeleteWorkGroupResponse>
{
    public string Resource(CallContext call, DeleteWorkGroupRequest request) => AthenaArns.WorkGroup(call, request.WorkGroup);

    public async ValueTask<DeleteWorkGroupResponse> HandleAsync(
        CallContext call, DeleteWorkGroupRequest request, CancellationToken cancellationToken)
    {
        if (request.WorkGroup == WorkGroupState.Primary)
        {
            throw AthenaErrors.PrimaryStays();
        }

        if (request.RecursiveDeleteOption == true)
        {
            foreach (var query in executions.ActiveOf(call, request.WorkGroup))
            {
                await queue.StopAsync(query, cancellationToken);
            }
        }

        await store.WriteAsync(state => Delete(state, call, request), cancellationToken);
        queue.Arrange();
        return new();
    }

    private static bool Delete(IStateWriter state, CallContext call, DeleteWorkGroupRequest request)
    {
        var group = WorkGroups.Require(state, call, request.WorkGroup);
        var named = AthenaTables.NamedQueries.Scan(state, StateKey.Prefix(call.Account, call.Region))
            .Where(entry => entry.Value.WorkGroup == group.Name).ToList();
        var prepared = AthenaTables.Prepared.Scan(state, StateKey.Prefix(call.Account, call.Region, group.Name)).ToList();
        var orders = StateKey.Prefix(call.Account, call.Region, group.Name);
        var executions = state.Scan(AthenaTables.ExecutionOrder, orders, orders.Next()).ToList();
        if (request.RecursiveDeleteOption != true && named.Count + prepared.Count + executions.Count > 0)
        {
            throw AthenaErrors.WorkGroupNotEmpty(group.Name);
        }

        named.ForEach(entry => AthenaTables.NamedQueries.Delete(state, entry.Key));
        prepared.ForEach(entry => AthenaTables.Prepared.Delete(state, entry.Key));
        foreach (var entry in executions)
        {
            state.Delete(AthenaTables.ExecutionOrder, entry.Key);
            AthenaTables.Executions.Delete(state, StateKey.Of(call.Account, call.Region, entry.Key.Parts(5)[4]));
        }

        CapacityReservations.Forget(state, call, group.Name);
        return AthenaTables.WorkGroups.Delete(state, AthenaTables.Key(call, group.Name));
    }
}
