using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the policies there are: the catalog's own.</summary>
internal sealed class GetResourcePolicies(CatalogStore catalog)
    : IOperation<GetResourcePoliciesRequest, GetResourcePoliciesResponse>
{
    public string Resource(CallContext call, GetResourcePoliciesRequest request) => Place.CatalogArn(call);

    public ValueTask<GetResourcePoliciesResponse> HandleAsync(
        CallContext call, GetResourcePoliciesRequest request, CancellationToken cancellationToken)
    {
        Paging.Size(request.MaxResults, GlueLimits.PartitionsPageMax);
        var isOver = Paging.Last(request.NextToken) is not null;
        var found = catalog.State.Read(state => catalog.Things.Policies.Find(state, Place.Of(call, catalogId: null)));
        return ValueTask.FromResult(new GetResourcePoliciesResponse
        {
            GetResourcePoliciesResponseList = found is null || isOver
                ? []
                : [new() { PolicyInJson = found.Text, PolicyHash = found.Hash, CreateTime = found.Created, UpdateTime = found.Updated }],
        });
    }
}
