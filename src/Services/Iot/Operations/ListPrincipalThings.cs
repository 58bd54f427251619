using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>The things a principal is attached to.</summary>
internal sealed class ListPrincipalThings(ThingTable things)
    : IOperation<ListPrincipalThingsRequest, ListPrincipalThingsResponse>
{
    public string Resource(CallContext call, ListPrincipalThingsRequest request) => "*";

    public ValueTask<ListPrincipalThingsResponse> HandleAsync(
        CallContext call, ListPrincipalThingsRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = things.Store.Read(state => Pages.Of(
            things.Principals.RightOf(state, realm, request.Principal), name => name, request.NextToken, request.MaxResults));
        return ValueTask.FromResult(new ListPrincipalThingsResponse { Things = page, NextToken = next });
    }
}
