using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;
using Weir.Services.Glue.Workers;

namespace Weir.Services.Glue.Operations;

/// <summary>Makes a table.</summary>
internal sealed class CreateTable(CatalogStore catalog, ResourceLinks links, CatalogWriter writer, IndexBuilder builder, TimeProvider clock)
    : IOperation<CreateTableRequest, CreateTableResponse>
{
    public string Resource(CallContext call, CreateTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableInput.Name);

    public async ValueTask<CreateTableResponse> HandleAsync(
        CallContext call, CreateTableRequest request, CancellationToken cancellationToken)
    {
        var at = links.Named(call, "glue:CreateTable", request.CatalogId, request.DatabaseName, request.TableInput.Name);
        Refusals.Transaction(request.TransactionId);
        if (request.OpenTableFormatInput is not null)
        {
            throw GlueErrors.NotBuilt(nameof(request.OpenTableFormatInput));
        }

        var table = Inputs.Table(call, at.Database, request.TableInput, clock.GetUtcNow());
        if (table.Target is not null && links.IsLink(call, request.CatalogId, request.DatabaseName))
        {
            throw GlueErrors.Invalid("Creating a table resource link through a database resource link is not supported.");
        }

        await catalog.State.WriteAsync(
            state =>
            {
                writer.CreateTable(state, at.Place, table);
                foreach (var index in request.PartitionIndexes ?? [])
                {
                    PartitionIndexing.Create(catalog, state, at.Place, table, index);
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
