using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>The tags of a function.</summary>
internal sealed class ListTags(FunctionResolver resolver)
    : IOperation<ListTagsRequest, ListTagsResponse>
{
    public string Resource(CallContext call, ListTagsRequest request) => FunctionTags.Parse(call, request.Resource).Arn;

    public ValueTask<ListTagsResponse> HandleAsync(
        CallContext call, ListTagsRequest request, CancellationToken cancellationToken)
    {
        var function = resolver.Resolve(FunctionTags.Parse(call, request.Resource)).Function;
        return ValueTask.FromResult(new ListTagsResponse { Tags = function.Tags });
    }
}
