using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows the tasks of a table, newest first.</summary>
internal sealed class GetColumnStatisticsTaskRuns(CatalogStore catalog)
    : IOperation<GetColumnStatisticsTaskRunsRequest, GetColumnStatisticsTaskRunsResponse>
{
    public string Resource(CallContext call, GetColumnStatisticsTaskRunsRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetColumnStatisticsTaskRunsResponse> HandleAsync(
        CallContext call, GetColumnStatisticsTaskRunsRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetColumnStatisticsTaskRuns", request.DatabaseName);
        var place = Place.Of(call, catalogId: null);
        var size = Paging.Size(request.MaxResults, GlueLimits.StatisticsTasksPageMax);
        var skipped = Paging.Last(request.NextToken) is { } parts && int.TryParse(parts[0], out var count) ? count : 0;
        var page = catalog.State.Read(state => catalog.Things.StatisticsTasks.All(state, place, after: null)
            .Where(task => task.Database.Equals(request.DatabaseName, StringComparison.OrdinalIgnoreCase) && task.Table.Equals(request.TableName, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(task => task.Created).Skip(skipped).Take(size + 1).ToList());
        return ValueTask.FromResult(new GetColumnStatisticsTaskRunsResponse
        {
            ColumnStatisticsTaskRuns = [.. page.Take(size).Select(task => StatisticsRules.Shown(place, task))],
            NextToken = page.Count > size ? Paging.Token($"{skipped + size}") : null,
        });
    }
}
