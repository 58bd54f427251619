using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>The catalog as other services use it: the same rules and permissions as the API's.</summary>
internal sealed class TableCatalog(CatalogStore catalog, CatalogWriter writer, TimeProvider clock) : ITableCatalog
{
    public CatalogDatabase? FindDatabase(CallContext call, string database)
    {
        call.AuthorizeAbove("glue:GetDatabase", database);
        var found = catalog.State.Read(state => catalog.FindDatabase(state, Place.Of(call, null), database.ToLowerInvariant()));
        return found is null ? null : CatalogMapping.Shown(found);
    }

    public IReadOnlyList<CatalogDatabase> ListDatabases(CallContext call)
    {
        call.AuthorizeAbove("glue:GetDatabases", database: null);
        return catalog.State.Read(state =>
            catalog.Databases(state, Place.Of(call, null), after: null).Select(CatalogMapping.Shown).ToList());
    }

    public CatalogTable? FindTable(CallContext call, string database, string table)
    {
        Authorize(call, "glue:GetTable", database, table);
        var found = catalog.State.Read(state =>
            catalog.FindTable(state, Place.Of(call, null), database.ToLowerInvariant(), table.ToLowerInvariant()));
        return found is null ? null : CatalogMapping.Shown(found);
    }

    public IReadOnlyList<CatalogTable> ListTables(CallContext call, string database, string? pattern)
    {
        call.AuthorizeAbove("glue:GetTables", database);
        var isWanted = NamePattern.Glob(pattern);
        return catalog.State.Read(state =>
        {
            var place = Place.Of(call, null);
            var name = catalog.RequireDatabase(state, place, database.ToLowerInvariant()).Name;
            return catalog.Tables(state, place, name, after: null).Where(table => isWanted(table.Name))
                .Select(CatalogMapping.Shown).ToList();
        });
    }

    public IEnumerable<CatalogPartition> ListPartitions(
        CallContext call, string database, string table, Func<IReadOnlyList<string>, bool>? keep)
    {
        Authorize(call, "glue:GetPartitions", database, table);
        var place = Place.Of(call, null);
        var found = catalog.State.Read(state =>
            catalog.RequireTable(state, place, database.ToLowerInvariant(), table.ToLowerInvariant()));
        return Partitions(place, found, keep, first: []);
    }

    public IEnumerable<CatalogPartition> ListPartitions(
        CallContext call, string database, string table, IReadOnlyDictionary<string, string> known, Func<IReadOnlyList<string>, bool>? keep)
    {
        Authorize(call, "glue:GetPartitions", database, table);
        var place = Place.Of(call, null);
        var (found, indexes) = catalog.State.Read(state =>
        {
            var one = catalog.RequireTable(state, place, database.ToLowerInvariant(), table.ToLowerInvariant());
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
        Authorize(call, "glue:GetPartitions", database, table);
        var place = Place.Of(call, null);
        var found = catalog.State.Read(state => catalog.RequireTable(state, place, database.ToLowerInvariant(), table.ToLowerInvariant()));
        return values.Chunk(GlueLimits.PartitionsPerRead).SelectMany(piece => catalog.State.Read(state => piece
            .Select(one => catalog.FindPartition(state, place, found.Database, found.Name, one))
            .OfType<PartitionState>().Select(CatalogMapping.Shown).ToList()));
    }

    public IReadOnlyDictionary<string, CatalogColumnStatistics> ColumnStatistics(
        CallContext call, string database, string table, IReadOnlyCollection<string> columns)
    {
        var isSeen = call.Authorizer.IsAllowed(call, new()
        {
            Action = "glue:GetColumnStatisticsForTable",
            Resource = Place.TableArn(call, database, table),
        });
        if (!isSeen)
        {
            return new Dictionary<string, CatalogColumnStatistics>();
        }

        var place = Place.Of(call, null);
        return catalog.State.Read(state => columns.Distinct(StringComparer.Ordinal)
            .Select(column => (Name: column, Found: catalog.Statistics.Find(state, place, database.ToLowerInvariant(), table.ToLowerInvariant(), null, column)))
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
        call.AuthorizeAbove("glue:UpdateDatabase", database.Name);
        var place = Place.Of(call, null);
        var wanted = Wanted(database);
        await WriteAsync(
            state => catalog.PutDatabase(state, place, wanted with { Created = catalog.RequireDatabase(state, place, wanted.Name).Created }),
            cancellationToken);
    }

    /// <summary>The same by a change of what there is.</summary>
    public async ValueTask ChangeDatabaseAsync(
        CallContext call, string database, Func<CatalogDatabase, CatalogDatabase> change, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:UpdateDatabase", database);
        var place = Place.Of(call, null);
        await WriteAsync(
            state =>
            {
                var current = catalog.RequireDatabase(state, place, database.ToLowerInvariant());
                var wanted = Wanted(change(CatalogMapping.Shown(current)));
                catalog.PutDatabase(state, place, current with
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
        Authorize(call, "glue:CreateTable", table.Database, table.Name);
        var wanted = Inputs.Table(
            call, table.Database.ToLowerInvariant(), CatalogMapping.Input(table, current: null), clock.GetUtcNow());
        await WriteAsync(state => writer.CreateTable(state, Place.Of(call, null), wanted), cancellationToken);
    }

    public async ValueTask UpdateTableAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken)
    {
        Authorize(call, "glue:UpdateTable", table.Database, table.Name);
        var place = Place.Of(call, null);
        var now = clock.GetUtcNow();
        await WriteAsync(
            state =>
            {
                var current = catalog.RequireTable(state, place, table.Database.ToLowerInvariant(), table.Name.ToLowerInvariant());
                var wanted = Inputs.Table(call, current.Database, CatalogMapping.Input(table, current), now);
                writer.UpdateTable(state, place, wanted, isArchiveSkipped: false, expectedVersion: null);
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
        foreach (var (table, _) in tables)
        {
            Authorize(call, "glue:UpdateTable", table.Database, table.Name);
        }

        var place = Place.Of(call, null);
        var now = clock.GetUtcNow();
        return await catalog.State.WriteAsync(
            state =>
            {
                var current = tables.Select(swap => catalog.RequireTable(
                    state, place, swap.Table.Database.ToLowerInvariant(), swap.Table.Name.ToLowerInvariant())).ToArray();
                if (tables.Zip(current).Any(pair => pair.Second.Parameters?.GetValueOrDefault(parameter) != pair.First.Expected))
                {
                    return false;
                }

                foreach (var (swap, before) in tables.Zip(current))
                {
                    var wanted = Inputs.Table(call, before.Database, CatalogMapping.Input(swap.Table, before), now);
                    writer.UpdateTable(state, place, wanted, isArchiveSkipped: true, expectedVersion: null);
                }

                return true;
            },
            cancellationToken);
    }

    public async ValueTask RenameTableAsync(
        CallContext call, string database, string table, string newDatabase, string newTable, CancellationToken cancellationToken)
    {
        Authorize(call, "glue:DeleteTable", database, table);
        Authorize(call, "glue:CreateTable", newDatabase, newTable);
        var place = Place.Of(call, null);
        var (owner, name) = (newDatabase.ToLowerInvariant(), Place.Name("tableInput.name", newTable));
        var now = clock.GetUtcNow();
        await WriteAsync(
            state =>
            {
                var current = catalog.RequireTable(state, place, database.ToLowerInvariant(), table.ToLowerInvariant());
                writer.CreateTable(state, place, current with { Database = owner, Name = name, Version = 0, Updated = now });
                writer.DeleteTable(state, place, current.Database, current.Name);
            },
            cancellationToken);
    }

    public async ValueTask DropTableAsync(CallContext call, string database, string table, CancellationToken cancellationToken)
    {
        Authorize(call, "glue:DeleteTable", database, table);
        await WriteAsync(
            state => writer.DeleteTable(state, Place.Of(call, null), database.ToLowerInvariant(), table.ToLowerInvariant()),
            cancellationToken);
    }

    public async ValueTask<int> AddPartitionsAsync(
        CallContext call, string database, string table, IReadOnlyList<CatalogPartition> partitions, CancellationToken cancellationToken)
    {
        Authorize(call, "glue:BatchCreatePartition", database, table);
        var place = Place.Of(call, null);
        var now = clock.GetUtcNow();
        return await catalog.State.WriteAsync(
            state =>
            {
                var found = catalog.RequireTable(state, place, database.ToLowerInvariant(), table.ToLowerInvariant());
                var added = 0;
                foreach (var partition in partitions)
                {
                    var wanted = Inputs.Partition(found, CatalogMapping.Input(partition), values: null, now);
                    if (catalog.FindPartition(state, place, found.Database, found.Name, wanted.Values) is null)
                    {
                        catalog.PutPartition(state, place, found.Database, found.Name, wanted);
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
        Authorize(call, "glue:DeletePartition", database, table);
        var place = Place.Of(call, null);
        return await catalog.State.WriteAsync(
            state =>
            {
                var found = catalog.RequireTable(state, place, database.ToLowerInvariant(), table.ToLowerInvariant());
                return catalog.DeletePartition(state, place, found.Database, found.Name, Inputs.Values(found, values));
            },
            cancellationToken);
    }

    private static void Authorize(CallContext call, string action, string database, string table)
    {
        call.Authorize(action, Place.TableArn(call, database, table));
        call.AuthorizeAbove(action, database);
    }

    /// <summary>In pieces, so that no snapshot is held while the caller works.</summary>
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
