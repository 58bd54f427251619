namespace Weir.Services.Glue.Crawling;

/// <summary>Why a crawl cannot go on, for its owner.</summary>
internal sealed class CrawlFailure(string message) : Exception(message);
