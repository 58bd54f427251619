using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows the policy of the catalog.</summary>
internal sealed class GetResourcePolicy(CatalogStore catalog)
    : IOperation<GetResourcePolicyRequest, GetResourcePolicyResponse>
{
    public string Resource(CallContext call, GetResourcePolicyRequest request) => Place.CatalogArn(call);

    public ValueTask<GetResourcePolicyResponse> HandleAsync(
        CallContext call, GetResourcePolicyRequest request, CancellationToken cancellationToken)
    {
        CatalogPolicies.RequireCatalog(call, request.ResourceArn);
        var found = catalog.State.Read(state => catalog.Things.Policies.Find(state, Place.Of(call, catalogId: null))) ?? throw GlueErrors.NoPolicy();
        return ValueTask.FromResult(new GetResourcePolicyResponse
        {
            PolicyInJson = found.Text,
            PolicyHash = found.Hash,
            CreateTime = found.Created,
            UpdateTime = found.Updated,
        });
    }
}
