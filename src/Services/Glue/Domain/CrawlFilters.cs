using System.Diagnostics;
using System.Globalization;
using Weir.Services.Glue.Crawling;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>Which runs of a crawler a list is asked for, and how they are shown.</summary>
internal static class CrawlFilters
{
    private static readonly string[] Fields = ["START_TIME", "END_TIME", "STATE", "CRAWL_ID", "DPU_HOUR"];
    private static readonly string[] Operators = ["LT", "EQ", "GT", "NE", "LE", "GE"];

    public static Func<CrawlState, bool> All(IReadOnlyList<CrawlsFilter>? filters)
    {
        var tests = (filters ?? []).Select(One).ToList();
        return crawl => tests.TrueForAll(test => test(crawl));
    }

    public static CrawlerHistory Shown(CrawlState crawl) => new()
    {
        CrawlId = crawl.Id,
        State = crawl.State,
        StartTime = crawl.Start,
        EndTime = crawl.End,
        Summary = crawl.Summary,
        ErrorMessage = crawl.Error,
        LogGroup = CrawlReport.LogGroup,
        LogStream = crawl.Crawler,
        MessagePrefix = crawl.Id,
        DPUHour = 0,
    };

    private static Func<CrawlState, bool> One(CrawlsFilter filter, int at)
    {
        RequireAllowed(filter.FieldName, Fields, $"filters.{at + 1}.member.fieldName");
        RequireAllowed(filter.FilterOperator, Operators, $"filters.{at + 1}.member.filterOperator");
        if (filter is not { FieldName.Length: > 0, FilterOperator.Length: > 0, FieldValue.Length: > 0 })
        {
            throw GlueErrors.Invalid(
                $"Invalid Filter Provided: FieldName: {filter.FieldName ?? "null"}, FilterOperator: {filter.FilterOperator ?? "null"}, FieldValue: {filter.FieldValue ?? "null"}");
        }

        if (filter is { FieldName: "STATE" or "CRAWL_ID", FilterOperator: not ("EQ" or "NE") })
        {
            throw GlueErrors.Invalid($"Only EQ or NE operator is allowed for field : {filter.FieldName}");
        }

        var value = filter.FieldValue;
        return filter.FieldName switch
        {
            "CRAWL_ID" => Compared(filter, crawl => string.CompareOrdinal(crawl.Id, value)),
            "STATE" => Compared(filter, crawl => string.CompareOrdinal(crawl.State, value)),
            "START_TIME" => Compared(filter, crawl => crawl.Start.ToUnixTimeMilliseconds().CompareTo(Milliseconds(value))),
            "END_TIME" => Compared(filter, crawl => crawl.End?.ToUnixTimeMilliseconds().CompareTo(Milliseconds(value))),
            "DPU_HOUR" => Compared(filter, _ => 0.0.CompareTo(double.TryParse(value, CultureInfo.InvariantCulture, out var hours) ? hours : throw Wrong(value))),
            _ => throw new UnreachableException(),
        };
    }

    private static Func<CrawlState, bool> Compared(CrawlsFilter filter, Func<CrawlState, int?> compare) => filter.FilterOperator switch
    {
        "EQ" => crawl => compare(crawl) == 0,
        "NE" => crawl => compare(crawl) is not (0 or null),
        "GT" => crawl => compare(crawl) > 0,
        "GE" => crawl => compare(crawl) >= 0,
        "LT" => crawl => compare(crawl) < 0,
        "LE" => crawl => compare(crawl) <= 0,
        _ => throw new UnreachableException(),
    };

    private static void RequireAllowed(string? stated, string[] allowed, string member)
    {
        if (!string.IsNullOrEmpty(stated) && !allowed.Contains(stated, StringComparer.Ordinal))
        {
            throw GlueErrors.Forbidden($"Value '{stated}' at '{member}'", $"Member must satisfy enum value set: [{string.Join(", ", allowed)}]");
        }
    }

    /// <summary>Milliseconds since 1970, as AWS documents, or a time as text.</summary>
    private static long Milliseconds(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeMilliseconds()
        : throw Wrong(value);

    private static Weir.Kernel.Core.ServiceException Wrong(string value) => GlueErrors.Invalid($"{value} is no value of the filter.");
}
