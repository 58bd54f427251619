using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Changes a function's configuration; what is not named stays.</summary>
internal sealed class UpdateFunctionConfiguration(FunctionChanges changes, RoleCalls calls, FunctionAccess access)
    : IOperation<UpdateFunctionConfigurationRequest, UpdateFunctionConfigurationResponse>
{
    public string Resource(CallContext call, UpdateFunctionConfigurationRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, UpdateFunctionConfigurationRequest request) => access.Policy(call, request.FunctionName);

    public async ValueTask<UpdateFunctionConfigurationResponse> HandleAsync(
        CallContext call, UpdateFunctionConfigurationRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName);
        var settings = Settings.Of(request);
        if (request.Role is { } role)
        {
            calls.RequirePassable(call, role);
        }

        var (function, version) = await changes.ChangeLatestAsync(
            name, request.RevisionId, latest => SettingRules.Apply(latest, settings), publish: false, cancellationToken);
        return Views.Configuration(function, version, isQualified: false).To<UpdateFunctionConfigurationResponse>();
    }
}
