using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Folders;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Crawling;

/// <summary>Brings the catalog in line with what a crawl found, as the crawler's policies and its role allow.</summary>
/// <remarks>Each table and each few hundred partitions are one transaction, so a crawl that is cut off leaves whole ones and is run again.</remarks>
internal sealed class CatalogUpdates(
    CatalogStore catalog, CatalogWriter writer, CrawlerState crawler, CrawlerConfiguration configuration, CallContext call, CatalogHome home, CrawlReport report,
    TimeProvider clock)
{
    private readonly CatalogPlace _place = home.Place;

    /// <summary>Where all of them are.</summary>
    public CatalogHome Home => home;

    /// <summary>Tables of the crawler that this crawl found again.</summary>
    public HashSet<(string Database, string Name)> Seen { get; } = [];

    /// <param name="existingName">The table to bring up to date where it is known; null to find or make one by its place.</param>
    public async ValueTask ApplyAsync(
        FolderTree tree, PlannedTable planned, string? existingName, bool isComplete, CancellationToken cancellationToken)
    {
        var root = tree.Root;
        var database = home.Database;
        var place = root.Below(planned.Path);
        var (name, current) = Find(database, place, planned, existingName);
        Seen.Add((database, name));
        var wanted = TableShapes.Table(name, crawler.Name, place, planned, [.. tree.Exclusions.Select(pattern => root.Address + pattern.Text)]);
        var why = Why(wanted, planned);
        if (current is null)
        {
            await CreateAsync(database, wanted, why, cancellationToken);
        }
        else if (!await UpdateAsync(current, wanted, why, cancellationToken))
        {
            return;
        }

        var table = catalog.State.Read(state => catalog.RequireTable(state, _place, database, name));
        if (table.PartitionKeys.Count > 0)
        {
            await PartitionsAsync(table, root, planned, isComplete, cancellationToken);
        }
    }

    /// <summary>A table that has its name and no partitions.</summary>
    /// <param name="why">Each decision about it, in a sentence.</param>
    public async ValueTask ApplyAsync(TableInput wanted, IReadOnlyList<string> why, CancellationToken cancellationToken)
    {
        var database = home.Database;
        Seen.Add((database, wanted.Name));
        if (catalog.State.Read(state => catalog.FindTable(state, _place, database, wanted.Name)) is { } current)
        {
            await UpdateAsync(current, wanted, why, cancellationToken);
        }
        else
        {
            await CreateAsync(database, wanted, why, cancellationToken);
        }
    }

    /// <summary>The name of a table whose own is taken: it ends in its place's hash, always the same.</summary>
    public static string OtherName(string name, string place)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(place)))[..32];
        return $"{name[..Math.Min(name.Length, GlueLimits.CrawledNameLettersMax - 33)]}_{hash}";
    }

    /// <summary>Adds one folder to a table there is.</summary>
    public async ValueTask AddPartitionAsync(
        TableState table, S3Place place, PlannedPartition planned, CancellationToken cancellationToken)
    {
        home.Authorize("glue:BatchCreatePartition", table.Name);
        await WritePartitionsAsync(table, [(place, planned)], cancellationToken);
    }

    /// <summary>Tables of this crawler whose folders are gone.</summary>
    public async ValueTask ForgetAsync(TableState table, CancellationToken cancellationToken)
    {
        var name = $"{table.Database}.{table.Name}";
        switch (crawler.DeleteBehavior)
        {
            case "DELETE_FROM_DATABASE":
                home.Authorize("glue:DeleteTable", table.Name);
                await WriteAsync(state => catalog.DeleteTable(state, _place, table.Database, table.Name), cancellationToken);
                report.Changed("TABLE", "DELETE", name);
                report.Info($"Deleted table {name}: no data lies at {table.Storage?.Location} any more");
                break;
            case "DEPRECATE_IN_DATABASE" when table.Parameters?.ContainsKey(TableShapes.Deprecated) != true:
                await DeprecateAsync(table, cancellationToken);
                report.Warn($"Deprecated table {name}: no data lies at {table.Storage?.Location} any more");
                break;
            default:
                report.Warn($"No data lies at {table.Storage?.Location} any more; table {name} is left as it is");
                break;
        }
    }

    private async ValueTask DeprecateAsync(TableState table, CancellationToken cancellationToken)
    {
        if (table.Parameters?.ContainsKey(TableShapes.Deprecated) == true)
        {
            return;
        }

        home.Authorize("glue:UpdateTable", table.Name);
        var marked = new Dictionary<string, string>(table.Parameters ?? new Dictionary<string, string>())
        {
            [TableShapes.Deprecated] = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        await WriteAsync(
            state => writer.UpdateTable(state, _place, table with { Parameters = marked, Updated = clock.GetUtcNow() }, isArchiveSkipped: true, expectedVersion: null),
            cancellationToken);
        report.Changed("TABLE", "UPDATE", $"{table.Database}.{table.Name}");
    }

    private (string Name, TableState? Current) Find(string database, S3Place place, PlannedTable planned, string? existingName)
    {
        return catalog.State.Read(state =>
        {
            if (existingName is not null)
            {
                return (existingName, catalog.FindTable(state, _place, database, existingName));
            }

            var wanted = crawler.TablePrefix + ColumnNames.Clean(place.Name);
            var name = wanted.Length == 0 ? "table" : wanted.ToLowerInvariant();
            name = name.Length <= GlueLimits.CrawledNameLettersMax ? name : name[..GlueLimits.CrawledNameLettersMax];
            var same = catalog.FindTable(state, _place, database, name);
            if (same is null || IsAt(same, place, planned.IsFile))
            {
                return (name, same);
            }

            var other = OtherName(name, place.Address);
            report.Info($"Table {database}.{name} lies elsewhere, so {place.Address} becomes {other}");
            return (other, catalog.FindTable(state, _place, database, other));
        });
    }

    private static bool IsAt(TableState table, S3Place place, bool isFile) =>
        S3Place.TryParse(table.Storage?.Location) is { } at && at == place && (isFile || table.Storage!.Location!.EndsWith('/') || at.Path.Length == 0);

    private async ValueTask CreateAsync(string database, TableInput wanted, IReadOnlyList<string> why, CancellationToken cancellationToken)
    {
        home.Authorize("glue:CreateTable", wanted.Name);
        var table = Inputs.Table(call, database, wanted, clock.GetUtcNow());
        await WriteAsync(
            state =>
            {
                writer.CreateTable(state, _place, table);
                if (configuration.CreatesPartitionIndex && table.PartitionKeys.Count > 0)
                {
                    PartitionIndexing.Create(
                        catalog, state, _place, table, new() { IndexName = "crawler_partition_index", Keys = [.. table.PartitionKeys.Select(key => key.Name)] });
                }
            },
            cancellationToken);
        FaultPoints.Hit("glue.crawl-table");
        report.Changed("TABLE", "ADD", $"{database}.{wanted.Name}");
        report.Info($"Created table {wanted.Name} in database {database} from {wanted.StorageDescriptor!.Location}");
        Explain(why);
    }

    /// <summary>False when the table is left alone altogether.</summary>
    private async ValueTask<bool> UpdateAsync(TableState current, TableInput found, IReadOnlyList<string> why, CancellationToken cancellationToken)
    {
        var name = $"{current.Database}.{current.Name}";
        var wanted = SchemaChanges.Merge(current, found, configuration.MergesNewColumns);
        var changes = SchemaChanges.Between(current, wanted);
        if (configuration.MergesNewColumns && SchemaChanges.Incompatible(current, found) is { } attribute)
        {
            report.Warn($"Table {name} keeps its columns, but its data has another {attribute}: that is to be resolved by hand");
            await DeprecateAsync(current, cancellationToken);
            return false;
        }

        // New columns come whatever the policy says: that option overrides it.
        if (changes.Count > 0 && crawler.UpdateBehavior == "LOG" && !configuration.MergesNewColumns)
        {
            report.Warn($"Table {name} differs from its data ({string.Join("; ", changes)}); the crawler's policy is to log it");
            return current.PartitionKeys.Select(key => key.Name).SequenceEqual(found.PartitionKeys!.Select(key => key.Name));
        }

        var isRekeyed = !current.PartitionKeys.Select(key => key.Name).SequenceEqual(wanted.PartitionKeys!.Select(key => key.Name), StringComparer.OrdinalIgnoreCase);
        home.Authorize("glue:UpdateTable", current.Name);
        var table = Inputs.Table(call, current.Database, wanted, clock.GetUtcNow());
        await WriteAsync(
            state =>
            {
                if (isRekeyed)
                {
                    foreach (var partition in catalog.Partitions(state, _place, current.Database, current.Name, after: null, first: []).ToList())
                    {
                        catalog.DeletePartition(state, _place, current.Database, current.Name, partition.Values);
                    }
                }

                // Numbers alone make no version worth keeping.
                writer.UpdateTable(state, _place, table, isArchiveSkipped: changes.Count == 0, expectedVersion: null);
            },
            cancellationToken);
        if (changes.Count > 0)
        {
            report.Changed("TABLE", "UPDATE", name);
            report.Info($"Updated table {name}: {string.Join("; ", changes)}");
            Explain(why);
        }

        return true;
    }

    private void Explain(IReadOnlyList<string> why)
    {
        foreach (var line in why)
        {
            report.Info(line);
        }
    }

    private static List<string> Why(TableInput wanted, PlannedTable planned) =>
    [
        .. planned.Reasons.Concat(planned.Schema.Reasons).Select(reason => $"Why {wanted.Name}: {reason}"),
        .. planned.Schema.Columns.Where(column => column.Reason.Length > 0).Take(200)
            .Select(column => $"Why {wanted.Name}.{column.Name} is {column.Type}: {column.Reason}"),
        .. planned.Keys.Select(key => $"Why {wanted.Name} is partitioned by {key.Name} {key.Type}: {key.Reason}"),
    ];

    private async ValueTask PartitionsAsync(
        TableState table, S3Place root, PlannedTable planned, bool isComplete, CancellationToken cancellationToken)
    {
        home.Authorize("glue:BatchCreatePartition", table.Name);
        foreach (var chunk in planned.Partitions.Chunk(GlueLimits.PartitionsPerWrite))
        {
            await WritePartitionsAsync(table, [.. chunk.Select(partition => (root.Below(partition.Path), partition))], cancellationToken);
        }

        if (isComplete)
        {
            await ForgetPartitionsAsync(table, planned, cancellationToken);
        }
    }

    private async ValueTask WritePartitionsAsync(
        TableState table, IReadOnlyList<(S3Place Place, PlannedPartition Planned)> partitions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changes = await catalog.State.WriteAsync(
            state =>
            {
                var made = new List<(string Change, string Name)>();
                foreach (var (place, planned) in partitions)
                {
                    var input = TableShapes.Partition(place, planned, table.Storage!, configuration.PartitionsInherit);
                    var wanted = Inputs.Partition(table, input, values: null, now);
                    var current = catalog.FindPartition(state, _place, table.Database, table.Name, wanted.Values);
                    var isNew = current is null;
                    if (isNew || crawler.UpdateBehavior != "LOG")
                    {
                        var isChanged = isNew || !SchemaChanges.AreEqual(current!.Storage?.Columns, wanted.Storage?.Columns)
                            || current.Storage?.Location != wanted.Storage?.Location || current.Parameters?.ContainsKey(TableShapes.Deprecated) == true;
                        catalog.PutPartition(state, _place, table.Database, table.Name, isNew ? wanted : wanted with { Created = current!.Created });
                        if (isChanged)
                        {
                            made.Add((isNew ? "ADD" : "UPDATE", $"{table.Database}.{table.Name}[{string.Join(", ", wanted.Values)}]"));
                        }
                    }
                }

                return made;
            },
            cancellationToken);
        FaultPoints.Hit("glue.crawl-partitions");
        foreach (var (change, name) in changes)
        {
            report.Changed("PARTITION", change, name);
        }

        if (changes.Count > 0)
        {
            report.Info($"Wrote {changes.Count} partitions of table {table.Database}.{table.Name}");
        }
    }

    private async ValueTask ForgetPartitionsAsync(TableState table, PlannedTable planned, CancellationToken cancellationToken)
    {
        var found = planned.Partitions.Select(partition => string.Join('\u0001', partition.Values)).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string>? after = null;
        do
        {
            var from = after;
            var (gone, last) = catalog.State.Read(state => catalog.PartitionPiece(
                state, _place, table.Database, table.Name, from, GlueLimits.PartitionsPerRead, values => !found.Contains(string.Join('\u0001', values))));
            foreach (var partition in gone)
            {
                await ForgetPartitionAsync(table, partition, cancellationToken);
            }

            after = last;
        }
        while (after is not null);
    }

    public async ValueTask ForgetPartitionAsync(TableState table, PartitionState partition, CancellationToken cancellationToken)
    {
        var name = $"{table.Database}.{table.Name}[{string.Join(", ", partition.Values)}]";
        switch (crawler.DeleteBehavior)
        {
            case "DELETE_FROM_DATABASE":
                home.Authorize("glue:DeletePartition", table.Name);
                await WriteAsync(state => catalog.DeletePartition(state, _place, table.Database, table.Name, partition.Values), cancellationToken);
                report.Changed("PARTITION", "DELETE", name);
                break;
            case "DEPRECATE_IN_DATABASE" when partition.Parameters?.ContainsKey(TableShapes.Deprecated) != true:
                home.Authorize("glue:UpdatePartition", table.Name);
                var marked = new Dictionary<string, string>(partition.Parameters ?? new Dictionary<string, string>())
                {
                    [TableShapes.Deprecated] = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
                };
                await WriteAsync(
                    state => catalog.PutPartition(state, _place, table.Database, table.Name, partition with { Parameters = marked }), cancellationToken);
                report.Changed("PARTITION", "UPDATE", name);
                break;
            default:
                report.Warn($"No data lies in partition {name} any more; it is left as it is");
                break;
        }
    }

    private async ValueTask WriteAsync(Action<IStateWriter> change, CancellationToken cancellationToken) =>
        await catalog.State.WriteAsync(
            state =>
            {
                change(state);
                return true;
            },
            cancellationToken);
}
