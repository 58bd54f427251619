using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Makes a crawler.</summary>
internal sealed class CreateCrawler(CatalogStore catalog, IRoles roles, TimeProvider clock)
    : IOperation<CreateCrawlerRequest, CreateCrawlerResponse>
{
    public string Resource(CallContext call, CreateCrawlerRequest request) => Place.CrawlerArn(call, request.Name);

    public async ValueTask<CreateCrawlerResponse> HandleAsync(
        CallContext call, CreateCrawlerRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        var now = clock.GetUtcNow();
        CrawlerRules.RefuseUnbuilt(request.LineageConfiguration, request.LakeFormationConfiguration, request.CrawlerSecurityConfiguration);
        CrawlerRules.RequireRole(call, roles, request.Role);
        var schedule = string.IsNullOrEmpty(request.Schedule) ? null : request.Schedule;
        var crawler = new CrawlerState
        {
            Name = request.Name.Length is > 0 and <= GlueLimits.NameLettersMax ? request.Name : throw GlueErrors.TooMany("name", GlueLimits.NameLettersMax),
            Role = request.Role,
            Targets = request.Targets,
            Database = request.DatabaseName?.ToLowerInvariant(),
            Description = request.Description,
            Classifiers = request.Classifiers ?? [],
            RecrawlBehavior = request.RecrawlPolicy?.RecrawlBehavior ?? "CRAWL_EVERYTHING",
            UpdateBehavior = request.SchemaChangePolicy?.UpdateBehavior ?? "UPDATE_IN_DATABASE",
            DeleteBehavior = request.SchemaChangePolicy?.DeleteBehavior ?? "DEPRECATE_IN_DATABASE",
            TablePrefix = request.TablePrefix,
            Schedule = schedule,
            ScheduleState = schedule is null ? "NOT_SCHEDULED" : "SCHEDULED",
            Configuration = request.Configuration,
            Created = now,
            Updated = now,
        };
        var tags = CatalogTags.Add(CatalogTags.None, request.Tags);
        await catalog.State.WriteAsync(
            state =>
            {
                if (catalog.Things.Crawlers.Crawlers.Find(state, place, request.Name) is not null)
                {
                    throw GlueErrors.CrawlerExists(request.Name);
                }

                catalog.Things.Crawlers.Crawlers.Put(state, place, CrawlerRules.Checked(catalog, state, place, crawler), request.Name);
                catalog.PutTags(state, Place.CrawlerArn(call, request.Name), tags);
                return true;
            },
            cancellationToken);
        return new();
    }
}
