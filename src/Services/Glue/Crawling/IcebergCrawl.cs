using System.Globalization;
using Weir.Contracts;
using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Folders;
using Weir.Engines.Iceberg;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Types;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.IcebergRest;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Crawling;

/// <summary>One crawl's look at Iceberg tables: folders with metadata in them, down to a depth. The newest metadata says everything.</summary>
/// <remarks>A table that is in the catalog already only moves on to metadata that knows its current one: a commit is never undone.</remarks>
internal sealed class IcebergCrawl(
    CatalogStore catalog, CatalogWriter writer, CatalogUpdates updates, IObjectStore store, CrawlerState crawler, CallContext call, CrawlReport report, TimeProvider clock)
{
    private const int DepthDefault = 10;
    private const string Folder = "metadata/";
    private const string TypeParameter = "table_type";

    private readonly CatalogPlace _place = updates.Home.Place;

    public async ValueTask RunAsync(IcebergTarget target, CancellationToken cancellationToken)
    {
        GlobPattern[] exclusions = [.. (target.Exclusions ?? []).Select(GlobPattern.Parse)];
        foreach (var path in target.Paths ?? [])
        {
            var root = S3Place.TryParse(path) ?? throw new CrawlFailure($"{path} is no address in S3.");
            await store.RequireBucketAsync(call, root.Bucket, expectedOwner: null, cancellationToken);
            var newest = await NewestAsync(root, exclusions, cancellationToken);
            if (newest.Count == 0)
            {
                report.Warn($"No Iceberg table lies at {root.Address}");
            }

            foreach (var (table, file) in newest)
            {
                var depth = target.MaximumTraversalDepth ?? DepthDefault;
                if (table.Length > 0 && table.Split('/').Length > depth)
                {
                    report.Warn($"{root.Below(table).Address} is left out: it lies deeper than {depth} folders");
                    continue;
                }

                await TableAsync(root.Below(table), $"s3://{root.Bucket}/{root.Prefix}{file}", cancellationToken);
            }

            await ForgetAsync(root, newest.Keys.Select(table => root.Below(table).Address).ToHashSet(StringComparer.Ordinal), cancellationToken);
        }
    }

    /// <summary>For each table's folder the metadata file of the highest number, of several the last that was written.</summary>
    private async ValueTask<SortedDictionary<string, string>> NewestAsync(S3Place root, GlobPattern[] exclusions, CancellationToken cancellationToken)
    {
        var newest = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var ages = new Dictionary<string, (long Number, DateTimeOffset Written)>(StringComparer.Ordinal);
        await foreach (var found in store.ListAsync(call, root.Bucket, root.Prefix, null, cancellationToken))
        {
            var below = found.Key[root.Prefix.Length..];
            var name = below[(below.LastIndexOf('/') + 1)..];
            var folder = below[..(below.Length - name.Length)];
            if (!name.EndsWith(".metadata.json", StringComparison.Ordinal) || !(folder == Folder || folder.EndsWith("/" + Folder, StringComparison.Ordinal))
                || Array.Exists(exclusions, pattern => pattern.Matches(below)))
            {
                continue;
            }

            var table = folder[..^Folder.Length].TrimEnd('/');
            var age = (NumberOf(name), found.LastModified);
            if (!ages.TryGetValue(table, out var before) || age.CompareTo(before) > 0)
            {
                (ages[table], newest[table]) = (age, below);
            }
        }

        return newest;
    }

    private async ValueTask TableAsync(S3Place place, string path, CancellationToken cancellationToken)
    {
        LoadedTable table;
        try
        {
            table = new(MetadataJson.Read(await new CatalogFiles(store, call).ReadAsync(path, cancellationToken)), path);
        }
        catch (Exception error) when (error is IcebergException or ServiceException { Code: not "AccessDenied" })
        {
            report.Warn($"{place.Address} is left out: {path}: {error.Message}");
            return;
        }

        var (name, current) = Find(place, table);
        List<string> why =
        [
            $"an Iceberg table: {path} is its newest metadata, of format version {table.Metadata.FormatVersion}, with {table.Metadata.Schema.Fields.Length} columns",
            table.Metadata.Spec.IsPartitioned
                ? $"partitioned by {string.Join(", ", table.Metadata.Spec.Fields.Select(field => field.Name))}, which the metadata keeps: the catalog has no partitions of it"
                : "not partitioned",
        ];
        var wanted = Wanted(name, table, why);
        why = [.. why.Select(reason => $"Why {name}: {reason}")];
        if (current?.Parameters?.GetValueOrDefault(IcebergEntry.LocationParameter) is { } known)
        {
            updates.Seen.Add((current.Database, current.Name));
            await MoveOnAsync(current, known, table, wanted, why, cancellationToken);
        }
        else
        {
            await updates.ApplyAsync(wanted, why, cancellationToken);
        }
    }

    private (string Name, TableState? Current) Find(S3Place place, LoadedTable table)
    {
        var name = (crawler.TablePrefix + ColumnNames.Clean(place.Name)).ToLowerInvariant();
        name = name.Length <= GlueLimits.CrawledNameLettersMax ? name : name[..GlueLimits.CrawledNameLettersMax];
        var current = catalog.State.Read(state => catalog.FindTable(state, _place, updates.Home.Database, name));
        if (current is null || (IsIceberg(current) && current.Storage?.Location?.TrimEnd('/') == table.Metadata.Location))
        {
            return (name, current);
        }

        var other = CatalogUpdates.OtherName(name, place.Address);
        report.Info($"Table {updates.Home.Database}.{name} lies elsewhere, so {place.Address} becomes {other}");
        return (other, catalog.State.Read(state => catalog.FindTable(state, _place, updates.Home.Database, other)));
    }

    private async ValueTask MoveOnAsync(
        TableState current, string known, LoadedTable table, TableInput wanted, IReadOnlyList<string> why, CancellationToken cancellationToken)
    {
        var name = $"{current.Database}.{current.Name}";
        if (known == table.Path)
        {
            report.Info($"Table {name} is up to date: {known}");
            return;
        }

        if (table.Metadata.MetadataLog.All(entry => entry.File != known))
        {
            report.Warn($"Table {name} is left as it is: {table.Path} does not follow {known}");
            return;
        }

        foreach (var reason in why)
        {
            report.Info(reason);
        }

        if (crawler.UpdateBehavior == "LOG")
        {
            report.Warn($"Table {name} has newer metadata, {table.Path}; the crawler only logs changes");
            return;
        }

        updates.Home.Authorize("glue:UpdateTable", current.Name);
        var isMoved = await catalog.State.WriteAsync(
            state =>
            {
                var now = catalog.RequireTable(state, _place, current.Database, current.Name);
                if (now.Parameters?.GetValueOrDefault(IcebergEntry.LocationParameter) != known)
                {
                    return false;
                }

                var parameters = new Dictionary<string, string>(now.Parameters, StringComparer.Ordinal) { ["previous_metadata_location"] = known };
                foreach (var (key, value) in wanted.Parameters!)
                {
                    parameters[key] = value;
                }

                var storage = (now.Storage ?? wanted.StorageDescriptor!) with { Columns = wanted.StorageDescriptor!.Columns, Location = wanted.StorageDescriptor.Location };
                writer.UpdateTable(
                    state, _place, now with { Storage = storage, Parameters = parameters, Updated = clock.GetUtcNow() }, isArchiveSkipped: true, expectedVersion: null);
                return true;
            },
            cancellationToken);
        if (isMoved)
        {
            report.Changed("TABLE", "UPDATE", name);
        }
        else
        {
            report.Warn($"Table {name} was changed while it was looked at; it is left as it is");
        }
    }

    /// <summary>Tables of this crawler below a target where no metadata lies any more.</summary>
    private async ValueTask ForgetAsync(S3Place root, HashSet<string> found, CancellationToken cancellationToken)
    {
        var gone = catalog.State.Read(state => catalog.Tables(state, _place, updates.Home.Database, after: null)
            .Where(table => IsIceberg(table) && table.Parameters?.GetValueOrDefault(TableShapes.Owner) == crawler.Name
                && S3Place.TryParse(table.Storage?.Location) is { } at && root.Holds(at) && !found.Contains(at.Address))
            .ToList());
        foreach (var table in gone)
        {
            await updates.ForgetAsync(table, cancellationToken);
        }
    }

    private TableInput Wanted(string name, LoadedTable table, IReadOnlyList<string> why)
    {
        var reason = string.Join("; ", why);
        return new()
        {
            Name = name,
            Owner = "owner",
            Retention = 0,
            TableType = "EXTERNAL_TABLE",
            PartitionKeys = [],
            StorageDescriptor = new()
            {
                Columns = [.. table.Metadata.Schema.Fields.Select(field => new Column { Name = field.Name.ToLowerInvariant(), Type = HiveTypeNames.Of(field.Type), Comment = field.Doc })],
                Location = table.Metadata.Location,
                Compressed = false,
                NumberOfBuckets = -1,
                StoredAsSubDirectories = false,
                BucketColumns = [],
                SortColumns = [],
                SerdeInfo = new(),
            },
            Parameters = new Dictionary<string, string>
            {
                [TypeParameter] = "ICEBERG",
                [IcebergEntry.LocationParameter] = table.Path,
                ["classification"] = "iceberg",
                [TableShapes.Owner] = crawler.Name,
                [TableShapes.Reason] = reason.Length > 1000 ? reason[..1000] : reason,
            },
        };
    }

    private static bool IsIceberg(TableState table) =>
        string.Equals(table.Parameters?.GetValueOrDefault(TypeParameter), "ICEBERG", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>00012-….metadata.json</c> or <c>v12.metadata.json</c>.</summary>
    private static long NumberOf(string name)
    {
        var start = name.StartsWith('v') ? 1 : 0;
        var end = start;
        while (end < name.Length && char.IsAsciiDigit(name[end]))
        {
            end++;
        }

        return long.TryParse(name.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
