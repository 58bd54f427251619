using System.Globalization;
using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Grok;

/// <summary>Finds the columns of logs whose lines fit a pattern.</summary>
internal static class LogSniffer
{
    private const double FitMin = 0.8;
    private const int LinesMax = 1000;

    private static readonly (string Classification, string Pattern, Lazy<GrokPattern> Compiled)[] BuiltIn =
    [
        Known("combined_apache", "%{COMBINEDAPACHELOG}"),
        Known("apache", "%{COMMONAPACHELOG}"),
        Known("syslog", "%{SYSLOGBASE} %{GREEDYDATA:message}"),
    ];

    /// <summary>Common log formats; null when the text is none.</summary>
    public static FileSchema? SniffKnown(TextSample sample) => BuiltIn
        .Select(known => Sniff(sample, known.Compiled.Value, known.Classification, known.Pattern, null))
        .FirstOrDefault(found => found is not null);

    public static FileSchema? Sniff(TextSample sample, GrokPattern pattern, string classification, string text, string? customPatterns)
    {
        var lines = 0;
        var fits = 0;
        var tallies = pattern.Columns.Select(_ => new ColumnTally()).ToArray();
        foreach (var line in Lines(sample))
        {
            lines++;
            if (pattern.Match(line) is not { } values)
            {
                continue;
            }

            fits++;
            for (var at = 0; at < values.Length; at++)
            {
                tallies[at].Add(values[at]);
            }
        }

        if (lines == 0 || tallies.Length == 0 || fits < lines * FitMin)
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var columns = pattern.Columns.Where(column => names.Add(column.Name))
            .Select(column => new FoundColumn(column.Name, column.Type ?? HiveType.String, column.Type is null ? "the pattern states no type" : "the pattern states the type"));
        return new()
        {
            Format = FileFormat.Log,
            Classification = classification,
            Columns = [.. columns],
            Pattern = text,
            CustomPatterns = customPatterns,
            Records = lines < LinesMax ? fits : (long)((double)fits / lines * sample.Text.AsSpan().Count('\n')),
            RecordBytes = sample.Text.Length,
            Reasons = [string.Create(CultureInfo.InvariantCulture, $"{fits} of {lines} lines fit the pattern {text}")],
        };
    }

    private static IEnumerable<string> Lines(TextSample sample)
    {
        var reader = new StringReader(sample.Text);
        for (var count = 0; count < LinesMax && reader.ReadLine() is { } line; count++)
        {
            // The sample's last line may be cut: it counts only when it is the file's.
            if (line.Length > 0 && (sample.IsWhole || reader.Peek() >= 0))
            {
                yield return line;
            }
        }
    }

    private static (string, string, Lazy<GrokPattern>) Known(string classification, string pattern) =>
        (classification, pattern, new(() => GrokPattern.Parse(pattern, null)));
}
