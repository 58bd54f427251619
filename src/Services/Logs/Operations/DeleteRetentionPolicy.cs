using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Lets a group keep its events for ever.</summary>
internal sealed class DeleteRetentionPolicy(LogStore logs) : IOperation<DeleteRetentionPolicyRequest, DeleteRetentionPolicyResponse>
{
    public string Resource(CallContext call, DeleteRetentionPolicyRequest request) => LogNames.Resource(call, request.LogGroupName);

    public async ValueTask<DeleteRetentionPolicyResponse> HandleAsync(
        CallContext call, DeleteRetentionPolicyRequest request, CancellationToken cancellationToken)
    {
        return await logs.Store.WriteAsync(
            state =>
            {
                logs.Put(state, logs.Require(state, call.Account, call.Region, request.LogGroupName) with { RetentionDays = null });
                return new DeleteRetentionPolicyResponse();
            },
            cancellationToken);
    }
}
