using Weir.Engines.Discovery.Folders;
using Weir.Services.Glue.Crawling;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>What targets of Iceberg tables must say.</summary>
internal static class IcebergTargetRules
{
    private const int DepthMax = 20;

    public static void Check(CrawlerState crawler)
    {
        foreach (var target in crawler.Targets.IcebergTargets ?? [])
        {
            if (crawler.Database is null)
            {
                throw GlueErrors.Invalid("A crawler of Iceberg tables needs a DatabaseName.");
            }

            if (crawler.RecrawlBehavior != "CRAWL_EVERYTHING")
            {
                throw GlueErrors.Invalid("A crawler of Iceberg tables crawls everything.");
            }

            Check(target);
        }
    }

    private static void Check(IcebergTarget target)
    {
        if (!string.IsNullOrEmpty(target.ConnectionName))
        {
            throw GlueErrors.NotBuilt(nameof(target.ConnectionName));
        }

        if (target.Paths is not { Count: > 0 } paths)
        {
            throw GlueErrors.Invalid("A target of Iceberg tables needs at least one path in Paths.");
        }

        if (paths.FirstOrDefault(path => S3Place.TryParse(path) is null) is { } wrong)
        {
            throw GlueErrors.Invalid($"The path {wrong} is no address in S3: s3://bucket/folder.");
        }

        if (target.MaximumTraversalDepth is < 1 or > DepthMax)
        {
            throw GlueErrors.Invalid($"MaximumTraversalDepth is from 1 to {DepthMax}.");
        }

        if (target.Exclusions?.Count > GlueLimits.ExclusionsMax)
        {
            throw GlueErrors.TooMany("exclusions", GlueLimits.ExclusionsMax);
        }

        try
        {
            foreach (var exclusion in target.Exclusions ?? [])
            {
                GlobPattern.Parse(exclusion);
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw GlueErrors.Invalid($"Invalid exclusion: {exception.Message}");
        }
    }
}
