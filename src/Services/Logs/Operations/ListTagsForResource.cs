using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Tells a group's tags.</summary>
internal sealed class ListTagsForResource(LogStore logs) : IOperation<ListTagsForResourceRequest, ListTagsForResourceResponse>
{
    public string Resource(CallContext call, ListTagsForResourceRequest request) => request.ResourceArn;

    public ValueTask<ListTagsForResourceResponse> HandleAsync(CallContext call, ListTagsForResourceRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(logs.Store.Read(state => Answer(state, call, request)));

    private ListTagsForResourceResponse Answer(IStateReader state, CallContext call, ListTagsForResourceRequest request) =>
        new() { Tags = logs.Require(state, call.Account, call.Region, LogArns.GroupName(request.ResourceArn)).Tags };
}
