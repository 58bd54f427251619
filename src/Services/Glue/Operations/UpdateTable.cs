using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Makes the next version of a table.</summary>
internal sealed class UpdateTable(CatalogStore catalog, CatalogWriter writer, TimeProvider clock)
    : IOperation<UpdateTableRequest, UpdateTableResponse>
{
    public string Resource(CallContext call, UpdateTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableInput.Name);

    public async ValueTask<UpdateTableResponse> HandleAsync(
        CallContext call, UpdateTableRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:UpdateTable", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Refusals.Transaction(request.TransactionId);
        if (request.ViewUpdateAction is not null)
        {
            throw GlueErrors.NotBuilt(nameof(request.ViewUpdateAction));
        }

        var expected = request.VersionId is { } stated
            ? Views.Version(stated) ?? throw GlueErrors.Invalid($"Version Id {stated} is not valid.")
            : (int?)null;
        var table = Inputs.Table(call, request.DatabaseName.ToLowerInvariant(), request.TableInput, clock.GetUtcNow());
        await catalog.State.WriteAsync(
            state =>
            {
                writer.UpdateTable(state, place, table, request.SkipArchive ?? false, expected);
                return true;
            },
            cancellationToken);
        return new();
    }
}
