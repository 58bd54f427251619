using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Changes how asynchronous invocations are handled; what is not named stays.</summary>
internal sealed class UpdateFunctionEventInvokeConfig(FunctionResolver resolver, FunctionChanges changes, TimeProvider clock, FunctionAccess access)
    : IOperation<UpdateFunctionEventInvokeConfigRequest, UpdateFunctionEventInvokeConfigResponse>
{
    public string Resource(CallContext call, UpdateFunctionEventInvokeConfigRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, UpdateFunctionEventInvokeConfigRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public async ValueTask<UpdateFunctionEventInvokeConfigResponse> HandleAsync(
        CallContext call, UpdateFunctionEventInvokeConfigRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName, request.Qualifier);
        resolver.Resolve(name);
        var key = EventConfigs.Key(name);
        var function = await changes.ChangeAsync(
            name,
            (_, before) => EventConfigs.With(before, key, EventConfigs.Check(Changed(EventConfigs.Require(before, name), request))),
            cancellationToken);
        return Views.EventConfig(function, key, function.EventConfigs[key]).To<UpdateFunctionEventInvokeConfigResponse>();
    }

    private EventConfigState Changed(EventConfigState config, UpdateFunctionEventInvokeConfigRequest request) => config with
    {
        RetriesMax = request.MaximumRetryAttempts ?? config.RetriesMax,
        AgeSecondsMax = request.MaximumEventAgeInSeconds ?? config.AgeSecondsMax,
        OnSuccess = request.DestinationConfig?.OnSuccess?.Destination ?? config.OnSuccess,
        OnFailure = request.DestinationConfig?.OnFailure?.Destination ?? config.OnFailure,
        LastModified = clock.GetUtcNow(),
    };
}
