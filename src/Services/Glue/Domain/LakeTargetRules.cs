using Weir.Services.Glue.Crawling;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>What targets of Delta, Hudi and Iceberg tables must say.</summary>
internal static class LakeTargetRules
{
    private const int DepthMax = 20;

    public static int Count(CrawlerTargets targets) =>
        (targets.DeltaTargets ?? []).Count + (targets.HudiTargets ?? []).Count + (targets.IcebergTargets ?? []).Count;

    public static void Check(CrawlerState crawler)
    {
        if (Count(crawler.Targets) == 0)
        {
            return;
        }

        if (crawler.RecrawlBehavior != "CRAWL_EVERYTHING")
        {
            throw GlueErrors.Invalid("A crawler of Delta, Hudi or Iceberg tables crawls everything.");
        }

        foreach (var target in crawler.Targets.DeltaTargets ?? [])
        {
            Paths(target.DeltaTables, nameof(target.DeltaTables));
            Connection(target.ConnectionName);
        }

        foreach (var target in crawler.Targets.HudiTargets ?? [])
        {
            Check(target.Paths, target.ConnectionName, target.MaximumTraversalDepth, target.Exclusions);
        }

        foreach (var target in crawler.Targets.IcebergTargets ?? [])
        {
            Check(target.Paths, target.ConnectionName, target.MaximumTraversalDepth, target.Exclusions);
        }
    }

    private static void Check(IReadOnlyList<string>? paths, string? connection, int? depth, IReadOnlyList<string>? exclusions)
    {
        Paths(paths, nameof(HudiTarget.Paths));
        Connection(connection);
        if (depth is < 1 or > DepthMax)
        {
            throw GlueErrors.Invalid($"MaximumTraversalDepth is from 1 to {DepthMax}.");
        }

        CrawlerRules.Exclusions(exclusions ?? []);
    }

    private static void Paths(IReadOnlyList<string>? paths, string name)
    {
        if (paths is not { Count: > 0 })
        {
            throw GlueErrors.Invalid($"A target needs at least one path in {name}.");
        }

        if (paths.FirstOrDefault(path => S3Place.TryParse(path) is null) is { } wrong)
        {
            throw GlueErrors.Invalid($"The path {wrong} is no address in S3: s3://bucket/folder.");
        }
    }

    private static void Connection(string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            throw GlueErrors.NotBuilt(nameof(DeltaTarget.ConnectionName));
        }
    }
}
