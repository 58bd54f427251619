using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Gives reserved concurrency back.</summary>
internal sealed class DeleteFunctionConcurrency(FunctionChanges changes, FunctionAccess access)
    : IOperation<DeleteFunctionConcurrencyRequest, DeleteFunctionConcurrencyResponse>
{
    public string Resource(CallContext call, DeleteFunctionConcurrencyRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, DeleteFunctionConcurrencyRequest request) => access.Policy(call, request.FunctionName);

    public async ValueTask<DeleteFunctionConcurrencyResponse> HandleAsync(
        CallContext call, DeleteFunctionConcurrencyRequest request, CancellationToken cancellationToken)
    {
        await changes.ChangeAsync(
            FunctionRef.Parse(call, request.FunctionName), (_, function) => function with { ReservedConcurrency = null }, cancellationToken);
        return new();
    }
}
