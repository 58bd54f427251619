using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a connection.</summary>
internal sealed class GetConnection(CatalogStore catalog)
    : IOperation<GetConnectionRequest, GetConnectionResponse>
{
    public string Resource(CallContext call, GetConnectionRequest request) => Place.ConnectionArn(call, request.Name);

    public ValueTask<GetConnectionResponse> HandleAsync(
        CallContext call, GetConnectionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetConnection", null);
        var place = Place.Of(call, request.CatalogId);
        var found = catalog.State.Read(state => catalog.Things.Connections.Find(state, place, request.Name));
        return ValueTask.FromResult(new GetConnectionResponse
        {
            Connection = Connections.Shown(found ?? throw GlueErrors.NoConnection(request.Name), request.HidePassword == true),
        });
    }
}
