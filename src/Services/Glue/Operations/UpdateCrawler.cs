using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Changes what is stated of a crawler.</summary>
internal sealed class UpdateCrawler(CatalogStore catalog, IRoles roles, TimeProvider clock)
    : IOperation<UpdateCrawlerRequest, UpdateCrawlerResponse>
{
    public string Resource(CallContext call, UpdateCrawlerRequest request) => Place.CrawlerArn(call, request.Name);

    public async ValueTask<UpdateCrawlerResponse> HandleAsync(
        CallContext call, UpdateCrawlerRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        var now = clock.GetUtcNow();
        CrawlerRules.RefuseUnbuilt(request.LineageConfiguration, request.LakeFormationConfiguration, request.CrawlerSecurityConfiguration);
        if (request.Role is { } role)
        {
            CrawlerRules.RequireRole(call, roles, role);
        }

        await catalog.State.WriteAsync(
            state =>
            {
                var crawler = catalog.Things.Crawlers.Require(state, place, request.Name);
                if (crawler.RunningCrawl is not null)
                {
                    throw GlueErrors.CrawlerBusy(request.Name, "update");
                }

                var schedule = request.Schedule is null ? crawler.Schedule : request.Schedule.Length == 0 ? null : request.Schedule;
                var wanted = crawler with
                {
                    Role = request.Role ?? crawler.Role,
                    Targets = request.Targets ?? crawler.Targets,
                    Database = request.DatabaseName?.ToLowerInvariant() ?? crawler.Database,
                    Description = request.Description ?? crawler.Description,
                    Classifiers = request.Classifiers ?? crawler.Classifiers,
                    RecrawlBehavior = request.RecrawlPolicy?.RecrawlBehavior ?? crawler.RecrawlBehavior,
                    UpdateBehavior = request.SchemaChangePolicy?.UpdateBehavior ?? crawler.UpdateBehavior,
                    DeleteBehavior = request.SchemaChangePolicy?.DeleteBehavior ?? crawler.DeleteBehavior,
                    TablePrefix = request.TablePrefix ?? crawler.TablePrefix,
                    Schedule = schedule,
                    ScheduleState = schedule is null ? "NOT_SCHEDULED" : request.Schedule is null ? crawler.ScheduleState : "SCHEDULED",
                    Configuration = request.Configuration ?? crawler.Configuration,
                    Updated = now,
                    Version = crawler.Version + 1,
                };
                catalog.Things.Crawlers.Crawlers.Put(state, place, CrawlerRules.Checked(catalog, state, place, wanted), request.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
