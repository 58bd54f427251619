using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes a registered data catalog anew; its tags stay.</summary>
internal sealed class UpdateDataCatalog(IStateStore store) : IOperation<UpdateDataCatalogRequest, UpdateDataCatalogResponse>
{
    public string Resource(CallContext call, UpdateDataCatalogRequest request) => AthenaArns.Catalog(call, request.Name);

    public async ValueTask<UpdateDataCatalogResponse> HandleAsync(
        CallContext call, UpdateDataCatalogRequest request, CancellationToken cancellationToken)
    {
        var changed = DataCatalogs.Of(request.Name, request.Type, request.Description, request.Parameters);
        await store.WriteAsync(
            state =>
            {
                var current = DataCatalogs.Require(state, call, changed.Name);
                AthenaTables.DataCatalogs.Put(
                    state, AthenaTables.Key(call, changed.Name.ToLowerInvariant()), changed with { Name = current.Name, Tags = current.Tags });
                return true;
            },
            cancellationToken);
        return new();
    }
}
