using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;
using Weir.Services.Glue.Workers;

namespace Weir.Services.Glue.Operations;

/// <summary>Makes a table.</summary>
internal sealed class CreateTable(CatalogStore catalog, CatalogWriter writer, IndexBuilder builder, TimeProvider clock)
    : IOperation<CreateTableRequest, CreateTableResponse>
{
    public string Resource(CallContext call, CreateTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableInput.Name);

    public async ValueTask<CreateTableResponse> HandleAsync(
        CallContext call, CreateTableRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:CreateTable", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Refusals.Transaction(request.TransactionId);
        if (request.OpenTableFormatInput is not null)
        {
            throw GlueErrors.NotBuilt(nameof(request.OpenTableFormatInput));
        }

        var table = Inputs.Table(call, request.DatabaseName.ToLowerInvariant(), request.TableInput, clock.GetUtcNow());
        await catalog.State.WriteAsync(
            state =>
            {
                writer.CreateTable(state, place, table);
                foreach (var index in request.PartitionIndexes ?? [])
                {
                    PartitionIndexing.Create(catalog, state, place, table, index);
                }

                return true;
            },
            cancellationToken);
        if (request.PartitionIndexes is { Count: > 0 })
        {
            builder.Wake();
        }

        return new();
    }
}
