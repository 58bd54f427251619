using System.Text.Json;

namespace Weir.Services.Glue.Crawling;

/// <summary>The JSON text that says how a crawler's findings become tables. Immutable.</summary>
/// <remarks>Source: AWS Glue Developer Guide, "Setting crawler configuration options". What is not known is refused, not ignored.</remarks>
internal sealed record CrawlerConfiguration
{
    public static CrawlerConfiguration Default { get; } = new();

    /// <summary>Partitions have the table's columns instead of their own.</summary>
    public bool PartitionsInherit { get; init; }

    /// <summary>Tables keep their columns and get new ones.</summary>
    public bool MergesNewColumns { get; init; }

    public bool CombinesCompatible { get; init; }

    /// <summary>Counted from the bucket, which is 1; null when found out.</summary>
    public int? TableLevel { get; init; }

    /// <summary>More tables than this fail the crawl.</summary>
    public int? TableThreshold { get; init; }

    public bool CreatesPartitionIndex { get; init; }

    /// <summary>Throws the error a caller sees.</summary>
    public static CrawlerConfiguration Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Default;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 16 });
            return document.RootElement.EnumerateObject().Aggregate(Default, Root);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw GlueErrors.Invalid($"Invalid crawler configuration: {exception.Message}");
        }
    }

    private static CrawlerConfiguration Root(CrawlerConfiguration read, JsonProperty property) => property.Name switch
    {
        "Version" when property.Value.GetDouble() == 1.0 => read,
        "CrawlerOutput" => property.Value.EnumerateObject().Aggregate(read, Output),
        "Grouping" => property.Value.EnumerateObject().Aggregate(read, Grouping),
        "CreatePartitionIndex" => read with { CreatesPartitionIndex = property.Value.GetBoolean() },
        _ => throw Unknown(property),
    };

    private static CrawlerConfiguration Output(CrawlerConfiguration read, JsonProperty property) => property.Name switch
    {
        "Partitions" => property.Value.EnumerateObject().Aggregate(read, static (read, inner) => (inner.Name, Value: inner.Value.GetString()) switch
        {
            ("AddOrUpdateBehavior", "InheritFromTable") => read with { PartitionsInherit = true },
            _ => throw Unknown(inner),
        }),
        "Tables" => property.Value.EnumerateObject().Aggregate(read, static (read, inner) => inner.Name switch
        {
            "AddOrUpdateBehavior" when inner.Value.GetString() == "MergeNewColumns" => read with { MergesNewColumns = true },
            "TableThreshold" => read with { TableThreshold = inner.Value.GetInt32() },
            _ => throw Unknown(inner),
        }),
        _ => throw Unknown(property),
    };

    private static CrawlerConfiguration Grouping(CrawlerConfiguration read, JsonProperty property) => property.Name switch
    {
        "TableGroupingPolicy" when property.Value.GetString() == "CombineCompatibleSchemas" => read with { CombinesCompatible = true },
        "TableLevelConfiguration" when property.Value.GetInt32() >= 1 => read with { TableLevel = property.Value.GetInt32() },
        _ => throw Unknown(property),
    };

    private static FormatException Unknown(JsonProperty property) => new($"{property.Name} {property.Value.GetRawText()} is not known");
}
