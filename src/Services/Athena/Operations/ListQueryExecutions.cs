using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists a workgroup's executions, newest first.</summary>
internal sealed class ListQueryExecutions(Executions executions, WorkGroups groups)
    : IOperation<ListQueryExecutionsRequest, ListQueryExecutionsResponse>
{
    public string Resource(CallContext call, ListQueryExecutionsRequest request) => AthenaArns.WorkGroup(call, request.WorkGroup);

    public ValueTask<ListQueryExecutionsResponse> HandleAsync(
        CallContext call, ListQueryExecutionsRequest request, CancellationToken cancellationToken)
    {
        var group = groups.Require(call, request.WorkGroup);
        var size = Constraints.PageSize(request.MaxResults, 0, AthenaLimits.PageDefault);
        var (ids, next) = executions.List(call, group.Name, request.NextToken, size);
        return ValueTask.FromResult(new ListQueryExecutionsResponse { QueryExecutionIds = ids, NextToken = next });
    }
}
