using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Makes a database.</summary>
internal sealed class CreateDatabase(CatalogStore catalog, CatalogWriter writer, TimeProvider clock)
    : IOperation<CreateDatabaseRequest, CreateDatabaseResponse>
{
    public string Resource(CallContext call, CreateDatabaseRequest request) => Place.DatabaseArn(call, request.DatabaseInput.Name);

    public async ValueTask<CreateDatabaseResponse> HandleAsync(
        CallContext call, CreateDatabaseRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:CreateDatabase", null);
        var place = Place.Of(call, request.CatalogId);
        var database = Inputs.Database(request.DatabaseInput, clock.GetUtcNow());
        var tags = CatalogTags.Add(new Dictionary<string, string>(), request.Tags);
        await catalog.State.WriteAsync(
            state =>
            {
                writer.CreateDatabase(state, place, database);
                catalog.PutTags(state, Place.DatabaseArn(call, database.Name), tags);
                return true;
            },
            cancellationToken);
        return new();
    }
}
