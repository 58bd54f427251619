using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Engines.Databases;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Crawling;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Workers;

/// <summary>Runs crawls, a few at a time, and keeps how each ended. What a stop of the program cut off is FAILED at the next start.</summary>
internal sealed class CrawlRunner(
    CatalogStore catalog, CatalogWriter writer, ResourceLinks links, IServiceProvider services, ParquetSchemas parquet, JdbcConnections connections, IAuthorizer authorizer, IdSource ids,
    TimeProvider clock, ILogger<CrawlRunner> logger) : BackgroundService
{
    private readonly Channel<(CatalogPlace Place, string Crawler, string Crawl)> _waiting =
        Channel.CreateBounded<(CatalogPlace, string, string)>(GlueLimits.CrawlsQueuedMax);

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _stops = new(StringComparer.Ordinal);

    /// <summary>Marks a crawler as running and queues its crawl.</summary>
    public async ValueTask StartAsync(CatalogPlace place, string name, CancellationToken cancellationToken)
    {
        var id = ids.NewId();
        var now = clock.GetUtcNow();
        var crawlers = catalog.Things.Crawlers;
        await catalog.State.WriteAsync(
            state =>
            {
                var crawler = crawlers.Crawlers.Find(state, place, name) ?? throw GlueErrors.NoCrawlerToStart(name);
                if (crawler.RunningCrawl is not null)
                {
                    throw GlueErrors.CrawlerRunning(name);
                }

                crawlers.Crawlers.Put(state, place, crawler with { RunningCrawl = id, RunningSince = now, IsStopping = false }, name);
                crawlers.PutCrawl(state, place, new() { Id = id, Crawler = name, State = CrawlState.Running, Start = now });
                return true;
            },
            cancellationToken);
        _stops[id] = new();
        await _waiting.Writer.WriteAsync((place, name, id), cancellationToken);
    }

    /// <summary>Asks a running crawl to end.</summary>
    public async ValueTask StopAsync(CatalogPlace place, string name, CancellationToken cancellationToken)
    {
        var crawlers = catalog.Things.Crawlers;
        var id = await catalog.State.WriteAsync(
            state =>
            {
                var crawler = crawlers.Require(state, place, name);
                if (crawler.RunningCrawl is null || crawler.IsStopping)
                {
                    throw crawler.IsStopping ? GlueErrors.CrawlerStopping(name) : GlueErrors.CrawlerNotRunning(name);
                }

                crawlers.Crawlers.Put(state, place, crawler with { IsStopping = true }, name);
                return crawler.RunningCrawl;
            },
            cancellationToken);
        if (_stops.TryGetValue(id, out var stop))
        {
            await stop.CancelAsync();
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var unfinished = catalog.State.Read(state => catalog.Things.Crawlers.Crawlers.Everywhere(state)
            .Where(found => found.Value.RunningCrawl is not null).ToList());
        foreach (var (place, crawler) in unfinished)
        {
            await EndAsync(place, crawler.Name, crawler.RunningCrawl!, CrawlState.Failed, "The service was stopped while the crawl ran. Run it again.", report: null);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, GlueLimits.CrawlsAtOnce).Select(_ => ServeAsync(stoppingToken)));

    private async Task ServeAsync(CancellationToken stoppingToken)
    {
        await foreach (var (place, name, id) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await RunAsync(place, name, id, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.CrawlEndLost(name, exception);
            }
        }
    }

    internal async Task RunAsync(CatalogPlace place, string name, string id, CancellationToken stoppingToken)
    {
        var stop = _stops.GetOrAdd(id, _ => new());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, stoppingToken);
        var report = new CrawlReport(services.GetService<ILogGroups>(), place, name, id, clock);
        var (end, error) = (CrawlState.Completed, (string?)null);
        try
        {
            report.Benchmark($"Running Start Crawl for Crawler {name}");
            await CrawlAsync(place, name, report, either.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            (end, error) = (CrawlState.Stopped, null);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            (end, error) = (CrawlState.Failed, "The service was stopped while the crawl ran. Run it again.");
        }
        catch (Exception failure) when (failure is CrawlFailure or ServiceException or DatabaseException)
        {
            (end, error) = (CrawlState.Failed, failure.Message);
        }
#pragma warning disable CA1031 // whatever happens, the crawl gets an end: none stays RUNNING
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.CrawlBroke(name, failure);
            (end, error) = (CrawlState.Failed, $"Internal error: {failure.Message}");
        }

        _stops.TryRemove(id, out _);
        stop.Dispose();
        FaultPoints.Hit("glue.before-crawl-end");
        await EndAsync(place, name, id, end, error, report);
    }

    private async ValueTask CrawlAsync(CatalogPlace place, string name, CrawlReport report, CancellationToken cancellationToken)
    {
        var crawler = catalog.State.Read(state => catalog.Things.Crawlers.Require(state, place, name));
        var call = CrawlerRules.RoleCall(services.GetRequiredService<IRoles>(), authorizer, place, crawler.Role, ids.NewId())
            ?? throw new CrawlFailure("Service is unable to assume provided role. Please verify role's TrustPolicy");
        report.Info($"Crawler configured with SchemaChangePolicy {{\"UpdateBehavior\":\"{crawler.UpdateBehavior}\",\"DeleteBehavior\":\"{crawler.DeleteBehavior}\"}}");
        var store = services.GetRequiredService<IObjectStore>();
        var run = new CrawlRun(
            catalog, writer, links, store, services.GetService<IQueues>(), new(store, parquet), parquet, connections, crawler, call, report, clock);
        await run.RunAsync(cancellationToken);
        report.Benchmark("Finished writing to Catalog");
    }

    private async ValueTask EndAsync(CatalogPlace place, string name, string id, string end, string? error, CrawlReport? report)
    {
        var now = clock.GetUtcNow();
        var crawlers = catalog.Things.Crawlers;
        await catalog.State.WriteAsync(
            state =>
            {
                var crawl = crawlers.FindCrawl(state, place, name, id) ?? new() { Id = id, Crawler = name, State = end, Start = now };
                if (crawlers.Crawlers.Find(state, place, name) is not { } crawler)
                {
                    return false;
                }

                crawlers.PutCrawl(state, place, crawl with { State = end, End = now, Error = error, Summary = report?.Summary() ?? "{}" });
                var seconds = Math.Max(0, (now - crawl.Start).TotalSeconds);
                crawlers.Crawlers.Put(
                    state,
                    place,
                    crawler with
                    {
                        RunningCrawl = null,
                        RunningSince = null,
                        IsStopping = false,
                        TablesCreated = report?.Count("TABLE", "ADD") ?? 0,
                        TablesUpdated = report?.Count("TABLE", "UPDATE") ?? 0,
                        TablesDeleted = report?.Count("TABLE", "DELETE") ?? 0,
                        RuntimeSeconds = end == CrawlState.Completed ? [.. crawler.RuntimeSeconds.TakeLast(99), seconds] : crawler.RuntimeSeconds,
                        LastCrawl = new()
                        {
                            Status = end switch { CrawlState.Completed => "SUCCEEDED", CrawlState.Stopped => "CANCELLED", _ => "FAILED" },
                            ErrorMessage = error,
                            LogGroup = CrawlReport.LogGroup,
                            LogStream = name,
                            MessagePrefix = id,
                            StartTime = crawl.Start,
                        },
                    },
                    name);
                return true;
            },
            CancellationToken.None);
        if (error is not null)
        {
            report?.Error(error);
        }

        report?.Benchmark("Crawler has finished running and is in state READY");
        logger.CrawlEnded(name, id, end, error ?? "");
    }
}
