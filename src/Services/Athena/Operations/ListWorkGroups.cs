using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists the account's workgroups by name.</summary>
internal sealed class ListWorkGroups(WorkGroups groups) : IOperation<ListWorkGroupsRequest, ListWorkGroupsResponse>
{
    public string Resource(CallContext call, ListWorkGroupsRequest request) => "*";

    public ValueTask<ListWorkGroupsResponse> HandleAsync(
        CallContext call, ListWorkGroupsRequest request, CancellationToken cancellationToken)
    {
        var (page, next) = Pages.Cut(
            groups.List(call), group => group.Name, request.NextToken, Constraints.PageSize(request.MaxResults, 1, AthenaLimits.PageDefault));
        return ValueTask.FromResult(new ListWorkGroupsResponse
        {
            WorkGroups = [.. page.Select(WorkGroupShapes.Summary)],
            NextToken = next,
        });
    }
}
