using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>The mappings of this account and region, all or of one source or function.</summary>
internal sealed class ListEventSourceMappings(Mappings mappings)
    : IOperation<ListEventSourceMappingsRequest, ListEventSourceMappingsResponse>
{
    public string Resource(CallContext call, ListEventSourceMappingsRequest request) => "*";

    public ValueTask<ListEventSourceMappingsResponse> HandleAsync(
        CallContext call, ListEventSourceMappingsRequest request, CancellationToken cancellationToken)
    {
        var max = Pages.Size(request.MaxItems, LambdaLimits.MappingListMax);
        var name = request.FunctionName is { Length: > 0 } text ? FunctionRef.Parse(call, text) : (FunctionRef?)null;
        var page = mappings.List(call, Pages.After(request.Marker))
            .Where(mapping => string.IsNullOrEmpty(request.EventSourceArn) || mapping.SourceArn == request.EventSourceArn)
            .Where(mapping => name is not { } wanted || Views.FunctionArn(mapping) == wanted.Arn)
            .Take(max + 1).ToList();
        return ValueTask.FromResult(new ListEventSourceMappingsResponse
        {
            EventSourceMappings = [.. page.Take(max).Select(mapping => Views.Mapping(mapping, mappings.ResultOf(mapping)))],
            NextMarker = page.Count > max ? Pages.Marker(page[max - 1].Id) : null,
        });
    }
}
