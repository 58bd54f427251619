using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Takes tags off a group.</summary>
internal sealed class UntagResource(LogStore logs) : IOperation<UntagResourceRequest, UntagResourceResponse>
{
    public string Resource(CallContext call, UntagResourceRequest request) => request.ResourceArn;

    public async ValueTask<UntagResourceResponse> HandleAsync(
        CallContext call, UntagResourceRequest request, CancellationToken cancellationToken)
    {
        return await logs.Store.WriteAsync(
            state =>
            {
                var group = logs.Require(state, call.Account, call.Region, LogArns.GroupName(request.ResourceArn));
                logs.Put(state, group with
                {
                    Tags = group.Tags.Where(tag => !request.TagKeys.Contains(tag.Key)).ToDictionary(StringComparer.Ordinal),
                });
                return new UntagResourceResponse();
            },
            cancellationToken);
    }
}
