using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Replaces a database's description, location and parameters.</summary>
internal sealed class UpdateDatabase(CatalogStore catalog, ResourceLinks links, TimeProvider clock)
    : IOperation<UpdateDatabaseRequest, UpdateDatabaseResponse>
{
    public string Resource(CallContext call, UpdateDatabaseRequest request) => Place.DatabaseArn(call, request.Name);

    public async ValueTask<UpdateDatabaseResponse> HandleAsync(
        CallContext call, UpdateDatabaseRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:UpdateDatabase", null);
        var name = request.Name.ToLowerInvariant();
        var wanted = Inputs.Database(request.DatabaseInput, clock.GetUtcNow());
        if (wanted.Name != name)
        {
            throw GlueErrors.DatabaseRenamed();
        }

        var at = links.Database(call, "glue:UpdateDatabase", request.CatalogId, name);
        var own = new DatabaseAt(Place.Of(call, request.CatalogId), name);
        await catalog.State.WriteAsync(
            state =>
            {
                // What a link leads to is changed, never where it leads.
                if (at != own && wanted.Target is { } target && target != catalog.RequireDatabase(state, own.Place, own.Name).Target)
                {
                    throw GlueErrors.Invalid($"The resource link {name} cannot be made to lead elsewhere: delete it and create another.");
                }

                var current = catalog.RequireDatabase(state, at.Place, at.Name);
                catalog.PutDatabase(state, at.Place, wanted with
                {
                    Name = at.Name,
                    Created = current.Created,
                    DefaultPermissions = wanted.DefaultPermissions ?? current.DefaultPermissions,
                    Target = at == own ? wanted.Target : null,
                });
                return true;
            },
            cancellationToken);
        return new();
    }
}
