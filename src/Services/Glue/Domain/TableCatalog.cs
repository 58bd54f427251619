using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>The catalog as other services use it: the same rules and permissions as the API's.</summary>
internal sealed class TableCatalog(CatalogStore catalog, ResourceLinks links, CatalogWriter writer, TimeProvider clock) : ITableCatalog
{
    public CatalogDatabase? FindDatabase(CallContext call, string database)
    {
        call.AuthorizeAbove("glue:GetDatabase", database);
        var place = Place.Of(call, null);
        var found = catalog.State.Read(state => catalog.FindDatabase(state, place, database.ToLowerInvariant()));
        return found is null ? null : CatalogMapping.Shown(links.See(call, "glue:GetDatabase", place, found));
    }

    public IReadOnlyList<CatalogDatabase> ListDatabases(CallContext call)
    {
        call.AuthorizeAbove("glue:GetDatabases", database: null);
        var place = Place.Of(call, null);
        var found = catalog.State.Read(state => catalog.Databases(state, place, after: null).ToList());
        return [.. found.Select(database => CatalogMapping.Shown(links.See(call, "glue:GetDatabase", place, database)))];
    }

    public CatalogTable? FindTable(CallContext call, string database, string table)
    {
        call.Authorize("glue:GetTable", Place.TableArn(call, database, table));
        return links.See(call, "glue:GetTable", null, database, table) is { } seen ? CatalogMapping.Shown(seen, database) : null;
    }

    public IReadOnlyList<CatalogTable> ListTables(CallContext call, string database, string? pattern)
    {
        call.AuthorizeAbove("glue:GetTables", database);
        var isWanted = NamePattern.Glob(pattern);
        var owner = links.Database(call, "glue:GetTables", null, database);
        var found = catalog.State.Read(state =>
        {
            var name = catalog.RequireDatabase(state, owner.Place, owner.Name).Name;
            return catalog.Tables(state, owner.Place, name, after: null).Where(table => isWanted(table.Name)).ToList();
        });
        return
        [
            .. found.Select(table => links.See(call, "glue:GetTable", new(owner.Place, table.Database, table.Name), table))
                .Select(seen => CatalogMapping.Shown(seen, database)),
        ];
    }

    public IEnumerable<CatalogPartition> ListPartitions(
        CallContext call, string database, string table, Func<IReadOnlyList<string>, bool>? keep)
    {
        var at = Meant(call, "glue:GetPartitions", database, table);
        var found = catalog.State.Read(state => catalog.RequireTable(state, at));
        return Partitions(at.Place, found, keep, first: []);
    }

    public IEnumerable<CatalogPartition> ListPartitions(
        CallContext call, string database, string table, IReadOnlyDictionary<string, string> known, Func<IReadOnlyList<string>, bool>? keep)
    {
        var at = Meant(call, "glue:GetPartitions", database, table);
        var place = at.Place;
        var (found, indexes) = catalog.State.Read(state =>
        {
            var one = catalog.RequireTable(state, at);
            return (one, catalog.Indexes.Of(state, place, one.Database, one.Name));
        });
        var first = PartitionIndexing.FirstTexts(found.PartitionKeys, known);
        return first.Count == 0 && PartitionIndexing.Whole(indexes, known) is var (index, values)
            ? Indexed(place, found, index, values, keep)
            : Partitions(place, found, keep, first);
    }

    public IEnumerable<CatalogPartition> FindPartitions(
        CallContext call, string database, string table, IReadOnlyList<IReadOnlyList<string>> values)
    {
        var at = Meant(call, "glue:GetPartitions", database, table);
        var found = catalog.State.Read(state => catalog.RequireTable(state, at));
        return values.Chunk(GlueLimits.PartitionsPerRead).SelectMany(piece => catalog.State.Read(state => piece
            .Select(one => catalog.FindPartition(state, at.Place, found.Database, found.Name, one))
            .OfType<PartitionState>().Select(CatalogMapping.Shown).ToList()));
    }

    public IReadOnlyDictionary<string, CatalogColumnStatistics> ColumnStatistics(
        CallContext call, string database, string table, IReadOnlyCollection<string> columns)
    {
        TableAt at;
        try
        {
            at = Meant(call, "glue:GetColumnStatisticsForTable", database, table);
        }
        catch (ServiceException)
        {
            // Not for the caller to see.
            return new Dictionary<string, CatalogColumnStatistics>();
        }

        return catalog.State.Read(state => columns.Distinct(StringComparer.Ordinal)
            .Select(column => (Name: column, Found: catalog.Statistics.Find(state, at.Place, at.Database, at.Name, null, column)))
            .Where(column => column.Found is not null)
            .ToDictionary(column => column.Name, column => StatisticsRules.Planned(column.Found!), StringComparer.Ordinal));
    }

    public async ValueTask CreateDatabaseAsync(CallContext call, CatalogDatabase database, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:CreateDatabase", database.Name);
        var wanted = Wanted(database);
        await WriteAsync(state => writer.CreateDatabase(state, Place.Of(call, null), wanted), cancellationToken);
    }

    public async ValueTask UpdateDatabaseAsync(CallContext call, CatalogDatabase database, CancellationToken cancellationToken)
    {
        await ChangeDatabaseAsync(call, database.Name, _ => database, cancellationToken);
    }

    /// <summary>The same by a change of what there is.</summary>
    public async ValueTask ChangeDatabaseAsync(
        CallContext call, string database, Func<CatalogDatabase, CatalogDatabase> change, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:UpdateDatabase", database);
        var at = links.Database(call, "glue:UpdateDatabase", null, database);
        await WriteAsync(
            state =>
            {
                var current = catalog.RequireDatabase(state, at.Place, at.Name);
                var wanted = Wanted(change(CatalogMapping.Shown(current)));
                catalog.PutDatabase(state, at.Place, current with
                {
                    Description = wanted.Description,
                    LocationUri = wanted.LocationUri,
                    Parameters = wanted.Parameters,
                });
            },
            cancellationToken);
    }

    public async ValueTask DropDatabaseAsync(CallContext call, string database, bool cascade, CancellationToken cancellationToken)
    {
        if (!await DropDatabaseIfAsync(call, database, cascade, cancellationToken))
        {
            throw GlueErrors.Invalid($"Database {database.ToLowerInvariant()} is not empty. One or more tables exist.");
        }
    }

    /// <summary>False, and nothing changed, when the database has tables.</summary>
    public ValueTask<bool> DropEmptyDatabaseAsync(CallContext call, string database, CancellationToken cancellationToken) =>
        DropDatabaseIfAsync(call, database, cascade: false, cancellationToken);

    public async ValueTask CreateTableAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken)
    {
        var at = Named(call, "glue:CreateTable", table.Database, table.Name);
        var wanted = Inputs.Table(call, at.Database, CatalogMapping.Input(table, current: null), clock.GetUtcNow());
        await WriteAsync(state => writer.CreateTable(state, at.Place, wanted), cancellationToken);
    }

    public async ValueTask UpdateTableAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken)
    {
        var at = ToChange(call, "glue:UpdateTable", table.Database, table.Name);
        var now = clock.GetUtcNow();
        await WriteAsync(
            state =>
            {
                var current = catalog.RequireTable(state, at);
                var wanted = Inputs.Table(call, current.Database, CatalogMapping.Input(table with { Name = at.Name }, current), now);
                writer.UpdateTable(state, at.Place, wanted, isArchiveSkipped: false, expectedVersion: null);
            },
            cancellationToken);
    }

    public ValueTask<bool> SwapTableAsync(
        CallContext call, CatalogTable table, string parameter, string? expected, CancellationToken cancellationToken) =>
        SwapTablesAsync(call, [(table, expected)], parameter, cancellationToken);

    /// <summary>The same for several tables: all or none.</summary>
    public async ValueTask<bool> SwapTablesAsync(
        CallContext call, IReadOnlyList<(CatalogTable Table, string? Expected)> tables, string parameter, CancellationToken cancellationToken)
    {
        var places = tables.Select(swap => ToChange(call, "glue:UpdateTable", swap.Table.Database, swap.Table.Name)).ToArray();
        var now = clock.GetUtcNow();
        return await catalog.State.WriteAsync(
            state =>
            {
                var current = places.Select(at => catalog.RequireTable(state, at)).ToArray();
                if (tables.Zip(current).Any(pair => pair.Second.Parameters?.GetValueOrDefault(parameter) != pair.First.Expected))
                {
                    return false;
                }

                foreach (var (swap, before, at) in tables.Zip(current, places))
                {
                    var wanted = Inputs.Table(call, before.Database, CatalogMapping.Input(swap.Table with { Name = at.Name }, before), now);
                    writer.UpdateTable(state, at.Place, wanted, isArchiveSkipped: true, expectedVersion: null);
                }

                return true;
            },
            cancellationToken);
    }

    public async ValueTask RenameTableAsync(
        CallContext call, string database, string table, string newDatabase, string newTable, CancellationToken cancellationToken)
    {
        var from = Named(call, "glue:DeleteTable", database, table);
        var to = Named(call, "glue:CreateTable", newDatabase, Place.Name("tableInput.name", newTable));
        var now = clock.GetUtcNow();
        await WriteAsync(
            state =>
            {
                var current = catalog.RequireTable(state, from);
                writer.CreateTable(state, to.Place, current with { Database = to.Database, Name = to.Name, Version = 0, Updated = now });
                writer.DeleteTable(state, from.Place, current.Database, current.Name);
            },
            cancellationToken);
    }

    public async ValueTask DropTableAsync(CallContext call, string database, string table, CancellationToken cancellationToken)
    {
        var at = Named(call, "glue:DeleteTable", database, table);
        await WriteAsync(state => writer.DeleteTable(state, at.Place, at.Database, at.Name), cancellationToken);
    }

    public async ValueTask<int> AddPartitionsAsync(
        CallContext call, string database, string table, IReadOnlyList<CatalogPartition> partitions, CancellationToken cancellationToken)
    {
        var at = ToChange(call, "glue:BatchCreatePartition", database, table);
        var now = clock.GetUtcNow();
        return await catalog.State.WriteAsync(
            state =>
            {
                var found = catalog.RequireTable(state, at);
                var added = 0;
                foreach (var partition in partitions)
                {
                    var wanted = Inputs.Partition(found, CatalogMapping.Input(partition), values: null, now);
                    if (catalog.FindPartition(state, at.Place, found.Database, found.Name, wanted.Values) is null)
                    {
                        catalog.PutPartition(state, at.Place, found.Database, found.Name, wanted);
                        added++;
                    }
                }

                return added;
            },
            cancellationToken);
    }

    public async ValueTask<bool> DropPartitionAsync(
        CallContext call, string database, string table, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        var at = ToChange(call, "glue:DeletePartition", database, table);
        return await catalog.State.WriteAsync(
            state =>
            {
                var found = catalog.RequireTable(state, at);
                return catalog.DeletePartition(state, at.Place, found.Database, found.Name, Inputs.Values(found, values));
            },
            cancellationToken);
    }

    private TableAt Named(CallContext call, string action, string database, string table)
    {
        call.Authorize(action, Place.TableArn(call, database, table));
        return links.Named(call, action, null, database, table);
    }

    private TableAt Meant(CallContext call, string action, string database, string table)
    {
        call.Authorize(action, Place.TableArn(call, database, table));
        return links.Meant(call, action, null, database, table);
    }

    private TableAt ToChange(CallContext call, string action, string database, string table)
    {
        call.Authorize(action, Place.TableArn(call, database, table));
        return links.ToChange(call, action, null, database, table);
    }

    /// <summary>What an index says has its keys' values; in the order of the values, for all of the index's keys are known.</summary>
    private IEnumerable<CatalogPartition> Indexed(
        CatalogPlace place, TableState table, PartitionIndexState index, IReadOnlyList<string> first, Func<IReadOnlyList<string>, bool>? keep)
    {
        IReadOnlyList<string>? after = null;
        while (true)
        {
            var from = after;
            var (count, last, wanted) = catalog.State.Read(state =>
            {
                var piece = catalog.Indexes.Values(state, place, table.Database, table.Name, index, first, from).Take(GlueLimits.PartitionsPerRead).ToList();
                return (piece.Count, piece.LastOrDefault(), piece.Where(values => keep is null || keep(values))
                    .Select(values => catalog.FindPartition(state, place, table.Database, table.Name, values))
                    .OfType<PartitionState>().ToList());
            });
            foreach (var partition in wanted)
            {
                yield return CatalogMapping.Shown(partition);
            }

            if (count < GlueLimits.PartitionsPerRead)
            {
                yield break;
            }

            after = last;
        }
    }

    /// <summary>In pieces, so that no snapshot is held while the caller works.</summary>
    private IEnumerable<CatalogPartition> Partitions(
        CatalogPlace place, TableState table, Func<IReadOnlyList<string>, bool>? keep, IReadOnlyList<string> first)
    {
        IReadOnlyList<string>? after = null;
        while (true)
        {
            var (wanted, last) = catalog.State.Read(state =>
                catalog.PartitionPiece(state, place, table.Database, table.Name, after, GlueLimits.PartitionsPerRead, keep, first));
            foreach (var partition in wanted)
            {
                yield return CatalogMapping.Shown(partition);
            }

            if (last is null)
            {
                yield break;
            }

            after = last;
        }
    }

    private async ValueTask<bool> DropDatabaseIfAsync(CallContext call, string database, bool cascade, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:DeleteDatabase", database);
        var place = Place.Of(call, null);
        return await catalog.State.WriteAsync(
            state =>
            {
                var name = catalog.RequireDatabase(state, place, database.ToLowerInvariant()).Name;
                if (!cascade && catalog.Tables(state, place, name, after: null).Any())
                {
                    return false;
                }

                catalog.DeleteDatabase(state, place, name);
                return true;
            },
            cancellationToken);
    }

    private async ValueTask WriteAsync(Action<Kernel.State.IStateWriter> change, CancellationToken cancellationToken) =>
        await catalog.State.WriteAsync(
            state =>
            {
                change(state);
                return true;
            },
            cancellationToken);

    private DatabaseState Wanted(CatalogDatabase database) => Inputs.Database(
        new()
        {
            Name = database.Name,
            Description = database.Description,
            LocationUri = database.LocationUri,
            Parameters = database.Parameters,
        },
        clock.GetUtcNow());
}
