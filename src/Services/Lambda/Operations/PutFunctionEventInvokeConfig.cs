using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Sets how asynchronous invocations are retried and where their outcome goes.</summary>
internal sealed class PutFunctionEventInvokeConfig(FunctionResolver resolver, FunctionChanges changes, TimeProvider clock, FunctionAccess access)
    : IOperation<PutFunctionEventInvokeConfigRequest, PutFunctionEventInvokeConfigResponse>
{
    public string Resource(CallContext call, PutFunctionEventInvokeConfigRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, PutFunctionEventInvokeConfigRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public async ValueTask<PutFunctionEventInvokeConfigResponse> HandleAsync(
        CallContext call, PutFunctionEventInvokeConfigRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName, request.Qualifier);
        resolver.Resolve(name);
        var key = EventConfigs.Key(name);
        var function = await changes.ChangeAsync(
            name,
            (_, before) => EventConfigs.With(before, key, EventConfigs.Check(new()
            {
                RetriesMax = request.MaximumRetryAttempts,
                AgeSecondsMax = request.MaximumEventAgeInSeconds,
                OnSuccess = request.DestinationConfig?.OnSuccess?.Destination,
                OnFailure = request.DestinationConfig?.OnFailure?.Destination,
                LastModified = clock.GetUtcNow(),
            })),
            cancellationToken);
        return Views.EventConfig(function, key, function.EventConfigs[key]).To<PutFunctionEventInvokeConfigResponse>();
    }
}
