using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Policies in name order.</summary>
internal sealed class ListPolicies(PolicyTable policies)
    : IOperation<ListPoliciesRequest, ListPoliciesResponse>
{
    public string Resource(CallContext call, ListPoliciesRequest request) => "*";

    public ValueTask<ListPoliciesResponse> HandleAsync(
        CallContext call, ListPoliciesRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var all = policies.Store.Read(state => policies.List(state, realm).Select(policy => policy.Name).ToList());
        var ordered = request.AscendingOrder == false ? all.AsEnumerable().Reverse() : all;
        var (page, next) = Pages.AfterItem(ordered, name => name, request.Marker, request.PageSize);
        return ValueTask.FromResult(new ListPoliciesResponse { Policies = [.. page.Select(name => ThingViews.PolicyOf(realm, name))], NextMarker = next });
    }
}
