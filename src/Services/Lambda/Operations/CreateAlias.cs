using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Names a version.</summary>
internal sealed class CreateAlias(FunctionTable functions, FunctionChanges changes, IdSource ids, FunctionAccess access)
    : IOperation<CreateAliasRequest, CreateAliasResponse>
{
    public string Resource(CallContext call, CreateAliasRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, CreateAliasRequest request) => access.Policy(call, request.FunctionName);

    public async ValueTask<CreateAliasResponse> HandleAsync(
        CallContext call, CreateAliasRequest request, CancellationToken cancellationToken)
    {
        var function = await changes.ChangeAsync(
            FunctionRef.Parse(call, request.FunctionName),
            (state, before) =>
            {
                if (before.Aliases.ContainsKey(request.Name))
                {
                    throw LambdaErrors.Conflict($"Alias already exists: {before.Arn}:{request.Name}");
                }

                var alias = new AliasState(request.Name, request.FunctionVersion, request.Description ?? "", ids.NewId());
                return Aliases.With(
                    before, Aliases.Check(state, functions, before, alias, request.RoutingConfig?.AdditionalVersionWeights));
            },
            cancellationToken);
        return Views.Alias(function, function.Aliases[request.Name]).To<CreateAliasResponse>();
    }
}
