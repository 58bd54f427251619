using Weir.Engines.Databases;
using Weir.Engines.Discovery.Folders;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Crawling.Jdbc;

/// <summary>One crawl's look at databases: opens, lists, writes. What a database could not say is no reason to forget a table.</summary>
internal sealed class JdbcCrawl(
    CatalogStore catalog, CatalogUpdates updates, JdbcConnections connections, CrawlerState crawler, CallContext call, CrawlReport report)
{
    private readonly CatalogPlace _place = Place.Of(call, catalogId: null);
    private readonly List<(string Connection, JdbcPath Path)> _crawled = [];

    /// <summary>Tables found so far.</summary>
    public int Tables { get; private set; }

    public async ValueTask RunAsync(JdbcTarget target, int? tablesMax, CancellationToken cancellationToken)
    {
        var name = target.ConnectionName!;
        call.Authorize("glue:GetConnection", Place.ConnectionArn(call, name));
        call.AuthorizeAbove("glue:GetConnection", null);
        var connection = catalog.State.Read(state => catalog.Things.Connections.Find(state, _place, name))
            ?? throw new CrawlFailure($"Connection {name} not found.");
        var path = JdbcPath.For(target.Path!, JdbcConnections.Address(connection.Type, connection.Properties).Kind);
        // MySQL opens the server, whatever databases it has; PostgreSQL opens one database.
        await using var first = await OpenAsync(connection, path, cancellationToken);
        report.Info($"Connection {name} is open: {first.Version}");
        var databases = await DatabasesAsync(first, path, cancellationToken);
        if (first.Kind == DatabaseKind.MySql || path.NamesDatabase)
        {
            foreach (var database in databases)
            {
                await DatabaseAsync(first, database, target, path, tablesMax, cancellationToken);
            }
        }
        else
        {
            foreach (var database in databases)
            {
                await using var opened = Opened(await connections.OpenAsync(call, connection.Type, connection.Properties, database, cancellationToken));
                await DatabaseAsync(opened, database, target, path, tablesMax, cancellationToken);
            }
        }

        _crawled.Add((name, path));
    }

    /// <summary>Tables of this crawler that were in what it looked at, and are not any more.</summary>
    public async ValueTask ForgetAsync(CancellationToken cancellationToken)
    {
        if (_crawled.Count == 0)
        {
            return;
        }

        var gone = catalog.State.Read(state => catalog.Tables(state, updates.Home.Place, updates.Home.Database, after: null)
            .Where(table => table.Parameters?.GetValueOrDefault(TableShapes.Owner) == crawler.Name && !updates.Seen.Contains((table.Database, table.Name)))
            .Where(table => _crawled.Exists(looked =>
                looked.Connection == table.Parameters!.GetValueOrDefault(JdbcTables.Connection) && looked.Path.Holds(table.Storage?.Location ?? "")))
            .ToList());
        foreach (var table in gone)
        {
            await updates.ForgetAsync(table, cancellationToken);
        }
    }

    private async ValueTask<IDatabase> OpenAsync(ConnectionState connection, JdbcPath path, CancellationToken cancellationToken)
    {
        var isPostgres = path.Schema.Length > 0;
        return Opened(await connections.OpenAsync(
            call, connection.Type, connection.Properties, isPostgres && path.NamesDatabase ? path.Database : null, cancellationToken));
    }

    private static IDatabase Opened(DatabaseOpening opening) => opening switch
    {
        DatabaseOpening.Opened(var database) => database,
        DatabaseOpening.Refused(_, var message) => throw new CrawlFailure(message),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async ValueTask<List<string>> DatabasesAsync(IDatabase server, JdbcPath path, CancellationToken cancellationToken)
    {
        if (server.Kind == DatabaseKind.PostgreSql && path.NamesDatabase)
        {
            return [path.Database];
        }

        var found = new List<string>();
        await foreach (var database in server.CatalogsAsync(cancellationToken))
        {
            if (path.MeansDatabase(database))
            {
                found.Add(database);
            }
        }

        return found.Count > 0 ? found : throw new CrawlFailure($"There is no database {path.Database}, or the connection's user may not see it.");
    }

    private async ValueTask DatabaseAsync(
        IDatabase database, string catalogName, JdbcTarget target, JdbcPath path, int? tablesMax, CancellationToken cancellationToken)
    {
        var exclusions = (target.Exclusions ?? []).Select(GlobPattern.Parse).ToList();
        var found = new List<DatabaseTable>();
        var (excluded, parts) = (0, 0);
        await foreach (var table in database.TablesAsync(catalogName, cancellationToken))
        {
            if (!path.Means(table))
            {
                parts += table.Kind == RelationKind.Partition ? 1 : 0;
            }
            else if (JdbcPath.IsExcluded(table, exclusions))
            {
                excluded++;
            }
            else if (table.Columns.Count == 0)
            {
                report.Warn($"{JdbcTables.Location(table)} is left out: it has no columns that can be read");
            }
            else if (found.Count < GlueLimits.CrawledTablesMax)
            {
                found.Add(table);
            }
            else
            {
                throw new CrawlFailure($"Database {catalogName} has more than {GlueLimits.CrawledTablesMax} tables; a narrower path helps.");
            }
        }

        report.Info($"Database {catalogName} holds {found.Count(table => !table.IsView)} tables and {found.Count(table => table.IsView)} views that {target.Path} means; "
            + $"{excluded} more are excluded, {parts} are parts of tables");
        Tables += found.Count;
        if (tablesMax is { } most && Tables > most)
        {
            throw new CrawlFailure($"The number of tables detected by the crawler, {Tables}, is greater than the table threshold value {most}.");
        }

        report.Benchmark($"Classification complete, writing results to database {updates.Home.Database}");
        foreach (var table in found)
        {
            var name = NameOf(table, target.ConnectionName!);
            var (wanted, why) = JdbcTables.Of(database.Kind, table, name, crawler.Name, target.ConnectionName!, target.EnableAdditionalMetadata ?? []);
            await updates.ApplyAsync(wanted, why, cancellationToken);
        }
    }

    private string NameOf(DatabaseTable table, string connection)
    {
        var name = JdbcTables.Name(crawler.TablePrefix, table);
        var location = JdbcTables.Location(table);
        var other = CatalogUpdates.OtherName(name, $"{connection}/{location}");
        var (same, known) = catalog.State.Read(state => (
            catalog.FindTable(state, updates.Home.Place, updates.Home.Database, name), catalog.FindTable(state, updates.Home.Place, updates.Home.Database, other)));
        var isFree = same is null && known is null;
        if (isFree || (same?.Storage?.Location == location && same.Parameters?.GetValueOrDefault(JdbcTables.Connection) == connection))
        {
            return name;
        }

        report.Info($"Table {updates.Home.Database}.{name} lies elsewhere, so {location} becomes {other}");
        return other;
    }
}
