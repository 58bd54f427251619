using System.Globalization;
using System.Text.Json;

namespace Weir.Engines.Sql.Planning;

/// <summary>Writes a plan with what was measured of it: as text, and as JSON in the form of Athena's user guide. What is not known is left out.</summary>
internal sealed class PlanMeasures(PlanRun run, PlanExpressions expressions)
{
    public string Text(IReadOnlyList<PlanFragment> fragments)
    {
        var whole = Whole(fragments);
        var text = new PlanText(expressions).Distributed(
            fragments, node => Lines(node, whole), fragment => Total(fragment) is { Length: > 0 } total ? [total] : []);
        return $"Queued: {Duration(run.Queued)}, Analysis: {Duration(run.Analysis)}, Execution: {Duration(run.Execution)}, Physical input: {Size(run.InputBytes)}\n{text}";
    }

    public string Json(IReadOnlyList<PlanFragment> fragments) => PlanText.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("fragments");
        foreach (var fragment in fragments)
        {
            writer.WriteStartObject();
            writer.WriteString("id", fragment.Id.ToString(CultureInfo.InvariantCulture));
            Stage(fragment, writer);
            writer.WriteString("outputLayout", string.Join(", ", fragment.Root.Outputs.Select(expressions.Name)));
            writer.WriteStartObject("logicalPlan");
            writer.WriteStartArray("1");
            Node(fragment.Root, writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Stage(PlanFragment fragment, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("stageStats");
        if (Time(fragment) is { } time)
        {
            writer.WriteString("totalScheduledTime", Duration(time));
        }

        if (InputRows(fragment) is { } input)
        {
            writer.WriteString("inputRows", Rows(input));
        }

        if (fragment.Root.Rows is { } output)
        {
            writer.WriteString("outputRows", Rows(output));
        }

        writer.WriteEndObject();
    }

    private void Node(PlanNode node, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", node.Name);
        writer.WriteString("identifier", node.Label[node.Name.Length..]);
        writer.WriteStartArray("outputs");
        foreach (var symbol in node.Outputs)
        {
            writer.WriteStringValue(expressions.Name(symbol));
        }

        writer.WriteEndArray();
        writer.WriteString("details", string.Concat(node.Details.Select(line => line + "\n")));
        writer.WriteStartObject("distributedNodeStats");
        if (node.Time is { } time)
        {
            writer.WriteString("nodeScheduledTime", Duration(time));
        }

        if (node.Rows is { } rows)
        {
            writer.WriteNumber("nodeOutputRows", rows);
        }

        if (BytesOf(node) is { } bytes)
        {
            writer.WriteString("nodePhysicalInputDataSize", $"{bytes.ToString(CultureInfo.InvariantCulture)}B");
        }

        writer.WriteStartArray("operatorInputRowsStats");
        foreach (var input in node.InputRows.OfType<long>())
        {
            writer.WriteStartObject();
            writer.WriteNumber("nodeInputRows", input);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartArray("children");
        foreach (var child in node.Children)
        {
            Node(child, writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private IEnumerable<string> Lines(PlanNode node, TimeSpan whole)
    {
        var time = node.Time is { } spent
            ? string.Create(CultureInfo.InvariantCulture, $"Scheduled: {Duration(spent)} ({Percent(spent.Ticks, whole.Ticks)}%)")
            : "";
        var output = node.Rows is { } rows ? $"Output: {Rows(rows)}" : "";
        if ((time + output).Length > 0)
        {
            yield return time.Length > 0 && output.Length > 0 ? $"{time}, {output}" : time + output;
        }

        switch (node.InputRows)
        {
            case [{ } input] when node is { Name: "Filter", Rows: { } kept }:
                yield return $"Input: {Rows(input)}, Filtered: {Percent(input - kept, input)}%";
                break;
            case [{ } input] when !node.IsOneToOne:
                yield return $"Input: {Rows(input)}";
                break;
            case [var left, var right] when node.Name.EndsWith("Join", StringComparison.Ordinal):
                if (left is { } probe)
                {
                    yield return $"Left (probe) Input: {Rows(probe)}";
                }

                if (right is { } build)
                {
                    yield return $"Right (build) Input: {Rows(build)}";
                }

                break;
            default:
                break;
        }

        if (BytesOf(node) is { } bytes)
        {
            yield return $"Physical input: {Size(bytes)}";
        }
    }

    private static string Total(PlanFragment fragment)
    {
        string?[] parts =
        [
            Time(fragment) is { } time ? $"Scheduled: {Duration(time)}" : null,
            InputRows(fragment) is { } input ? $"Input: {Rows(input)}" : null,
            fragment.Root.Rows is { } output ? $"Output: {Rows(output)}" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>What comes into a fragment: from tables, and from other fragments. Null when a part of that is not known.</summary>
    private static long? InputRows(PlanFragment fragment)
    {
        var sources = fragment.Root.All.Where(node => node.Scan is not null || node.Name is "RemoteSource" or "Values").ToList();
        return sources.Count > 0 && sources.TrueForAll(node => node.Rows is not null) ? sources.Sum(node => node.Rows) : null;
    }

    private static TimeSpan? Time(PlanFragment fragment)
    {
        var times = fragment.Root.All.Select(node => node.Time).OfType<TimeSpan>().ToList();
        return times.Count == 0 ? null : times.Aggregate((one, other) => one + other);
    }

    private static TimeSpan Whole(IReadOnlyList<PlanFragment> fragments) =>
        fragments.Select(Time).OfType<TimeSpan>().Aggregate(TimeSpan.Zero, (one, other) => one + other);

    private long? BytesOf(PlanNode node) => node.Scan is { } scan && run.ScannedBytes.TryGetValue(scan.Id, out var bytes) ? bytes : null;

    private static string Rows(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "row" : "rows")}");

    private static string Percent(long part, long whole) => whole == 0 ? "?" : (100d * part / whole).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan time) => time.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00}s")
        : time.TotalMilliseconds >= 1 || time == TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.00}ms")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.00}us");

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.00}GB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.00}MB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024d:0.00}kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes}B"),
    };
}
