using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>The policies attached to a target.</summary>
internal sealed class ListAttachedPolicies(PolicyTable policies)
    : IOperation<ListAttachedPoliciesRequest, ListAttachedPoliciesResponse>
{
    public string Resource(CallContext call, ListAttachedPoliciesRequest request) => "*";

    public ValueTask<ListAttachedPoliciesResponse> HandleAsync(
        CallContext call, ListAttachedPoliciesRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = policies.Store.Read(state => Pages.Of(
            policies.Targets.LeftOf(state, realm, request.Target), name => name, request.Marker, request.PageSize));
        return ValueTask.FromResult(new ListAttachedPoliciesResponse { Policies = [.. page.Select(name => ThingViews.PolicyOf(realm, name))], NextMarker = next });
    }
}
