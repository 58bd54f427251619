using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Removes tags.</summary>
internal sealed class UntagResource(ThingTable things)
    : IOperation<UntagResourceRequest, UntagResourceResponse>
{
    public string Resource(CallContext call, UntagResourceRequest request) => request.ResourceArn;

    public async ValueTask<UntagResourceResponse> HandleAsync(
        CallContext call, UntagResourceRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await things.Store.WriteAsync(
            state =>
            {
                var tags = things.TagsOf(state, realm, request.ResourceArn)
                    .Where(tag => !request.TagKeys.Contains(tag.Key))
                    .ToDictionary();
                things.SetTags(state, realm, request.ResourceArn, tags);
                return true;
            },
            cancellationToken);
        return new();
    }
}
