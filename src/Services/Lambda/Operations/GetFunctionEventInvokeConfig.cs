using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>How asynchronous invocations are handled.</summary>
internal sealed class GetFunctionEventInvokeConfig(FunctionResolver resolver, FunctionAccess access)
    : IOperation<GetFunctionEventInvokeConfigRequest, GetFunctionEventInvokeConfigResponse>
{
    public string Resource(CallContext call, GetFunctionEventInvokeConfigRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, GetFunctionEventInvokeConfigRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public ValueTask<GetFunctionEventInvokeConfigResponse> HandleAsync(
        CallContext call, GetFunctionEventInvokeConfigRequest request, CancellationToken cancellationToken)
    {
        var target = resolver.Resolve(call, request.FunctionName, request.Qualifier);
        var config = EventConfigs.Require(target.Function, target.Ref);
        return ValueTask.FromResult(
            Views.EventConfig(target.Function, EventConfigs.Key(target.Ref), config).To<GetFunctionEventInvokeConfigResponse>());
    }
}
