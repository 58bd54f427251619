using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Removes the policy of the catalog.</summary>
internal sealed class DeleteResourcePolicy(CatalogStore catalog)
    : IOperation<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse>
{
    public string Resource(CallContext call, DeleteResourcePolicyRequest request) => Place.CatalogArn(call);

    public async ValueTask<DeleteResourcePolicyResponse> HandleAsync(
        CallContext call, DeleteResourcePolicyRequest request, CancellationToken cancellationToken)
    {
        CatalogPolicies.RequireCatalog(call, request.ResourceArn);
        var place = Place.Of(call, catalogId: null);
        await catalog.State.WriteAsync(
            state =>
            {
                var current = catalog.Things.Policies.Find(state, place) ?? throw GlueErrors.NoPolicy();
                CatalogPolicies.RequireHash(current, request.PolicyHashCondition);
                return catalog.Things.Policies.Delete(state, place);
            },
            cancellationToken);
        return new();
    }
}
