using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Reserves concurrency for a function, which is its limit as well.</summary>
internal sealed class PutFunctionConcurrency(FunctionTable functions, FunctionChanges changes, FunctionAccess access)
    : IOperation<PutFunctionConcurrencyRequest, PutFunctionConcurrencyResponse>
{
    public string Resource(CallContext call, PutFunctionConcurrencyRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, PutFunctionConcurrencyRequest request) => access.Policy(call, request.FunctionName);

    public async ValueTask<PutFunctionConcurrencyResponse> HandleAsync(
        CallContext call, PutFunctionConcurrencyRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName);
        if (request.ReservedConcurrentExecutions < 0)
        {
            throw LambdaErrors.Constraint(
                $"{request.ReservedConcurrentExecutions}", "reservedConcurrentExecutions", "Member must have value greater than or equal to 0");
        }

        await changes.ChangeAsync(
            name,
            (state, function) =>
            {
                var others = functions.List(state, name.Account, name.Region, null)
                    .Where(other => other.Id != function.Id).Sum(other => other.ReservedConcurrency ?? 0);
                return others + request.ReservedConcurrentExecutions <= LambdaLimits.ConcurrencyMax - LambdaLimits.UnreservedConcurrencyMin
                    ? function with { ReservedConcurrency = request.ReservedConcurrentExecutions }
                    : throw LambdaErrors.InvalidParameter(
                        $"Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{LambdaLimits.UnreservedConcurrencyMin}].");
            },
            cancellationToken);
        return new() { ReservedConcurrentExecutions = request.ReservedConcurrentExecutions };
    }
}
