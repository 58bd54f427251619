using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Makes a log group.</summary>
internal sealed class CreateLogGroup(LogStore logs, TimeProvider clock) : IOperation<CreateLogGroupRequest, CreateLogGroupResponse>
{
    public string Resource(CallContext call, CreateLogGroupRequest request) => LogNames.Resource(call, request.LogGroupName);

    public async ValueTask<CreateLogGroupResponse> HandleAsync(
        CallContext call, CreateLogGroupRequest request, CancellationToken cancellationToken)
    {
        var group = new LogGroupState
        {
            Account = call.Account,
            Region = call.Region,
            Name = LogNames.CheckGroup(request.LogGroupName),
            CreatedAt = clock.GetUtcNow(),
            KmsKeyId = request.KmsKeyId,
            Class = request.LogGroupClass ?? "STANDARD",
            Tags = request.Tags ?? new Dictionary<string, string>(),
        };
        return await logs.Store.WriteAsync(
            state =>
            {
                logs.Create(state, group);
                return new CreateLogGroupResponse();
            },
            cancellationToken);
    }
}
