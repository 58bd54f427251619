using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Sets tags of a rule, policy, thing type or thing group.</summary>
internal sealed class TagResource(ThingTable things)
    : IOperation<TagResourceRequest, TagResourceResponse>
{
    public string Resource(CallContext call, TagResourceRequest request) => request.ResourceArn;

    public async ValueTask<TagResourceResponse> HandleAsync(
        CallContext call, TagResourceRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var added = ThingAttributes.Tags(request.Tags);
        await things.Store.WriteAsync(
            state =>
            {
                var tags = new Dictionary<string, string>(things.TagsOf(state, realm, request.ResourceArn));
                foreach (var (key, value) in added)
                {
                    tags[key] = value;
                }

                if (tags.Count > IotLimits.TagsMax)
                {
                    throw IotErrors.LimitExceeded($"A resource has at most {IotLimits.TagsMax} tags");
                }

                things.SetTags(state, realm, request.ResourceArn, tags);
                return true;
            },
            cancellationToken);
        return new();
    }
}
