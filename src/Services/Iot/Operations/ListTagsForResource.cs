using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>The tags of a resource.</summary>
internal sealed class ListTagsForResource(ThingTable things)
    : IOperation<ListTagsForResourceRequest, ListTagsForResourceResponse>
{
    public string Resource(CallContext call, ListTagsForResourceRequest request) => request.ResourceArn;

    public ValueTask<ListTagsForResourceResponse> HandleAsync(
        CallContext call, ListTagsForResourceRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var tags = things.Store.Read(state => things.TagsOf(state, realm, request.ResourceArn));
        return ValueTask.FromResult(new ListTagsForResourceResponse
        {
            Tags = [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
        });
    }
}
