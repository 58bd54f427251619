using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Makes a custom classifier.</summary>
internal sealed class CreateClassifier(CatalogStore catalog, TimeProvider clock)
    : IOperation<CreateClassifierRequest, CreateClassifierResponse>
{
    public string Resource(CallContext call, CreateClassifierRequest request) => "*";

    public async ValueTask<CreateClassifierResponse> HandleAsync(
        CallContext call, CreateClassifierRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        var classifier = ClassifierChanges.Made(request, clock.GetUtcNow());
        var name = Classifiers.NameOf(classifier);
        await catalog.State.WriteAsync(
            state =>
            {
                if (catalog.Things.Classifiers.Find(state, place, name) is not null)
                {
                    throw GlueErrors.ClassifierExists(name);
                }

                catalog.Things.Classifiers.Put(state, place, classifier, name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
