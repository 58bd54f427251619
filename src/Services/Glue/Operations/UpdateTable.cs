using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Makes the next version of a table.</summary>
internal sealed class UpdateTable(CatalogStore catalog, ResourceLinks links, CatalogWriter writer, TimeProvider clock)
    : IOperation<UpdateTableRequest, UpdateTableResponse>
{
    public string Resource(CallContext call, UpdateTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableInput.Name);

    public async ValueTask<UpdateTableResponse> HandleAsync(
        CallContext call, UpdateTableRequest request, CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, "glue:UpdateTable", request.CatalogId, request.DatabaseName, request.TableInput.Name);
        Refusals.Transaction(request.TransactionId);
        if (request.ViewUpdateAction is not null)
        {
            throw GlueErrors.NotBuilt(nameof(request.ViewUpdateAction));
        }

        var expected = request.VersionId is { } stated
            ? Views.Version(stated) ?? throw GlueErrors.Invalid($"Version Id {stated} is not valid.")
            : (int?)null;
        var wanted = Inputs.Table(call, at.Database, request.TableInput with { Name = at.Name }, clock.GetUtcNow());
        var own = new TableAt(Place.Of(call, request.CatalogId), request.DatabaseName.ToLowerInvariant(), request.TableInput.Name.ToLowerInvariant());
        await catalog.State.WriteAsync(
            state =>
            {
                // What a link leads to is changed, never where it leads.
                var link = at == own ? null : catalog.FindTable(state, own.Place, own.Database, own.Name);
                if (link is not null && wanted.Target is { } target && target != link.Target)
                {
                    throw GlueErrors.Invalid($"The resource link {link.Name} cannot be made to lead elsewhere: delete it and create another.");
                }

                var table = link is null ? wanted : wanted with { Target = null };
                writer.UpdateTable(state, at.Place, table, request.SkipArchive ?? false, expected);
                return true;
            },
            cancellationToken);
        return new();
    }
}
