using Weir.Contracts;
using Weir.Engines.Iceberg;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.IcebergRest;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;
using Weir.Services.Glue.Workers;

namespace Weir.Services.Glue.Operations;

/// <summary>Makes a table.</summary>
internal sealed class CreateTable(
    CatalogStore catalog, ResourceLinks links, CatalogWriter writer, RestTables iceberg, IndexBuilder builder, TimeProvider clock)
    : IOperation<CreateTableRequest, CreateTableResponse>
{
    public string Resource(CallContext call, CreateTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableInput.Name);

    public async ValueTask<CreateTableResponse> HandleAsync(
        CallContext call, CreateTableRequest request, CancellationToken cancellationToken)
    {
        var at = links.Named(call, "glue:CreateTable", request.CatalogId, request.DatabaseName, request.TableInput.Name);
        Refusals.Transaction(request.TransactionId);
        var table = Inputs.Table(call, at.Database, request.TableInput, clock.GetUtcNow());
        if (request.OpenTableFormatInput is { } format)
        {
            var input = format.IcebergInput ?? throw GlueErrors.Invalid("OpenTableFormatInput names no format: IcebergInput.");
            await IcebergAsync(call, at, request, input, cancellationToken);
            return new();
        }

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

    /// <summary>Writes the first metadata of an Iceberg table to its location, and enters the table.</summary>
    private async ValueTask IcebergAsync(CallContext call, TableAt at, CreateTableRequest request, IcebergInput input, CancellationToken cancellationToken)
    {
        if (input.MetadataOperation != "CREATE")
        {
            throw GlueErrors.Forbidden(
                $"Value '{input.MetadataOperation}' at 'openTableFormatInput.icebergInput.metadataOperation'", "Member must satisfy enum value set: [CREATE]");
        }

        if (request.PartitionIndexes is { Count: > 0 } || request.TableInput.TargetTable is not null)
        {
            throw GlueErrors.Invalid("An Iceberg table has no partition indexes, and is no resource link.");
        }

        catalog.State.Read(state => catalog.RequireDatabase(state, at.Place, at.Database));
        if (catalog.State.Read(state => catalog.FindTable(state, at.Place, at.Database, at.Name)) is not null)
        {
            throw GlueErrors.TableExists();
        }

        try
        {
            await iceberg.CreateAsync(
                call, request.DatabaseName, TableRequests.Of(request.TableInput, input.Version), cancellationToken, entry => Described(entry, request.TableInput));
        }
        catch (ServiceException error) when (RestErrors.IsOfRequest(error) || error.Code is "NoSuchBucket")
        {
            throw GlueErrors.Invalid(error.Message);
        }
        catch (IcebergException error)
        {
            throw GlueErrors.Invalid(error.Message);
        }
    }

    private static CatalogTable Described(CatalogTable entry, TableInput input)
    {
        var parameters = new Dictionary<string, string>(input.Parameters ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (key, value) in entry.Parameters)
        {
            parameters[key] = value;
        }

        return entry with { Description = input.Description ?? entry.Description, Owner = input.Owner ?? entry.Owner, Parameters = parameters };
    }
}
