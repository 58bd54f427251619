using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Names the tasks that compute statistics.</summary>
internal sealed class ListColumnStatisticsTaskRuns(CatalogStore catalog)
    : IOperation<ListColumnStatisticsTaskRunsRequest, ListColumnStatisticsTaskRunsResponse>
{
    public string Resource(CallContext call, ListColumnStatisticsTaskRunsRequest request) => "*";

    public ValueTask<ListColumnStatisticsTaskRunsResponse> HandleAsync(
        CallContext call, ListColumnStatisticsTaskRunsRequest request, CancellationToken cancellationToken)
    {
        var size = Paging.Size(request.MaxResults, GlueLimits.StatisticsTasksPageMax);
        var after = Paging.Last(request.NextToken)?[0];
        var (found, token) = catalog.State.Read(state => Paging.Cut(
            catalog.Things.StatisticsTasks.All(state, Place.Of(call, catalogId: null), after), size, task => [task.Id]));
        return ValueTask.FromResult(new ListColumnStatisticsTaskRunsResponse
        {
            ColumnStatisticsTaskRunIds = [.. found.Select(task => task.Id)],
            NextToken = token,
        });
    }
}
