using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Contracts;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Crawling;

/// <summary>What a crawl did and why: a line of the crawler's log for each decision, and a summary at the end.</summary>
/// <remarks>Used by one crawl.</remarks>
internal sealed class CrawlReport(ILogGroups? logs, CatalogPlace place, string crawler, string crawl, TimeProvider clock)
{
    public const string LogGroup = "/aws-glue/crawlers";
    private const int NamesMax = 1000;

    private readonly Dictionary<(string Thing, string Change), (long Count, List<string> Names)> _changes = [];

    public void Info(string text) => Write("INFO", text);

    public void Warn(string text) => Write("WARN", text);

    public void Error(string text) => Write("ERROR", text);

    public void Benchmark(string text) => Write("BENCHMARK", text);

    /// <param name="thing"><c>TABLE</c> or <c>PARTITION</c>.</param>
    /// <param name="change"><c>ADD</c>, <c>UPDATE</c> or <c>DELETE</c>.</param>
    public void Changed(string thing, string change, string name)
    {
        var (count, names) = _changes.TryGetValue((thing, change), out var known) ? known : (0, []);
        if (names.Count < NamesMax)
        {
            names.Add(name);
        }

        _changes[(thing, change)] = (count + 1, names);
    }

    public int Count(string thing, string change) => (int)_changes.GetValueOrDefault((thing, change)).Count;

    /// <summary>As ListCrawls shows it: for each thing the text of an object of changes.</summary>
    public string Summary()
    {
        var things = new JsonObject();
        foreach (var thing in _changes.GroupBy(change => change.Key.Thing, StringComparer.Ordinal))
        {
            var changes = new JsonObject();
            foreach (var change in thing)
            {
                var names = new JsonArray([.. change.Value.Names.Select(name => JsonValue.Create(name))]);
                changes[change.Key.Change] = new JsonObject
                {
                    ["Count"] = change.Value.Count,
                    ["Details"] = new JsonObject { ["names"] = names },
                };
            }

            things[thing.Key] = changes.ToJsonString(Plain);
        }

        return things.ToJsonString(Plain);
    }

    private static JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private void Write(string level, string text) =>
        logs?.Append(place.Account, place.Region, LogGroup, crawler, clock.GetUtcNow(), $"[{crawl}] {level} : {text}");
}
