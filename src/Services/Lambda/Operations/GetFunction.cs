using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>A function with its configuration, tags and reserved concurrency.</summary>
internal sealed class GetFunction(FunctionResolver resolver, FunctionAccess access)
    : IOperation<GetFunctionRequest, GetFunctionResponse>
{
    public string Resource(CallContext call, GetFunctionRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? ResourcePolicy(CallContext call, GetFunctionRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public ValueTask<GetFunctionResponse> HandleAsync(
        CallContext call, GetFunctionRequest request, CancellationToken cancellationToken)
    {
        var target = resolver.Resolve(call, request.FunctionName, request.Qualifier);
        return ValueTask.FromResult(new GetFunctionResponse
        {
            Configuration = Views.Configuration(target.Function, target.Version, target.Ref.Qualifier is not null),
            Code = new() { RepositoryType = "S3" },
            Tags = target.Function.Tags.Count == 0 ? null : target.Function.Tags,
            Concurrency = target.Function.ReservedConcurrency is { } reserved ? new() { ReservedConcurrentExecutions = reserved } : null,
        });
    }
}
