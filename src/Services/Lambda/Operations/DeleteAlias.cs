using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Deletes an alias; none of that name is no error.</summary>
internal sealed class DeleteAlias(FunctionChanges changes, FunctionAccess access)
    : IOperation<DeleteAliasRequest, DeleteAliasResponse>
{
    public string Resource(CallContext call, DeleteAliasRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, DeleteAliasRequest request) => access.Policy(call, request.FunctionName);

    public async ValueTask<DeleteAliasResponse> HandleAsync(
        CallContext call, DeleteAliasRequest request, CancellationToken cancellationToken)
    {
        await changes.ChangeAsync(
            FunctionRef.Parse(call, request.FunctionName),
            (_, function) => function with
            {
                Aliases = function.Aliases.Where(pair => pair.Key != request.Name).ToDictionary(),
                Policies = function.Policies.Where(pair => pair.Key != request.Name).ToDictionary(),
                EventConfigs = function.EventConfigs.Where(pair => pair.Key != request.Name).ToDictionary(),
            },
            cancellationToken);
        return new();
    }
}
