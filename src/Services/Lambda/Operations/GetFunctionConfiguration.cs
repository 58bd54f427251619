using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>The configuration of a version of a function.</summary>
internal sealed class GetFunctionConfiguration(FunctionResolver resolver, FunctionAccess access)
    : IOperation<GetFunctionConfigurationRequest, GetFunctionConfigurationResponse>
{
    public string Resource(CallContext call, GetFunctionConfigurationRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, GetFunctionConfigurationRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public ValueTask<GetFunctionConfigurationResponse> HandleAsync(
        CallContext call, GetFunctionConfigurationRequest request, CancellationToken cancellationToken)
    {
        var target = resolver.Resolve(call, request.FunctionName, request.Qualifier);
        return ValueTask.FromResult(Views.Configuration(target.Function, target.Version, target.Ref.Qualifier is not null)
            .To<GetFunctionConfigurationResponse>());
    }
}
