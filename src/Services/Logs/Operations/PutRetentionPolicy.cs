using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Says for how many days a group keeps its events.</summary>
internal sealed class PutRetentionPolicy(LogStore logs) : IOperation<PutRetentionPolicyRequest, PutRetentionPolicyResponse>
{
    public string Resource(CallContext call, PutRetentionPolicyRequest request) => LogNames.Resource(call, request.LogGroupName);

    public async ValueTask<PutRetentionPolicyResponse> HandleAsync(
        CallContext call, PutRetentionPolicyRequest request, CancellationToken cancellationToken)
    {
        var days = request.RetentionInDays;
        if (!LogsLimits.RetentionDays.Contains(days))
        {
            throw LogsErrors.Constraint(
                $"{days}", "retentionInDays", $"Member must satisfy enum value set: [{string.Join(", ", LogsLimits.RetentionDays)}]");
        }

        return await logs.Store.WriteAsync(
            state =>
            {
                logs.Put(state, logs.Require(state, call.Account, call.Region, request.LogGroupName) with { RetentionDays = days });
                return new PutRetentionPolicyResponse();
            },
            cancellationToken);
    }
}
