using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Forgets a custom classifier.</summary>
internal sealed class DeleteClassifier(CatalogStore catalog)
    : IOperation<DeleteClassifierRequest, DeleteClassifierResponse>
{
    public string Resource(CallContext call, DeleteClassifierRequest request) => "*";

    public async ValueTask<DeleteClassifierResponse> HandleAsync(
        CallContext call, DeleteClassifierRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        await catalog.State.WriteAsync(
            state => catalog.Things.Classifiers.Delete(state, place, request.Name) ? true : throw GlueErrors.NoClassifier(request.Name),
            cancellationToken);
        return new();
    }
}
