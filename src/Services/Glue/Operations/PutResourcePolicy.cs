using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Puts the policy of the catalog.</summary>
internal sealed class PutResourcePolicy(CatalogStore catalog, TimeProvider clock)
    : IOperation<PutResourcePolicyRequest, PutResourcePolicyResponse>
{
    public string Resource(CallContext call, PutResourcePolicyRequest request) => Place.CatalogArn(call);

    public async ValueTask<PutResourcePolicyResponse> HandleAsync(
        CallContext call, PutResourcePolicyRequest request, CancellationToken cancellationToken)
    {
        CatalogPolicies.RequireCatalog(call, request.ResourceArn);
        var place = Place.Of(call, catalogId: null);
        var now = clock.GetUtcNow();
        var wanted = CatalogPolicies.Checked(request.PolicyInJson, now);
        await catalog.State.WriteAsync(
            state =>
            {
                var current = catalog.Things.Policies.Find(state, place);
                CatalogPolicies.RequireConditions(current, request);
                catalog.Things.Policies.Put(state, place, wanted with { Created = current?.Created ?? now });
                return true;
            },
            cancellationToken);
        return new() { PolicyHash = wanted.Hash };
    }
}
