using System.Globalization;
using Weir.Contracts;
using Weir.Engines.Discovery.Folders;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Glue.Crawling;
using Weir.Services.Glue.Crawling.Jdbc;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>What a crawler must say, in whose name it acts, and how it is shown.</summary>
internal static class CrawlerRules
{
    public const string Principal = "glue.amazonaws.com";

    /// <summary>The role as an ARN: crawlers may name one by its path alone.</summary>
    public static string RoleArn(string account, string role) =>
        role.StartsWith("arn:", StringComparison.Ordinal) ? role : $"arn:aws:iam::{account}:role/{role.TrimStart('/')}";

    /// <summary>The role as it is shown: by its path and name, however it was stated.</summary>
    private static string RoleName(string role) =>
        role.StartsWith("arn:", StringComparison.Ordinal) && role.IndexOf(":role/", StringComparison.Ordinal) is var at and >= 0 ? role[(at + 6)..] : role.TrimStart('/');

    /// <summary>A call in the role's name; null when Glue may not assume it.</summary>
    public static CallContext? RoleCall(IRoles roles, IAuthorizer authorizer, CatalogPlace place, string role, string requestId) =>
        roles.Assume(RoleArn(place.Account, role), Principal, "AWS-Crawler") is { } caller
            ? new CallContext { Caller = caller, Region = place.Region, RequestId = requestId, Authorizer = authorizer }
            : null;

    public static void RequireRole(CallContext call, IRoles roles, string role)
    {
        var arn = RoleArn(call.Account, role);
        call.Authorize("iam:PassRole", arn);
        if (roles.Assume(arn, Principal, "AWS-Crawler") is null)
        {
            throw GlueErrors.RoleNotAssumable();
        }
    }

    /// <summary>Throws what is wrong with a crawler as a whole.</summary>
    public static CrawlerState Checked(CatalogStore catalog, IStateReader state, CatalogPlace place, CrawlerState crawler)
    {
        Targets(crawler);
        if (crawler.TablePrefix?.Length > GlueLimits.TablePrefixLettersMax)
        {
            throw GlueErrors.TooMany("tablePrefix", GlueLimits.TablePrefixLettersMax);
        }

        if (crawler.Schedule is { } schedule)
        {
            CronSchedule.Parse(schedule);
        }

        CrawlerConfiguration.Parse(crawler.Configuration);
        Policies(crawler);
        foreach (var classifier in crawler.Classifiers)
        {
            if (catalog.Things.Classifiers.Find(state, place, classifier) is null)
            {
                throw GlueErrors.NoClassifier(classifier);
            }
        }

        return crawler;
    }

    public static void RefuseUnbuilt(
        LineageConfiguration? lineage, LakeFormationConfiguration? lakeFormation, string? securityConfiguration)
    {
        if (lineage is { CrawlerLineageSettings: "ENABLE" })
        {
            throw GlueErrors.NotBuilt(nameof(CreateCrawlerRequest.LineageConfiguration));
        }

        if (lakeFormation is { UseLakeFormationCredentials: true })
        {
            throw GlueErrors.NotBuilt(nameof(CreateCrawlerRequest.LakeFormationConfiguration));
        }

        if (!string.IsNullOrEmpty(securityConfiguration))
        {
            throw GlueErrors.NotBuilt(nameof(CreateCrawlerRequest.CrawlerSecurityConfiguration));
        }
    }

    public static Crawler Shown(CrawlerState crawler, DateTimeOffset now) => new()
    {
        Name = crawler.Name,
        Role = RoleName(crawler.Role),
        Targets = Shown(crawler.Targets),
        DatabaseName = crawler.Database,
        Description = crawler.Description,
        Classifiers = crawler.Classifiers,
        RecrawlPolicy = new() { RecrawlBehavior = crawler.RecrawlBehavior },
        SchemaChangePolicy = new() { UpdateBehavior = crawler.UpdateBehavior, DeleteBehavior = crawler.DeleteBehavior },
        LineageConfiguration = new() { CrawlerLineageSettings = "DISABLE" },
        LakeFormationConfiguration = new() { UseLakeFormationCredentials = false, AccountId = "" },
        State = crawler.RunningCrawl is null ? "READY" : crawler.IsStopping ? "STOPPING" : "RUNNING",
        TablePrefix = crawler.TablePrefix,
        Schedule = crawler.Schedule is null ? null : new() { ScheduleExpression = crawler.Schedule, State = crawler.ScheduleState },
        CrawlElapsedTime = crawler.RunningSince is { } since ? (long)(now - since).TotalMilliseconds : 0,
        CreationTime = crawler.Created,
        LastUpdated = crawler.Updated,
        LastCrawl = crawler.LastCrawl,
        Version = crawler.Version,
        Configuration = crawler.Configuration,
    };

    public static CrawlerMetrics Metrics(CrawlerState crawler, DateTimeOffset now)
    {
        var sorted = crawler.RuntimeSeconds.Order().ToList();
        var median = sorted.Count == 0 ? 0 : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
        var elapsed = crawler.RunningSince is { } since ? (now - since).TotalSeconds : 0;
        return new()
        {
            CrawlerName = crawler.Name,
            TimeLeftSeconds = crawler.RunningCrawl is null ? 0 : Math.Max(0, median - elapsed),
            StillEstimating = crawler.RunningCrawl is not null && sorted.Count == 0,
            LastRuntimeSeconds = crawler.RuntimeSeconds.Count == 0 ? 0 : crawler.RuntimeSeconds[^1],
            MedianRuntimeSeconds = median,
            TablesCreated = crawler.TablesCreated,
            TablesUpdated = crawler.TablesUpdated,
            TablesDeleted = crawler.TablesDeleted,
        };
    }

    private static CrawlerTargets Shown(CrawlerTargets targets) => new()
    {
        S3Targets = [.. (targets.S3Targets ?? []).Select(target => target with { Exclusions = target.Exclusions ?? [] })],
        JdbcTargets = [.. (targets.JdbcTargets ?? []).Select(target => target with { Exclusions = target.Exclusions ?? [] })],
        MongoDBTargets = [],
        DynamoDBTargets = [],
        CatalogTargets = targets.CatalogTargets ?? [],
        DeltaTargets = targets.DeltaTargets ?? [],
        IcebergTargets = [.. (targets.IcebergTargets ?? []).Select(target => target with { Exclusions = target.Exclusions ?? [] })],
        HudiTargets = [.. (targets.HudiTargets ?? []).Select(target => target with { Exclusions = target.Exclusions ?? [] })],
    };

    private static void Targets(CrawlerState crawler)
    {
        var targets = crawler.Targets;
        Refuse(targets.MongoDBTargets, nameof(targets.MongoDBTargets));
        Refuse(targets.DynamoDBTargets, nameof(targets.DynamoDBTargets));
        LakeTargetRules.Check(crawler);
        if ((targets.S3Targets ?? []).Count + (targets.JdbcTargets ?? []).Count + (targets.CatalogTargets ?? []).Count + LakeTargetRules.Count(targets) == 0)
        {
            throw GlueErrors.Invalid("Crawler must have at least one target.");
        }

        foreach (var target in targets.S3Targets ?? [])
        {
            S3(target, crawler.RecrawlBehavior);
        }

        foreach (var target in targets.JdbcTargets ?? [])
        {
            Jdbc(target, crawler.RecrawlBehavior);
        }

        if (targets.CatalogTargets is { Count: > 0 } tables)
        {
            if (targets is { S3Targets.Count: > 0 } or { JdbcTargets.Count: > 0 } || LakeTargetRules.Count(targets) > 0)
            {
                throw GlueErrors.Invalid("A crawler of catalog tables has no other targets.");
            }

            if (crawler.DeleteBehavior != "LOG" || crawler.RecrawlBehavior != "CRAWL_EVERYTHING")
            {
                throw GlueErrors.Invalid("A crawler of catalog tables needs the DeleteBehavior LOG and crawls everything.");
            }

            if (tables.Any(target => target.Tables.Count == 0))
            {
                throw GlueErrors.Invalid("A catalog target names at least one table.");
            }
        }
    }

    private static void S3(S3Target target, string recrawl)
    {
        if (S3Place.TryParse(target.Path) is null)
        {
            throw GlueErrors.Invalid($"The path {target.Path} is no address in S3: s3://bucket/folder.");
        }

        if (!string.IsNullOrEmpty(target.ConnectionName))
        {
            throw GlueErrors.NotBuilt(nameof(target.ConnectionName));
        }

        if (target.SampleSize is < 1 or > GlueLimits.SampleSizeMax)
        {
            throw GlueErrors.Invalid(string.Create(CultureInfo.InvariantCulture, $"SampleSize is from 1 to {GlueLimits.SampleSizeMax}."));
        }

        if (recrawl == "CRAWL_EVENT_MODE" && string.IsNullOrEmpty(target.EventQueueArn))
        {
            throw GlueErrors.Invalid("A crawler in event mode needs the EventQueueArn of each S3 target.");
        }

        Exclusions(target.Exclusions ?? []);
    }

    private static void Jdbc(JdbcTarget target, string recrawl)
    {
        if (string.IsNullOrEmpty(target.ConnectionName))
        {
            throw GlueErrors.Invalid("A JDBC target names its connection: ConnectionName.");
        }

        if (recrawl != "CRAWL_EVERYTHING")
        {
            throw GlueErrors.Invalid($"The recrawl behavior {recrawl} is for S3 targets only.");
        }

        foreach (var wanted in target.EnableAdditionalMetadata ?? [])
        {
            if (wanted is not ("COMMENTS" or "RAWTYPES"))
            {
                throw GlueErrors.Invalid($"EnableAdditionalMetadata is COMMENTS or RAWTYPES, not {wanted}.");
            }
        }

        JdbcPath.Parts(target.Path);
        Exclusions(target.Exclusions ?? []);
    }

    internal static void Exclusions(IReadOnlyList<string> exclusions)
    {
        if (exclusions.Count > GlueLimits.ExclusionsMax)
        {
            throw GlueErrors.TooMany("exclusions", GlueLimits.ExclusionsMax);
        }

        try
        {
            foreach (var exclusion in exclusions)
            {
                GlobPattern.Parse(exclusion);
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw GlueErrors.Invalid($"Invalid exclusion: {exception.Message}");
        }
    }

    private static void Policies(CrawlerState crawler)
    {
        if (crawler.UpdateBehavior is not ("LOG" or "UPDATE_IN_DATABASE")
            || crawler.DeleteBehavior is not ("LOG" or "DELETE_FROM_DATABASE" or "DEPRECATE_IN_DATABASE"))
        {
            throw GlueErrors.Invalid($"There is no schema change policy of {crawler.UpdateBehavior} and {crawler.DeleteBehavior}.");
        }

        switch (crawler.RecrawlBehavior)
        {
            case "CRAWL_EVERYTHING" or "CRAWL_EVENT_MODE":
                break;
            case "CRAWL_NEW_FOLDERS_ONLY":
                if (crawler.UpdateBehavior != "LOG" || crawler.DeleteBehavior != "LOG")
                {
                    throw GlueErrors.Invalid(
                        "The SchemaChangePolicy for \"Crawl new folders only\" Amazon S3 target can have only LOG DeleteBehavior value and LOG UpdateBehavior value.");
                }

                break;
            default:
                throw GlueErrors.Invalid($"There is no recrawl behavior {crawler.RecrawlBehavior}.");
        }
    }

    private static void Refuse<T>(IReadOnlyList<T>? targets, string name)
    {
        if (targets is { Count: > 0 })
        {
            throw GlueErrors.NotBuilt(name);
        }
    }
}
