using Weir.Contracts;
using Weir.Engines.Discovery.Folders;
using Weir.Engines.Hudi;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Crawling.Lake;

/// <summary>One crawl's look at Hudi tables: folders with a <c>.hoodie</c> in them, down to a depth.</summary>
internal sealed class HudiCrawl(
    LakeUpdates updates, LakeFiles files, IObjectStore store, ParquetSchemas parquet, CallContext call, string crawler, CrawlReport report)
{
    private const int DepthDefault = 10;
    private const string Mark = ".hoodie/hoodie.properties";
    private const string PartitionMark = ".hoodie_partition_metadata";

    public async ValueTask RunAsync(HudiTarget target, CancellationToken cancellationToken)
    {
        GlobPattern[] exclusions = [.. (target.Exclusions ?? []).Select(GlobPattern.Parse)];
        foreach (var path in target.Paths ?? [])
        {
            var root = S3Place.TryParse(path) ?? throw new CrawlFailure($"{path} is no address in S3.");
            await store.RequireBucketAsync(call, root.Bucket, expectedOwner: null, cancellationToken);
            var objects = new List<string>();
            await foreach (var found in store.ListAsync(call, root.Bucket, root.Prefix, null, cancellationToken))
            {
                var below = found.Key[root.Prefix.Length..];
                if (!Array.Exists(exclusions, pattern => pattern.Matches(below)))
                {
                    objects.Add(below);
                }
            }

            var depth = target.MaximumTraversalDepth ?? DepthDefault;
            var tables = objects.Where(name => (name == Mark || name.EndsWith("/" + Mark, StringComparison.Ordinal)) && !name.Contains(".hoodie/metadata/", StringComparison.Ordinal))
                .Select(name => name[..Math.Max(0, name.Length - Mark.Length - 1)]).ToArray();
            if (tables.Length == 0)
            {
                report.Warn($"No Hudi table lies at {root.Address}");
                await updates.ForgetAsync(root, cancellationToken);
            }

            foreach (var table in tables)
            {
                if (table.Length > 0 && table.Split('/').Length > depth)
                {
                    report.Warn($"{root.Below(table).Address} is left out: it lies deeper than {depth} folders");
                    continue;
                }

                var prefix = table.Length == 0 ? "" : table + "/";
                await TableAsync(root.Below(table), [.. objects.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])], cancellationToken);
            }
        }
    }

    private async ValueTask TableAsync(S3Place place, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        try
        {
            var properties = TableProperties.Parse(await files.ReadAsync(place.Address + Mark, cancellationToken) ?? []);
            var timeline = Timeline.Of(names.Where(name => name.StartsWith(properties.TimelineFolder, StringComparison.Ordinal)).Select(name => name[properties.TimelineFolder.Length..]));
            var newest = names.Where(name => !name.StartsWith(".hoodie/", StringComparison.Ordinal))
                .Select(name => (Name: name, Base: BaseFileName.TryParse(name[(name.LastIndexOf('/') + 1)..])))
                .Where(file => file.Base is { Format: "parquet" } found && timeline.IsDone(found.Instant))
                .MaxBy(file => file.Base!.Instant, StringComparer.Ordinal).Name;
            if (newest is null)
            {
                report.Warn($"{place.Address} is left out: a Hudi table without a committed base file has no columns to show");
                return;
            }

            await TablesAsync(place, properties, names, newest, cancellationToken);
        }
        catch (HudiException error)
        {
            report.Warn($"{place.Address} is left out: {error.Message}");
        }
    }

    private async ValueTask TablesAsync(S3Place place, TableProperties properties, IReadOnlyList<string> names, string newest, CancellationToken cancellationToken)
    {
        using var lease = await store.LeaseAsync(call, place.Bucket, [place.Prefix + newest], cancellationToken);
        var schema = await parquet.ReadAsync(lease.Paths[0], lease.Objects[0].Size, cancellationToken);
        if (!schema.IsKnown)
        {
            report.Warn($"{place.Address} is left out: {string.Join("; ", schema.Reasons)}");
            return;
        }

        string[] fields = [.. (properties["hoodie.table.partition.fields"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(field => field.Split(':')[0].ToLowerInvariant())];
        var partitions = fields.Length == 0 ? [] : names
            .Where(name => name.EndsWith("/" + PartitionMark, StringComparison.Ordinal) || name.EndsWith("/" + PartitionMark + ".parquet", StringComparison.Ordinal))
            .Select(name => name[..name.LastIndexOf('/')])
            .Where(folder => folder.Split('/').Length == fields.Length)
            .Select(folder => ((IReadOnlyList<string>)[.. folder.Split('/').Select(Value)], Location: place.Below(folder).Address)).ToList();
        Column[] columns = [.. schema.Columns.Where(column => !fields.Contains(column.Name)).Select(column => new Column { Name = column.Name, Type = column.Type.ToString() })];
        Column[] keys = [.. fields.Select(field => new Column { Name = field, Type = schema.Columns.FirstOrDefault(column => column.Name == field)?.Type.ToString() ?? "string" })];
        foreach (var (suffix, isRealtime) in properties.IsMergeOnRead ? [("_ro", false), ("_rt", true)] : new[] { ("", false) })
        {
            var name = updates.NameOf(place, suffix);
            List<string> why =
            [
                $"a Hudi table, {(properties.IsMergeOnRead ? "merge on read" : "copy on write")}, version {properties.Version}: columns by the footer of {newest}",
                .. properties.IsMergeOnRead ? [isRealtime ? "shows what logs changed (_rt)" : "shows compacted files alone (_ro)"] : Array.Empty<string>(),
                .. fields.Length > 0 ? [$"partitioned by {string.Join(", ", fields)}, as its properties say"] : Array.Empty<string>(),
            ];
            var parameters = new Dictionary<string, string>
            {
                ["classification"] = "parquet",
                ["table_type"] = "hudi",
                ["spark.sql.sources.provider"] = "hudi",
                ["weir.crawler.place"] = place.Address,
            };
            await updates.ApplyAsync(
                LakeShapes.Table(name, crawler, LakeShapes.Hudi(columns, place.Address, isRealtime), keys, parameters, why),
                fields.Length == 0 ? null : partitions,
                [.. why.Select(reason => $"Why {name}: {reason}")],
                cancellationToken);
        }
    }

    /// <summary>A partition's folder is its value, or <c>key=value</c>.</summary>
    private static string Value(string folder) => Uri.UnescapeDataString(folder[(folder.IndexOf('=', StringComparison.Ordinal) + 1)..]);
}
