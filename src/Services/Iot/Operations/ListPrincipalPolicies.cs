using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>The policies attached to a principal.</summary>
internal sealed class ListPrincipalPolicies(PolicyTable policies)
    : IOperation<ListPrincipalPoliciesRequest, ListPrincipalPoliciesResponse>
{
    public string Resource(CallContext call, ListPrincipalPoliciesRequest request) => "*";

    public ValueTask<ListPrincipalPoliciesResponse> HandleAsync(
        CallContext call, ListPrincipalPoliciesRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = policies.Store.Read(state => Pages.Of(
            policies.Targets.LeftOf(state, realm, request.Principal), name => name, request.Marker, request.PageSize));
        return ValueTask.FromResult(new ListPrincipalPoliciesResponse { Policies = [.. page.Select(name => ThingViews.PolicyOf(realm, name))], NextMarker = next });
    }
}
