using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>The concurrency reserved for a function.</summary>
internal sealed class GetFunctionConcurrency(FunctionResolver resolver, FunctionAccess access)
    : IOperation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse>
{
    public string Resource(CallContext call, GetFunctionConcurrencyRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, GetFunctionConcurrencyRequest request) => access.Policy(call, request.FunctionName);

    public ValueTask<GetFunctionConcurrencyResponse> HandleAsync(
        CallContext call, GetFunctionConcurrencyRequest request, CancellationToken cancellationToken)
    {
        var function = resolver.Resolve(call, request.FunctionName).Function;
        return ValueTask.FromResult(new GetFunctionConcurrencyResponse { ReservedConcurrentExecutions = function.ReservedConcurrency });
    }
}
