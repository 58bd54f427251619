using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Workers;

/// <summary>Computes column statistics by asking the query engine, one table at a time. What a stop cut off is FAILED at the next start.</summary>
internal sealed class StatisticsRunner(
    CatalogStore catalog, ResourceLinks links, IServiceProvider services, IAuthorizer authorizer, IdSource ids, TimeProvider clock, ILogger<StatisticsRunner> logger)
    : BackgroundService
{
    private const int ColumnsPerQuery = 50;
    private const string Action = "glue:UpdateColumnStatisticsForTable";

    private readonly Channel<(CatalogPlace Place, string Task)> _waiting = Channel.CreateBounded<(CatalogPlace, string)>(GlueLimits.CrawlsQueuedMax);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _stops = new(StringComparer.Ordinal);

    /// <param name="meant">The table that the name means: what a resource link leads to.</param>
    public async ValueTask<string> StartAsync(
        CatalogPlace place, TableAt meant, string database, string table, IReadOnlyList<string> columns, string role, CancellationToken cancellationToken)
    {
        var id = ids.NewId();
        var now = clock.GetUtcNow();
        await catalog.State.WriteAsync(
            state =>
            {
                var found = catalog.RequireTable(state, meant);
                var unknown = columns.FirstOrDefault(name =>
                    !(found.Storage?.Columns ?? []).Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
                if (unknown is not null)
                {
                    throw GlueErrors.NoColumn(unknown);
                }

                if (Running(state, place, database, table) is not null)
                {
                    throw GlueErrors.TaskRunning();
                }

                catalog.Things.StatisticsTasks.Put(
                    state,
                    place,
                    new() { Id = id, Database = database, Table = table, Columns = columns, Role = role, Status = "STARTING", Created = now, Updated = now },
                    id);
                return true;
            },
            cancellationToken);
        _stops[id] = new();
        await _waiting.Writer.WriteAsync((place, id), cancellationToken);
        return id;
    }

    public async ValueTask StopAsync(CatalogPlace place, string database, string table, CancellationToken cancellationToken)
    {
        var running = catalog.State.Read(state => Running(state, place, database, table)) ?? throw GlueErrors.TaskNotRunning();
        if (_stops.TryGetValue(running.Id, out var stop))
        {
            await stop.CancelAsync();
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (place, task) in catalog.State.Read(state => catalog.Things.StatisticsTasks.Everywhere(state).Where(found => !found.Value.IsOver).ToList()))
        {
            await PutAsync(place, task with { Status = "FAILED", Error = "The service was stopped while the task ran. Run it again.", Ended = clock.GetUtcNow() });
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (place, id) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await RunAsync(place, id, stoppingToken);
        }
    }

    internal async Task RunAsync(CatalogPlace place, string id, CancellationToken stoppingToken)
    {
        if (catalog.State.Read(state => catalog.Things.StatisticsTasks.Find(state, place, id)) is not { } task)
        {
            return;
        }

        var stop = _stops.GetOrAdd(id, _ => new());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, stoppingToken);
        task = task with { Status = "RUNNING", Started = clock.GetUtcNow() };
        await PutAsync(place, task);
        try
        {
            await ComputeAsync(place, task, either.Token);
            task = task with { Status = "SUCCEEDED" };
        }
        catch (OperationCanceledException)
        {
            task = stop.IsCancellationRequested
                ? task with { Status = "STOPPED" }
                : task with { Status = "FAILED", Error = "The service was stopped while the task ran. Run it again." };
        }
#pragma warning disable CA1031 // whatever happens, the task gets an end: none stays RUNNING
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.StatisticsBroke($"{task.Database}.{task.Table}", error);
            task = task with { Status = "FAILED", Error = error.Message };
        }

        _stops.TryRemove(id, out _);
        stop.Dispose();
        await PutAsync(place, task with { Ended = clock.GetUtcNow() });
    }

    private async ValueTask ComputeAsync(CatalogPlace place, StatisticsTaskState task, CancellationToken cancellationToken)
    {
        var call = CrawlerRules.RoleCall(services.GetRequiredService<IRoles>(), authorizer, place, task.Role, ids.NewId()) ?? throw GlueErrors.RoleNotAssumable();
        call.Authorize(Action, Place.TableArn(call, task.Database, task.Table));
        var meant = links.ToChange(call, Action, catalogId: null, task.Database, task.Table);
        var table = catalog.State.Read(state => catalog.RequireTable(state, meant));
        var columns = (table.Storage?.Columns ?? [])
            .Where(column => task.Columns.Count == 0 || task.Columns.Contains(column.Name, StringComparer.OrdinalIgnoreCase))
            .Select(ColumnMeasures.Of).OfType<ColumnMeasures>().ToList();
        var queries = services.GetRequiredService<IQueryRunner>();
        foreach (var chunk in columns.Chunk(ColumnsPerQuery))
        {
            var items = new List<string>();
            foreach (var column in chunk)
            {
                items.AddRange(column.Items(items.Count));
            }

            var sql = $"SELECT {string.Join(", ", items)} FROM \"{Quoted(task.Database)}\".\"{Quoted(task.Table)}\"";
            var row = (await queries.RunAsync(call, task.Database, sql, rowsMax: 1, cancellationToken))[0];
            await PutAsync(meant, Read(chunk, row), cancellationToken);
        }
    }

    private List<ColumnStatistics> Read(ColumnMeasures[] columns, IReadOnlyList<string?> row)
    {
        var values = row.ToArray();
        var now = clock.GetUtcNow();
        var at = 0;
        var read = new List<ColumnStatistics>();
        foreach (var column in columns)
        {
            read.Add(column.Read(values.AsSpan(at, column.ItemCount), now));
            at += column.ItemCount;
        }

        return read;
    }

    private async ValueTask PutAsync(TableAt table, List<ColumnStatistics> statistics, CancellationToken cancellationToken) =>
        await catalog.State.WriteAsync(
            state =>
            {
                // The table may be gone, or be another one, by now: then there is nothing to keep.
                var current = catalog.RequireTable(state, table);
                foreach (var one in statistics)
                {
                    catalog.Statistics.Put(state, table.Place, current.Database, current.Name, partition: null, one);
                }

                return true;
            },
            cancellationToken);

    private async ValueTask PutAsync(CatalogPlace place, StatisticsTaskState task) => await catalog.State.WriteAsync(
        state =>
        {
            catalog.Things.StatisticsTasks.Put(state, place, task with { Updated = clock.GetUtcNow() }, task.Id);
            return true;
        },
        CancellationToken.None);

    private StatisticsTaskState? Running(Kernel.State.IStateReader state, CatalogPlace place, string database, string table) =>
        catalog.Things.StatisticsTasks.All(state, place, after: null).FirstOrDefault(task => !task.IsOver && task.Database == database && task.Table == table);

    private static string Quoted(string name) => name.Replace("\"", "\"\"", StringComparison.Ordinal);
}
