using System.Text.Json.Serialization;
using Weir.Server.Observability;

namespace Weir.Server.Http;

/// <summary>What <c>GET /_weir/status</c> answers.</summary>
internal sealed record PlatformStatus
{
    public required string Status { get; init; }
    public required string Version { get; init; }
    public required double UptimeSeconds { get; init; }
    public required long ResidentBytes { get; init; }
    public required string DataDirectory { get; init; }
    public required string Region { get; init; }
    public required string AccountId { get; init; }
    public required IReadOnlyDictionary<string, int> Ports { get; init; }
    public required IReadOnlyDictionary<string, string> Services { get; init; }
    public required IReadOnlyList<HopStatus> Hops { get; init; }
}

/// <summary>One hop of the pipeline: sums since the start, and how far behind it is.</summary>
internal sealed record HopStatus
{
    public required string Hop { get; init; }
    public required string Resource { get; init; }
    public required long RecordsIn { get; init; }
    public required long RecordsOut { get; init; }
    public required long BytesIn { get; init; }
    public required long BytesOut { get; init; }
    public required long Errors { get; init; }
    public double? LagSeconds { get; init; }

    /// <summary>The hops that the meters know, in the order of the pipeline as far as it is known.</summary>
    public static IReadOnlyList<HopStatus> From(IReadOnlyList<MetricSeries> series) =>
    [.. series
        .Where(one => one.Name.StartsWith("weir_hop_", StringComparison.Ordinal))
        .GroupBy(one => (Hop: one.Label("hop"), Resource: one.Label("resource")))
        .OrderBy(group => Order(group.Key.Hop)).ThenBy(group => group.Key.Hop, StringComparer.Ordinal)
        .ThenBy(group => group.Key.Resource, StringComparer.Ordinal)
        .Select(group => new HopStatus
        {
            Hop = group.Key.Hop,
            Resource = group.Key.Resource,
            RecordsIn = Sum(group, "weir_hop_records_total", "in"),
            RecordsOut = Sum(group, "weir_hop_records_total", "out"),
            BytesIn = Sum(group, "weir_hop_bytes_total", "in"),
            BytesOut = Sum(group, "weir_hop_bytes_total", "out"),
            Errors = Sum(group, "weir_hop_errors_total", null),
            LagSeconds = group.FirstOrDefault(one => one.Name == "weir_hop_lag_seconds")?.Value,
        })];

    private static readonly string[] PipelineOrder =
        ["iot", "iot.rule", "kinesis", "firehose", "firehose.transform", "s3", "s3.events", "sqs", "lambda", "athena"];

    private static int Order(string hop) => Array.IndexOf(PipelineOrder, hop) is var at && at < 0 ? PipelineOrder.Length : at;

    private static long Sum(IEnumerable<MetricSeries> series, string name, string? direction) => (long)series
        .Where(one => one.Name == name && (direction is null || one.Label("direction") == direction))
        .Sum(one => one.Value);
}

internal sealed record Health(string Status, string Version, IReadOnlyDictionary<string, string> Services);

internal sealed record ReadyEvent(string Event, string Endpoint, IReadOnlyDictionary<string, int> Ports);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlatformStatus))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(ReadyEvent))]
internal sealed partial class StatusJson : JsonSerializerContext;
