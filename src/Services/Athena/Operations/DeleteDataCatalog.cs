using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Forgets a registered data catalog.</summary>
internal sealed class DeleteDataCatalog(IStateStore store) : IOperation<DeleteDataCatalogRequest, DeleteDataCatalogResponse>
{
    public string Resource(CallContext call, DeleteDataCatalogRequest request) => AthenaArns.Catalog(call, request.Name);

    public async ValueTask<DeleteDataCatalogResponse> HandleAsync(
        CallContext call, DeleteDataCatalogRequest request, CancellationToken cancellationToken)
    {
        if (DataCatalogs.IsOwn(request.Name))
        {
            throw AthenaErrors.InvalidInput($"Catalog {request.Name} cannot be deleted");
        }

        await store.WriteAsync(
            state =>
            {
                var found = DataCatalogs.Require(state, call, request.Name);
                return AthenaTables.DataCatalogs.Delete(state, AthenaTables.Key(call, found.Name.ToLowerInvariant()));
            },
            cancellationToken);
        return new();
    }
}
