using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Goes back to the defaults for asynchronous invocations.</summary>
internal sealed class DeleteFunctionEventInvokeConfig(FunctionChanges changes, FunctionAccess access)
    : IOperation<DeleteFunctionEventInvokeConfigRequest, DeleteFunctionEventInvokeConfigResponse>
{
    public string Resource(CallContext call, DeleteFunctionEventInvokeConfigRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, DeleteFunctionEventInvokeConfigRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public async ValueTask<DeleteFunctionEventInvokeConfigResponse> HandleAsync(
        CallContext call, DeleteFunctionEventInvokeConfigRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName, request.Qualifier);
        await changes.ChangeAsync(
            name,
            (_, function) =>
            {
                EventConfigs.Require(function, name);
                return EventConfigs.With(function, EventConfigs.Key(name), null);
            },
            cancellationToken);
        return new();
    }
}
