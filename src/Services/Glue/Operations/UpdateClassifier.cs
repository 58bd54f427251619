using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Changes what is stated of a custom classifier.</summary>
internal sealed class UpdateClassifier(CatalogStore catalog, TimeProvider clock)
    : IOperation<UpdateClassifierRequest, UpdateClassifierResponse>
{
    public string Resource(CallContext call, UpdateClassifierRequest request) => "*";

    public async ValueTask<UpdateClassifierResponse> HandleAsync(
        CallContext call, UpdateClassifierRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        var now = clock.GetUtcNow();
        var name = Classifiers.NameOf(request);
        await catalog.State.WriteAsync(
            state =>
            {
                var current = catalog.Things.Classifiers.Find(state, place, name) ?? throw GlueErrors.NoClassifier(name);
                catalog.Things.Classifiers.Put(state, place, ClassifierChanges.Changed(current, request, now), name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
