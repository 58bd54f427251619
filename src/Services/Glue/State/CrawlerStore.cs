using System.Globalization;
using Weir.Kernel.State;

namespace Weir.Services.Glue.State;

/// <summary>Crawlers, their runs, and the folders they know. Safe from any thread.</summary>
internal sealed class CrawlerStore
{
    private readonly StateTable<CrawlState> _crawls = new("glue_crawls", GlueJson.Default.CrawlState);
    private readonly Keyspace _folders = new("glue_crawled_folders");

    public PlacedTable<CrawlerState> Crawlers { get; } = new("glue_crawlers", GlueJson.Default.CrawlerState);

    public CrawlerState Require(IStateReader state, CatalogPlace place, string name) =>
        Crawlers.Find(state, place, name) ?? throw GlueErrors.NoCrawler(name);

    public void PutCrawl(IStateWriter state, CatalogPlace place, CrawlState crawl)
    {
        _crawls.Put(state, Key(place, crawl), crawl);
        var all = StateKey.Prefix(place.Account, place.Region, crawl.Crawler);
        foreach (var (key, _) in _crawls.Scan(state, all, all.Next(), reverse: true).Skip(GlueLimits.CrawlsKept).ToList())
        {
            _crawls.Delete(state, key);
        }
    }

    /// <summary>Newest first.</summary>
    public IEnumerable<CrawlState> Crawls(IStateReader state, CatalogPlace place, string crawler)
    {
        var all = StateKey.Prefix(place.Account, place.Region, crawler);
        return _crawls.Scan(state, all, all.Next(), reverse: true).Select(entry => entry.Value);
    }

    public CrawlState? FindCrawl(IStateReader state, CatalogPlace place, string crawler, string id) =>
        Crawls(state, place, crawler).FirstOrDefault(crawl => crawl.Id == id);

    /// <summary>Keeps that a crawler knows a folder.</summary>
    /// <param name="folder">An address such as <c>s3://bucket/folder/</c>.</param>
    public void PutFolder(IStateWriter state, CatalogPlace place, string crawler, string folder) =>
        state.Put(_folders, StateKey.Of(place.Account, place.Region, crawler, folder), [0]);

    public bool KnowsFolder(IStateReader state, CatalogPlace place, string crawler, string folder) =>
        state.Get(_folders, StateKey.Of(place.Account, place.Region, crawler, folder)) is not null;

    /// <summary>True when the crawler has crawled at all.</summary>
    public bool KnowsAnyFolder(IStateReader state, CatalogPlace place, string crawler)
    {
        var all = StateKey.Prefix(place.Account, place.Region, crawler);
        return state.Scan(_folders, all, all.Next()).Any();
    }

    public void DeleteCrawler(IStateWriter state, CatalogPlace place, string name)
    {
        Crawlers.Delete(state, place, name);
        var below = StateKey.Prefix(place.Account, place.Region, name);
        state.DeleteRange(_crawls.Space, below, below.Next());
        state.DeleteRange(_folders, below, below.Next());
    }

    private static StateKey Key(CatalogPlace place, CrawlState crawl) => StateKey.Of(
        place.Account, place.Region, crawl.Crawler, $"{crawl.Start.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}-{crawl.Id}");
}
