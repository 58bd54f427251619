using Weir.Contracts;
using Weir.Engines.Discovery;
using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Folders;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Crawling.Jdbc;
using Weir.Services.Glue.Crawling.Lake;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Crawling;

/// <summary>One crawl: lists, looks, plans, writes. Acts with the permissions of the crawler's role.</summary>
internal sealed class CrawlRun(
    CatalogStore catalog, CatalogWriter writer, ResourceLinks links, IObjectStore store, IQueues? queues, ObjectSniffer sniffer, ParquetSchemas parquet, JdbcConnections connections, CrawlerState crawler, CallContext call,
    CrawlReport report, TimeProvider clock)
{
    /// <summary>The crawler's own catalog: its classifiers and what it knows. Its tables may be elsewhere.</summary>
    private readonly CatalogPlace _place = Place.Of(call, catalogId: null);
    private readonly CatalogHome? _home = crawler.Targets.CatalogTargets is null or { Count: 0 } ? CatalogHome.Of(links, call, crawler.Database ?? CatalogHome.Default) : null;
    private readonly CrawlerConfiguration _configuration = CrawlerConfiguration.Parse(crawler.Configuration);
    private readonly Dictionary<string, FileSchema> _known = new(StringComparer.Ordinal);
    private IReadOnlyList<CustomClassifier> _classifiers = [];
    private int _tables;

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        _classifiers = catalog.State.Read(state => crawler.Classifiers
            .Select(name => Classifiers.Meaning(
                catalog.Things.Classifiers.Find(state, _place, name) ?? throw new CrawlFailure($"Classifier {name} not found.")))
            .ToList());
        foreach (var classifier in _classifiers.Where(classifier => classifier.Problem is not null))
        {
            report.Warn($"Classifier {classifier.Name} fits no file: {classifier.Problem}");
        }

        if (_home is { } home)
        {
            await FindAsync(home, cancellationToken);
        }

        foreach (var target in crawler.Targets.CatalogTargets ?? [])
        {
            foreach (var name in target.Tables)
            {
                await TableAsync(target.DatabaseName, name, cancellationToken);
            }
        }
    }

    private CatalogHome Home => _home ?? throw new CrawlFailure("The crawler names no database for its tables.");

    private CatalogUpdates Updates(CatalogHome home) => new(catalog, writer, crawler, _configuration, call, home, report, clock);

    /// <summary>Finds tables for the crawler's database.</summary>
    private async ValueTask FindAsync(CatalogHome home, CancellationToken cancellationToken)
    {
        if (home.Link is { } link)
        {
            report.Info($"Database {link} is a resource link: tables are those of database {home.Database} of catalog {home.Place.Account} in {home.Place.Region}");
        }

        if (crawler.Database is null)
        {
            await home.EnsureAsync(catalog, writer, clock.GetUtcNow(), cancellationToken);
        }

        var updates = Updates(home);
        var trees = new List<FolderTree>();
        var known = catalog.State.Read(state => catalog.Things.Crawlers.KnowsAnyFolder(state, _place, crawler.Name));
        foreach (var target in crawler.Targets.S3Targets ?? [])
        {
            var root = S3Place.TryParse(target.Path) ?? throw new CrawlFailure($"{target.Path} is no address in S3.");
            await store.RequireBucketAsync(call, root.Bucket, expectedOwner: null, cancellationToken);
            var tree = new FolderTree(root, [.. (target.Exclusions ?? []).Select(GlobPattern.Parse)], target.SampleSize ?? DiscoveryLimits.FilesPerFolderMax);
            var isFull = crawler.RecrawlBehavior == "CRAWL_EVERYTHING" || !known;
            await (crawler.RecrawlBehavior == "CRAWL_EVENT_MODE" && target.EventQueueArn is { } queue
                ? EventsAsync(updates, tree, queue, isFull, cancellationToken)
                : WholeAsync(updates, tree, isFull, cancellationToken));
            if (isFull)
            {
                trees.Add(tree);
            }
        }

        var jdbc = new JdbcCrawl(catalog, updates, connections, crawler, call, report);
        foreach (var target in crawler.Targets.JdbcTargets ?? [])
        {
            await jdbc.RunAsync(target, _configuration.TableThreshold - _tables, cancellationToken);
        }

        await LakeAsync(updates, cancellationToken);
        var iceberg = new IcebergCrawl(catalog, writer, updates, store, crawler, call, report, clock);
        foreach (var target in crawler.Targets.IcebergTargets ?? [])
        {
            await iceberg.RunAsync(target, cancellationToken);
        }

        await ForgetAsync(updates, trees, cancellationToken);
        await jdbc.ForgetAsync(cancellationToken);
    }

    /// <summary>Tables whose own metadata says what they are.</summary>
    private async ValueTask LakeAsync(CatalogUpdates updates, CancellationToken cancellationToken)
    {
        var lake = new LakeUpdates(catalog, updates, crawler, report, clock);
        var files = new LakeFiles(store, call, parquet);
        foreach (var target in crawler.Targets.DeltaTargets ?? [])
        {
            await new DeltaCrawl(lake, files, store, call, crawler.Name, report).RunAsync(target, cancellationToken);
        }

        foreach (var target in crawler.Targets.HudiTargets ?? [])
        {
            await new HudiCrawl(lake, files, store, parquet, call, crawler.Name, report).RunAsync(target, cancellationToken);
        }
    }

    private async ValueTask WholeAsync(CatalogUpdates updates, FolderTree tree, bool isFull, CancellationToken cancellationToken)
    {
        await tree.ListAsync(store, call, "", cancellationToken);
        report.Info($"{tree.Root.Address} holds {tree.Objects} objects, {tree.Excluded} of them excluded");
        if (tree.Objects == 0)
        {
            report.Warn($"Nothing lies at {tree.Root.Address}");
        }

        await (isFull
            ? PlanAsync(updates, tree, tree.Folders, isComplete: true, cancellationToken)
            : NewFoldersAsync(updates, tree, cancellationToken));
    }

    private async ValueTask EventsAsync(CatalogUpdates updates, FolderTree tree, string queue, bool isFull, CancellationToken cancellationToken)
    {
        var events = new CrawlEvents(queues ?? throw new CrawlFailure("There are no queues."), call, queue);
        var folders = await events.TakeAsync(tree.Root, cancellationToken);
        if (isFull)
        {
            report.Info("The first crawl in event mode lists everything");
            await WholeAsync(updates, tree, isFull: true, cancellationToken);
        }
        else
        {
            report.Info($"Events name {folders.Count} folders of {tree.Root.Address}");
            foreach (var folder in folders)
            {
                await tree.ListAsync(store, call, folder, cancellationToken);
            }

            await ChangedFoldersAsync(updates, tree, folders, cancellationToken);
        }

        await events.DeleteAsync(cancellationToken);
    }

    /// <summary>Folders this crawler has not seen; what it has seen stays as it is.</summary>
    private async ValueTask NewFoldersAsync(CatalogUpdates updates, FolderTree tree, CancellationToken cancellationToken)
    {
        var fresh = tree.Folders.Where(folder => !catalog.State.Read(state =>
            catalog.Things.Crawlers.KnowsFolder(state, _place, crawler.Name, tree.Root.Below(folder.Path).Address))).ToList();
        report.Info($"{fresh.Count} folders are new");
        await AddFoldersAsync(updates, tree, fresh, cancellationToken);
    }

    private async ValueTask ChangedFoldersAsync(
        CatalogUpdates updates, FolderTree tree, IReadOnlyCollection<string> folders, CancellationToken cancellationToken)
    {
        var listed = tree.Folders.Where(folder => folders.Contains(folder.Path)).ToList();
        foreach (var gone in folders.Where(folder => !tree.HasFolder(folder)))
        {
            var place = tree.Root.Below(gone);
            if (Owner(place) is { } table && Values(table, place) is { } values && catalog.State.Read(state =>
                catalog.FindPartition(state, Home.Place, table.Database, table.Name, values)) is { } partition)
            {
                await updates.ForgetPartitionAsync(table, partition, cancellationToken);
            }
        }

        await AddFoldersAsync(updates, tree, listed, cancellationToken);
    }

    /// <summary>Folders below a table of this crawler become its partitions; others are planned like a target of their own.</summary>
    private async ValueTask AddFoldersAsync(
        CatalogUpdates updates, FolderTree tree, IReadOnlyList<(string Path, IReadOnlyList<ObjectInfo> Files, long Count, long Bytes)> folders,
        CancellationToken cancellationToken)
    {
        var homeless = new List<(string Path, IReadOnlyList<ObjectInfo> Files, long Count, long Bytes)>();
        foreach (var folder in folders)
        {
            var place = tree.Root.Below(folder.Path);
            var table = Owner(place);
            if (table is null || (table.PartitionKeys.Count > 0 && Values(table, place) is null))
            {
                homeless.Add(folder);
                continue;
            }

            if (table.PartitionKeys.Count > 0 && await SchemaAsync(folder.Files, cancellationToken) is { } schema)
            {
                await updates.AddPartitionAsync(
                    table,
                    place,
                    new() { Path = folder.Path, Values = Values(table, place)!, Schema = schema, Files = folder.Count, Bytes = folder.Bytes },
                    cancellationToken);
            }

            await KnowAsync([place.Address], cancellationToken);
        }

        await PlanAsync(updates, tree, homeless, isComplete: false, cancellationToken);
    }

    private async ValueTask PlanAsync(
        CatalogUpdates updates, FolderTree tree, IEnumerable<(string Path, IReadOnlyList<ObjectInfo> Files, long Count, long Bytes)> folders,
        bool isComplete, CancellationToken cancellationToken)
    {
        var (root, addresses) = await LookAsync(tree, folders, cancellationToken);
        var level = _configuration.TableLevel is { } stated ? Math.Max(0, stated - tree.Root.Depth) : (int?)null;
        var plan = TablePlanner.Plan(root, new() { TableLevel = level, CombinesCompatible = _configuration.CombinesCompatible, Known = Known(tree.Root) });
        Report(tree, plan);
        _tables += plan.Tables.Count;
        if (_configuration.TableThreshold is { } most && _tables > most)
        {
            throw new CrawlFailure($"The number of tables detected by the crawler, {_tables}, is greater than the table threshold value {most}.");
        }

        report.Benchmark($"Classification complete, writing results to database {Home.Database}");
        foreach (var planned in plan.Tables)
        {
            await updates.ApplyAsync(tree, planned, existingName: null, isComplete, cancellationToken);
        }

        await KnowAsync(addresses, cancellationToken);
    }

    /// <summary>A table somebody named: its columns and partitions are found anew, its place and name stay.</summary>
    private async ValueTask TableAsync(string statedDatabase, string statedName, CancellationToken cancellationToken)
    {
        var (home, name) = CatalogHome.Of(links, call, statedDatabase, statedName);
        var database = home.Database;
        if (home.Link is not null)
        {
            report.Info($"{statedDatabase}.{statedName} is a resource link: the table is {database}.{name} of catalog {home.Place.Account} in {home.Place.Region}");
        }

        var table = catalog.State.Read(state => catalog.RequireTable(state, home.Place, database, name));
        var root = S3Place.TryParse(table.Storage?.Location) ?? throw new CrawlFailure($"Table {database}.{name} does not lie in S3.");
        var tree = new FolderTree(root, [], DiscoveryLimits.FilesPerFolderMax);
        await tree.ListAsync(store, call, "", cancellationToken);
        var (folders, _) = await LookAsync(tree, tree.Folders, cancellationToken);
        var plan = TablePlanner.Plan(folders, new() { TableLevel = 0, CombinesCompatible = true });
        Report(tree, plan);
        if (plan.Tables is [var planned])
        {
            await Updates(home).ApplyAsync(tree, planned, name, isComplete: true, cancellationToken);
        }
        else
        {
            report.Warn($"Table {database}.{name} is left as it is: its folder holds {plan.Tables.Count} kinds of data");
        }
    }

    private async ValueTask<(FolderNode Root, List<string> Addresses)> LookAsync(
        FolderTree tree, IEnumerable<(string Path, IReadOnlyList<ObjectInfo> Files, long Count, long Bytes)> folders, CancellationToken cancellationToken)
    {
        var root = new FolderNode(tree.Root.Name);
        var addresses = new List<string>();
        foreach (var (path, files, count, bytes) in folders)
        {
            var node = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (folder, name) => folder.Folder(name));
            node.Count(count, bytes);
            addresses.Add(tree.Root.Below(path).Address);
            if (files.Count < count)
            {
                report.Info($"{files.Count} of {count} files of {tree.Root.Below(path).Address} are looked at");
            }

            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                node.Add(new(file.Key[(file.Key.LastIndexOf('/') + 1)..], file.Size, await LookAsync(file, cancellationToken)));
            }
        }

        return (root, addresses);
    }

    /// <summary>Files with one schema share it in memory.</summary>
    private async ValueTask<FileSchema> LookAsync(ObjectInfo file, CancellationToken cancellationToken)
    {
        var found = await sniffer.LookAsync(call, file, _classifiers, cancellationToken);
        var key = $"{found.Key}|{string.Join(',', found.Columns.Select(column => $"{column.Name}:{column.Type}"))}";
        if (_known.TryGetValue(key, out var known))
        {
            return found with { Columns = known.Columns, SchemaText = known.SchemaText };
        }

        return _known.Count < GlueLimits.PartitionsPerRead ? _known[key] = found : found;
    }

    private async ValueTask<FileSchema?> SchemaAsync(IReadOnlyList<ObjectInfo> files, CancellationToken cancellationToken)
    {
        FileSchema? together = null;
        foreach (var file in files)
        {
            var schema = await LookAsync(file, cancellationToken);
            if (!schema.IsKnown)
            {
                report.Warn($"s3://{file.Bucket}/{file.Key} is left out: {string.Join("; ", schema.Reasons)}");
                continue;
            }

            together = together is null ? schema : SchemaGroups.Merge(together, schema);
        }

        return together;
    }

    private async ValueTask ForgetAsync(CatalogUpdates updates, List<FolderTree> trees, CancellationToken cancellationToken)
    {
        if (trees.Count == 0)
        {
            return;
        }

        var database = Home.Database;
        var own = catalog.State.Read(state => catalog.Tables(state, Home.Place, database, after: null)
            .Where(table => table.Parameters?.GetValueOrDefault(TableShapes.Owner) == crawler.Name && !updates.Seen.Contains((database, table.Name)))
            .Where(table => table.Parameters?.ContainsKey(JdbcTables.Connection) != true)
            .ToList());
        foreach (var table in own)
        {
            // Data that is there but not understood this time is no reason to forget a table.
            if (S3Place.TryParse(table.Storage?.Location) is { } place && trees.Find(tree => tree.Root.Holds(place)) is { } tree
                && !tree.HasFolder(place.Path.Length <= tree.Root.Path.Length ? "" : place.Path[tree.Root.Prefix.Length..]))
            {
                await updates.ForgetAsync(table, cancellationToken);
            }
            else
            {
                report.Info($"Table {database}.{table.Name} was not found again, but its folder holds data; it is left as it is");
            }
        }
    }

    private void Report(FolderTree tree, TablePlan plan)
    {
        foreach (var (path, reason) in plan.Ignored.Take(GlueLimits.PartitionsPerRead))
        {
            report.Warn($"{tree.Root.Address}{path} is left out: {reason}");
        }
    }

    /// <summary>Folders below a target that are tables of this crawler.</summary>
    private HashSet<string> Known(S3Place root) => catalog.State.Read(state => catalog.Tables(state, Home.Place, Home.Database, after: null)
        .Where(table => table.Parameters?.GetValueOrDefault(TableShapes.Owner) == crawler.Name)
        .Select(table => S3Place.TryParse(table.Storage?.Location))
        .Where(place => place is { } found && root.Holds(found) && found != root)
        .Select(place => place!.Value.Path[root.Prefix.Length..])
        .ToHashSet(StringComparer.Ordinal));

    /// <summary>The deepest table of this crawler that a folder lies in.</summary>
    private TableState? Owner(S3Place place) => catalog.State.Read(state =>
        catalog.Tables(state, Home.Place, Home.Database, after: null)
            .Where(table => table.Parameters?.GetValueOrDefault(TableShapes.Owner) == crawler.Name
                && S3Place.TryParse(table.Storage?.Location)?.Holds(place) == true)
            .MaxBy(table => table.Storage!.Location!.Length));

    /// <summary>The values a folder has as a table's partition; null when it is none.</summary>
    private static string[]? Values(TableState table, S3Place place)
    {
        var root = S3Place.TryParse(table.Storage?.Location)!.Value;
        var names = place.Path.Length <= root.Path.Length ? [] : place.Path[root.Prefix.Length..].Split('/');
        return names.Length != table.PartitionKeys.Count ? null : [.. names.Select((name, at) =>
            PartitionFolders.Split(name) is { } pair && pair.Key == table.PartitionKeys[at].Name ? pair.Value : name)];
    }

    private async ValueTask KnowAsync(List<string> addresses, CancellationToken cancellationToken)
    {
        foreach (var chunk in addresses.Chunk(GlueLimits.PartitionsPerRead))
        {
            await catalog.State.WriteAsync(
                state =>
                {
                    foreach (var address in chunk)
                    {
                        catalog.Things.Crawlers.PutFolder(state, _place, crawler.Name, address);
                    }

                    return true;
                },
                cancellationToken);
        }
    }
}
