using System.Globalization;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Files;

/// <summary>Finds out how delimited text is written and what its columns hold.</summary>
internal static class CsvSniffer
{
    private const double ConsistencyMin = 0.9;

    /// <summary>Where a header says how many columns there are, and no record has more.</summary>
    private const double ConsistencyUnderHeaderMin = 0.6;
    private static readonly char[] Delimiters = [',', '\t', '|', ';', '\u0001'];

    /// <summary>Null when the text is no table of delimited fields.</summary>
    public static FileSchema? Sniff(TextSample sample, CsvWish wish)
    {
        if (sample.Text.AsSpan().Trim().IsEmpty)
        {
            return null;
        }

        var candidates = wish.Delimiter is { Length: 1 } stated ? [stated[0]] : Delimiters;
        var best = candidates.Select(delimiter => Try(sample, delimiter, wish.Quote ?? '"', mayBeOne: wish.AllowsSingleColumn || wish.Delimiter is not null))
            .OfType<Shape>()
            .Where(shape => shape.Width > 1 || wish.AllowsSingleColumn)
            // A tie goes to more columns, then to the order of the list.
            .MaxBy(shape => (Math.Round(shape.Consistency, 2), shape.Width));
        return best is null ? null : Read(sample, best, wish);
    }

    /// <summary>How regular the text is when cut at a delimiter; null when it is not.</summary>
    private static Shape? Try(TextSample sample, char delimiter, char quote, bool mayBeOne)
    {
        var records = new CsvRecords(sample.Text, delimiter, quote, sample.IsWhole);
        var fields = new List<string>();
        var widths = new Dictionary<int, int>();
        var count = 0;
        var names = 0;
        while (count < DiscoveryLimits.DelimiterRecordsMax && records.Next(fields))
        {
            names = count++ == 0 && fields.TrueForAll(HeaderRule.LooksLikeName) ? fields.Count : names;
            widths[fields.Count] = widths.GetValueOrDefault(fields.Count) + 1;
        }

        if (records.IsOpen)
        {
            return null; // a quote that never ends was no quote
        }

        if (count == 0 || (widths.Count == 1 && widths.ContainsKey(1) && delimiter != ','))
        {
            return null;
        }

        var (width, most) = widths.MaxBy(pair => (pair.Value, pair.Key));
        var consistency = (double)most / count;
        var isNamed = names >= 3 && width == names && widths.Keys.All(other => other > 1 && other <= names);
        return consistency >= (isNamed ? ConsistencyUnderHeaderMin : ConsistencyMin) && (count > 1 || mayBeOne) ? new(delimiter, quote, width, consistency) : null;
    }

    private static FileSchema Read(TextSample sample, Shape shape, CsvWish wish)
    {
        var records = new CsvRecords(sample.Text, shape.Delimiter, shape.Quote, sample.IsWhole);
        var fields = new List<string>();
        if (!records.Next(fields))
        {
            return FileSchema.Unknown("delimited text without a whole record");
        }

        var first = fields.ToArray();
        var width = Math.Max(shape.Width, wish.Header.Count);
        var columns = Enumerable.Range(0, width).Select(_ => new ColumnTally()).ToArray();
        var repeated = new bool[width];
        long count = 1;
        long ragged = first.Length == shape.Width ? 0 : 1;
        while (records.Next(fields))
        {
            count++;
            ragged += fields.Count == shape.Width ? 0 : 1;
            for (var at = 0; at < width; at++)
            {
                var value = at < fields.Count ? fields[at] : "";
                Add(columns[at], value, wish);
                repeated[at] |= at < first.Length && value.Length > 0 && value == first[at];
            }
        }

        var header = HeaderRule.Decide(first, columns, repeated, count, wish);
        if (!header.IsHeader)
        {
            for (var at = 0; at < width; at++)
            {
                Add(columns[at], at < first.Length ? first[at] : "", wish);
            }
        }

        // Rows that all end with a delimiter (as TPC's do) have no column there.
        if (width > 2 && columns[^1].Present == 0 && wish.Header.Count == 0 && (!header.IsHeader || first[^1].Length == 0))
        {
            width--;
        }

        var isQuoted = records.Quoted > 0;
        var isOpenCsv = wish.SerDe switch
        {
            "OpenCSVSerDe" => true,
            "LazySimpleSerDe" => false,
            _ => isQuoted,
        };
        var names = ColumnNames.Of(wish.Header.Count > 0 ? wish.Header : header.IsHeader ? first : [], width);
        var found = new FoundColumn[width];
        var nulls = new SortedSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < width; at++)
        {
            var choice = at < wish.Types.Count
                ? new TypeChoice(StatedTypes.Parse(wish.Types[at]), "the classifier says so")
                : columns[at].Decide();
            found[at] = new(names[at].Name, choice.Type, choice.Reason, names[at].IsNamed);
            if (isOpenCsv && found[at].Type.Kind != TypeKind.String && found[at].Type.Kind != TypeKind.None)
            {
                nulls.UnionWith(columns[at].MissingWords);
                if (columns[at][ValueKind.Empty] > 0)
                {
                    nulls.Add("");
                }
            }
        }

        return new()
        {
            Format = FileFormat.Delimited,
            Classification = "csv",
            Columns = found,
            Text = new()
            {
                Delimiter = shape.Delimiter.ToString(),
                Quote = isQuoted || isOpenCsv ? shape.Quote : null,
                HasHeader = header.IsHeader,
                Encoding = sample.Encoding,
                NullWords = [.. nulls],
                WantedSerDe = wish.SerDe,
            },
            Records = Math.Max(0, count - (header.IsHeader ? 1 : 0)),
            RecordBytes = sample.Text.Length,
            Reasons = Reasons(sample, shape, header, records, count, ragged),
        };
    }

    private static void Add(ColumnTally column, string value, CsvWish wish)
    {
        if (wish.KeepsBlanks)
        {
            column.AddUntrimmed(value);
        }
        else
        {
            column.Add(value);
        }
    }

    private static List<string> Reasons(TextSample sample, Shape shape, HeaderChoice header, CsvRecords records, long count, long ragged)
    {
        var name = shape.Delimiter switch { '\t' => "tab", '\u0001' => "ctrl-A", _ => $"'{shape.Delimiter}'" };
        var reasons = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{count - ragged} of {count} records have {shape.Width} fields between {name}"),
            header.Reason,
        };
        if (sample.Reason is { } encoding)
        {
            reasons.Add(encoding);
        }

        if (records.Quoted > 0)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{records.Quoted} fields are quoted, so OpenCSVSerDe reads them"));
        }

        if (records.Broken > 0)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{records.Broken} quoted fields hold line ends, which Athena's OpenCSVSerDe may not read"));
        }

        if (ragged > 0)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{ragged} records have another number of fields: what is missing reads as NULL, what is too much is dropped"));
        }

        return reasons;
    }

    private sealed record Shape(char Delimiter, char Quote, int Width, double Consistency);
}
