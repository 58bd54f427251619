using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a custom classifier.</summary>
internal sealed class GetClassifier(CatalogStore catalog)
    : IOperation<GetClassifierRequest, GetClassifierResponse>
{
    public string Resource(CallContext call, GetClassifierRequest request) => "*";

    public ValueTask<GetClassifierResponse> HandleAsync(
        CallContext call, GetClassifierRequest request, CancellationToken cancellationToken)
    {
        var found = catalog.State.Read(state => catalog.Things.Classifiers.Find(state, Place.Of(call, catalogId: null), request.Name));
        return ValueTask.FromResult(new GetClassifierResponse { Classifier = found ?? throw GlueErrors.NoClassifier(request.Name) });
    }
}
