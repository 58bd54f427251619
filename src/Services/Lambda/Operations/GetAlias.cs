using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>An alias of a function.</summary>
internal sealed class GetAlias(FunctionResolver resolver, FunctionAccess access)
    : IOperation<GetAliasRequest, GetAliasResponse>
{
    public string Resource(CallContext call, GetAliasRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, GetAliasRequest request) => access.Policy(call, request.FunctionName);

    public ValueTask<GetAliasResponse> HandleAsync(
        CallContext call, GetAliasRequest request, CancellationToken cancellationToken)
    {
        var function = resolver.Resolve(call, request.FunctionName).Function;
        return ValueTask.FromResult(Views.Alias(function, Aliases.Require(function, request.Name)).To<GetAliasResponse>());
    }
}
