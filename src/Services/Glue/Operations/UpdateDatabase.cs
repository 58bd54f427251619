using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Replaces a database's description, location and parameters.</summary>
internal sealed class UpdateDatabase(CatalogStore catalog, TimeProvider clock)
    : IOperation<UpdateDatabaseRequest, UpdateDatabaseResponse>
{
    public string Resource(CallContext call, UpdateDatabaseRequest request) => Place.DatabaseArn(call, request.Name);

    public async ValueTask<UpdateDatabaseResponse> HandleAsync(
        CallContext call, UpdateDatabaseRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:UpdateDatabase", null);
        var place = Place.Of(call, request.CatalogId);
        var name = request.Name.ToLowerInvariant();
        var wanted = Inputs.Database(request.DatabaseInput, clock.GetUtcNow());
        if (wanted.Name != name)
        {
            throw GlueErrors.Invalid($"A database cannot be renamed: {name} to {wanted.Name}.");
        }

        await catalog.State.WriteAsync(
            state =>
            {
                var current = catalog.RequireDatabase(state, place, name);
                catalog.PutDatabase(state, place, wanted with { Created = current.Created });
                return true;
            },
            cancellationToken);
        return new();
    }
}
