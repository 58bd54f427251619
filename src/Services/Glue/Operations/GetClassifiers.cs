using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists custom classifiers.</summary>
internal sealed class GetClassifiers(CatalogStore catalog)
    : IOperation<GetClassifiersRequest, GetClassifiersResponse>
{
    public string Resource(CallContext call, GetClassifiersRequest request) => "*";

    public ValueTask<GetClassifiersResponse> HandleAsync(
        CallContext call, GetClassifiersRequest request, CancellationToken cancellationToken)
    {
        var size = Paging.Size(request.MaxResults, GlueLimits.ClassifiersPageMax);
        var after = Paging.Last(request.NextToken)?[0];
        var (found, token) = catalog.State.Read(state => Paging.Cut(
            catalog.Things.Classifiers.All(state, Place.Of(call, catalogId: null), after), size, classifier => [Classifiers.NameOf(classifier)]));
        return ValueTask.FromResult(new GetClassifiersResponse { Classifiers = found, NextToken = token });
    }
}
