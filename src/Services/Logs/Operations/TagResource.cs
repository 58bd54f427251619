using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Adds tags to a group.</summary>
internal sealed class TagResource(LogStore logs) : IOperation<TagResourceRequest, TagResourceResponse>
{
    public string Resource(CallContext call, TagResourceRequest request) => request.ResourceArn;

    public async ValueTask<TagResourceResponse> HandleAsync(
        CallContext call, TagResourceRequest request, CancellationToken cancellationToken)
    {
        return await logs.Store.WriteAsync(
            state =>
            {
                var group = logs.Require(state, call.Account, call.Region, LogArns.GroupName(request.ResourceArn));
                var tags = new Dictionary<string, string>(group.Tags, StringComparer.Ordinal);
                foreach (var (key, value) in request.Tags)
                {
                    tags[key] = value;
                }

                if (tags.Count > LogsLimits.TagsMax)
                {
                    throw LogsErrors.Invalid($"A resource may have at most {LogsLimits.TagsMax} tags.");
                }

                logs.Put(state, group with { Tags = tags });
                return new TagResourceResponse();
            },
            cancellationToken);
    }
}
