using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Deletes a group with all its streams; their events are collected later.</summary>
internal sealed class DeleteLogGroup(LogStore logs) : IOperation<DeleteLogGroupRequest, DeleteLogGroupResponse>
{
    public string Resource(CallContext call, DeleteLogGroupRequest request) => LogNames.Resource(call, request.LogGroupName);

    public async ValueTask<DeleteLogGroupResponse> HandleAsync(
        CallContext call, DeleteLogGroupRequest request, CancellationToken cancellationToken)
    {
        return await logs.Store.WriteAsync(
            state =>
            {
                logs.Delete(state, logs.Require(state, call.Account, call.Region, request.LogGroupName));
                return new DeleteLogGroupResponse();
            },
            cancellationToken);
    }
}
