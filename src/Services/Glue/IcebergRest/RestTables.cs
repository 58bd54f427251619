using System.Text.Json.Nodes;
using Weir.Contracts;
using Weir.Engines.Iceberg;
using Weir.Engines.Iceberg.Catalogs;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>One table's part of a commit.</summary>
internal sealed record TableCommit(string Database, string Table, CommitRequest Request);

/// <summary>Iceberg tables of the catalog as other engines load, make and change them. Safe from any thread.</summary>
internal sealed class RestTables(TableCatalog catalog, IObjectStore objects, IdSource ids, TimeProvider clock)
{
    public CatalogDatabase RequireDatabase(CallContext call, string database) =>
        catalog.FindDatabase(call, database) ?? throw RestErrors.NoNamespace(database);

    public CatalogTable Require(CallContext call, string database, string table)
    {
        var entry = catalog.FindTable(call, database, table) ?? throw RestErrors.NoTable(database, table);
        return IcebergEntry.IsIceberg(entry) ? entry : throw RestErrors.NotIceberg(database, table);
    }

    public ValueTask<LoadedTable> LoadAsync(CallContext call, CatalogTable entry, CancellationToken cancellationToken) =>
        LoadAsync(call, IcebergEntry.MetadataOf(entry), cancellationToken);

    public async ValueTask<LoadedTable> LoadAsync(CallContext call, string path, CancellationToken cancellationToken) =>
        await ToldAsync(() => Committer(call).LoadAsync(path, cancellationToken));

    /// <summary>Makes a table; with <see cref="CreateRequest.IsStaged"/> only what it would be.</summary>
    /// <param name="shape">What else the catalog's entry says.</param>
    public async ValueTask<LoadedTable> CreateAsync(
        CallContext call, string database, CreateRequest request, CancellationToken cancellationToken, Func<CatalogTable, CatalogTable>? shape = null)
    {
        var owner = RequireDatabase(call, database);
        var name = Place.Name("name", request.Name);
        call.Authorize("glue:CreateTable", Place.TableArn(call, database, name));
        call.AuthorizeAbove("glue:CreateTable", database);
        RequireFree(call, database, name);
        var location = request.Location ?? DefaultLocation(owner, name) ?? throw RestErrors.BadRequest(
            $"Table {name} needs a location: the namespace {database} has none");
        return await ToldAsync(async () =>
        {
            var table = request.NewTable(ids, location, Now());
            return request.IsStaged ? new(table, "") : await AddAsync(call, database, name, table, shape, cancellationToken);
        });
    }

    /// <summary>Enters a table whose metadata another writer has written.</summary>
    public async ValueTask<LoadedTable> RegisterAsync(
        CallContext call, string database, string name, string metadata, bool isOverwrite, CancellationToken cancellationToken)
    {
        RequireDatabase(call, database);
        var before = catalog.FindTable(call, database, Place.Name("name", name));
        if (before is not null && !isOverwrite)
        {
            throw RestErrors.Exists($"Table {database}.{name}");
        }

        var loaded = await LoadAsync(call, metadata, cancellationToken);
        var entry = IcebergEntry.Of(database, name, loaded, before);
        await (before is null ? catalog.CreateTableAsync(call, entry, cancellationToken) : catalog.UpdateTableAsync(call, entry, cancellationToken));
        return loaded;
    }

    public async ValueTask<LoadedTable> CommitAsync(CallContext call, TableCommit commit, CancellationToken cancellationToken) => await ToldAsync(async () =>
    {
        var (database, name, request) = commit;
        if (!request.IsCreation)
        {
            RequireChangeable(call, database, name);
            var change = new MetadataChange(table => request.ApplyTo(table, Now()));
            return await Committer(call).CommitAsync(new Pointer(catalog, call, database, name), change, cancellationToken);
        }

        var owner = RequireDatabase(call, database);
        if (catalog.FindTable(call, database, name) is not null)
        {
            throw RestErrors.CommitFailed("Requirement failed: table already exists");
        }

        return await AddAsync(call, database, name, request.NewTable(ids, DefaultLocation(owner, name), Now()), shape: null, cancellationToken);
    });

    /// <summary>Several tables, all or none: their metadata files first, then one transaction of the catalog.</summary>
    public async ValueTask CommitAllAsync(CallContext call, IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken)
    {
        var twice = commits.GroupBy(commit => (commit.Database, commit.Table)).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null || commits.Any(commit => commit.Request.IsCreation))
        {
            throw RestErrors.BadRequest("A transaction changes existing tables, each of them once");
        }

        await ToldAsync(async () =>
        {
            for (var attempt = 0; attempt < IcebergLimits.CommitAttemptsMax; attempt++)
            {
                if (await TryCommitAllAsync(call, commits, cancellationToken))
                {
                    return true;
                }
            }

            throw RestErrors.CommitFailed("the tables change too fast: the commit lost the race too often");
        });
    }

    /// <summary>First the catalog forgets the table, then its files go: cut off between, they are litter and nothing worse.</summary>
    public async ValueTask DropAsync(CallContext call, string database, string name, bool isPurge, CancellationToken cancellationToken)
    {
        var entry = Require(call, database, name);
        var files = new CatalogFiles(objects, call);
        HashSet<string> paths = isPurge && !entry.IsLink
            ? await ToldAsync(async () => await Expiry.ReferencedAsync(files, await Committer(call).LoadAsync(IcebergEntry.MetadataOf(entry), cancellationToken), cancellationToken))
            : [];
        await catalog.DropTableAsync(call, database, name, cancellationToken);
        foreach (var path in paths.Where(path => path.Length > 0))
        {
            await files.DeleteAsync(path, cancellationToken);
        }
    }

    /// <summary>The answer about a table: its metadata, and how to reach its files.</summary>
    public static JsonObject Shown(CallContext call, LoadedTable table)
    {
        var answer = new JsonObject();
        if (table.Path.Length > 0)
        {
            answer["metadata-location"] = table.Path;
        }

        answer["metadata"] = MetadataJson.ToJson(table.Metadata);
        answer["config"] = Access(call);
        return answer;
    }

    /// <summary>Other engines find the object store where they found the catalog.</summary>
    public static JsonObject Access(CallContext call) => new()
    {
        ["client.region"] = call.Region,
        ["s3.region"] = call.Region,
        ["s3.endpoint"] = call.Endpoint,
        ["s3.path-style-access"] = "true",
    };

    private async ValueTask<bool> TryCommitAllAsync(CallContext call, IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken)
    {
        var written = new CommitFiles(new CatalogFiles(objects, call), ids);
        try
        {
            var swaps = new List<(CatalogTable, string?)>();
            foreach (var (database, name, request) in commits)
            {
                var entry = RequireChangeable(call, database, name);
                var current = await Committer(call).LoadAsync(IcebergEntry.MetadataOf(entry), cancellationToken);
                var changed = request.ApplyTo(current.Metadata, Now());
                if (!ReferenceEquals(changed, current.Metadata))
                {
                    var next = TableCommitter.Next(changed, current, clock);
                    var path = await written.WriteMetadataAsync(next, current.Path, cancellationToken);
                    swaps.Add((IcebergEntry.Of(database, name, new(next, path), entry), current.Path));
                }
            }

            FaultPoints.Hit("iceberg.before-swap");
            if (swaps.Count == 0 || await catalog.SwapTablesAsync(call, swaps, IcebergEntry.LocationParameter, CancellationToken.None))
            {
                written.Keep();
                return true;
            }
        }
        catch
        {
            await written.DiscardAsync();
            throw;
        }

        await written.DiscardAsync();
        return false;
    }

    private async ValueTask<LoadedTable> AddAsync(
        CallContext call, string database, string name, TableMetadata table, Func<CatalogTable, CatalogTable>? shape, CancellationToken cancellationToken)
    {
        var commit = new CommitFiles(new CatalogFiles(objects, call), ids);
        try
        {
            var loaded = new LoadedTable(table, await commit.WriteMetadataAsync(table, null, cancellationToken));
            FaultPoints.Hit("iceberg.before-create");
            var entry = IcebergEntry.Of(database, name, loaded, null);
            await catalog.CreateTableAsync(call, shape is null ? entry : shape(entry), CancellationToken.None);
            return loaded;
        }
        catch
        {
            await commit.DiscardAsync();
            throw;
        }
    }

    /// <summary>Asked before the first file is written; the swap asks again.</summary>
    private CatalogTable RequireChangeable(CallContext call, string database, string name)
    {
        call.Authorize("glue:UpdateTable", Place.TableArn(call, database, name));
        call.AuthorizeAbove("glue:UpdateTable", database);
        return Require(call, database, name);
    }

    private void RequireFree(CallContext call, string database, string name)
    {
        if (catalog.FindTable(call, database, name) is not null)
        {
            throw RestErrors.Exists($"Table {database}.{name}");
        }
    }

    private static string? DefaultLocation(CatalogDatabase database, string table) =>
        string.IsNullOrEmpty(database.LocationUri) ? null : $"{database.LocationUri.TrimEnd('/')}/{table}";

    /// <summary>What the format says of a request, in the REST catalog's errors.</summary>
    public static T Told<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (IcebergException error)
        {
            throw RestErrors.Of(error);
        }
    }

    private static async ValueTask<T> ToldAsync<T>(Func<ValueTask<T>> run)
    {
        try
        {
            return await run();
        }
        catch (IcebergException error)
        {
            throw RestErrors.Of(error);
        }
    }

    private TableCommitter Committer(CallContext call) => new(new CatalogFiles(objects, call), ids, clock);

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The catalog's entry as the place where the current metadata file is named.</summary>
    private sealed class Pointer(TableCatalog catalog, CallContext call, string database, string name) : ITablePointer
    {
        private CatalogTable? _entry;

        public ValueTask<string> ReadAsync(CancellationToken cancellationToken)
        {
            _entry = catalog.FindTable(call, database, name) is { } found && IcebergEntry.IsIceberg(found) ? found : throw RestErrors.NoTable(database, name);
            return ValueTask.FromResult(IcebergEntry.MetadataOf(_entry));
        }

        public ValueTask<bool> SwapAsync(string expected, string next, TableMetadata table, CancellationToken cancellationToken) =>
            catalog.SwapTableAsync(call, IcebergEntry.Of(database, name, new(table, next), _entry), IcebergEntry.LocationParameter, expected, cancellationToken);
    }
}
