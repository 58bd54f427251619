using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Points an alias elsewhere.</summary>
internal sealed class UpdateAlias(FunctionTable functions, FunctionChanges changes, IdSource ids, FunctionAccess access)
    : IOperation<UpdateAliasRequest, UpdateAliasResponse>
{
    public string Resource(CallContext call, UpdateAliasRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, UpdateAliasRequest request) => access.Policy(call, request.FunctionName);

    public async ValueTask<UpdateAliasResponse> HandleAsync(
        CallContext call, UpdateAliasRequest request, CancellationToken cancellationToken)
    {
        var function = await changes.ChangeAsync(
            FunctionRef.Parse(call, request.FunctionName),
            (state, before) =>
            {
                var alias = Aliases.Require(before, request.Name);
                FunctionChanges.RequireRevision(request.RevisionId, alias.RevisionId);
                var wanted = alias with
                {
                    Version = request.FunctionVersion ?? alias.Version,
                    Description = request.Description ?? alias.Description,
                    RevisionId = ids.NewId(),
                };
                return Aliases.With(
                    before, Aliases.Check(state, functions, before, wanted, request.RoutingConfig?.AdditionalVersionWeights));
            },
            cancellationToken);
        return Views.Alias(function, function.Aliases[request.Name]).To<UpdateAliasResponse>();
    }
}
