using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.Workers;

namespace Weir.Services.Glue.Operations;

/// <summary>Starts a task that computes the statistics of a table's columns.</summary>
internal sealed class StartColumnStatisticsTaskRun(StatisticsRunner runner, ResourceLinks links, IRoles roles)
    : IOperation<StartColumnStatisticsTaskRunRequest, StartColumnStatisticsTaskRunResponse>
{
    public string Resource(CallContext call, StartColumnStatisticsTaskRunRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<StartColumnStatisticsTaskRunResponse> HandleAsync(
        CallContext call, StartColumnStatisticsTaskRunRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:StartColumnStatisticsTaskRun", request.DatabaseName);
        var place = Place.Of(call, request.CatalogID);
        if (request.SampleSize is not (null or 100.0))
        {
            throw GlueErrors.NotBuilt(nameof(request.SampleSize));
        }

        if (!string.IsNullOrEmpty(request.SecurityConfiguration))
        {
            throw GlueErrors.NotBuilt(nameof(request.SecurityConfiguration));
        }

        CrawlerRules.RequireRole(call, roles, request.Role);
        var meant = links.ToChange(call, "glue:StartColumnStatisticsTaskRun", request.CatalogID, request.DatabaseName, request.TableName);
        return new()
        {
            ColumnStatisticsTaskRunId = await runner.StartAsync(
                place, meant, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant(), request.ColumnNameList ?? [], request.Role, cancellationToken),
        };
    }
}
