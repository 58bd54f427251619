using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Registers a data catalog. What it points to is asked only when a query names it.</summary>
internal sealed class CreateDataCatalog(IStateStore store) : IOperation<CreateDataCatalogRequest, CreateDataCatalogResponse>
{
    public string Resource(CallContext call, CreateDataCatalogRequest request) => AthenaArns.Catalog(call, request.Name);

    public async ValueTask<CreateDataCatalogResponse> HandleAsync(
        CallContext call, CreateDataCatalogRequest request, CancellationToken cancellationToken)
    {
        var made = DataCatalogs.Of(request.Name, request.Type, request.Description, request.Parameters) with { Tags = TagSets.Of(request.Tags) };
        await store.WriteAsync(
            state =>
            {
                if (DataCatalogs.Find(state, call, made.Name) is not null)
                {
                    throw AthenaErrors.CatalogExists(made.Name);
                }

                AthenaTables.DataCatalogs.Put(state, AthenaTables.Key(call, made.Name.ToLowerInvariant()), made);
                return true;
            },
            cancellationToken);
        return new();
    }
}
