using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Ion;
using Weir.Engines.Formats.Json;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Formats.Text;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>The readers of the formats that DuckDB has no reader for, or reads by other rules than the SerDes.</summary>
internal static class SourceFormats
{
    private const string NullsInvalid = "use.null.for.invalid.data";

    /// <param name="table">All data columns, in the table's order.</param>
    public static IFileFormat Of(TableFormat format, IReadOnlyList<DuckField> table)
    {
        try
        {
            return format.Kind switch
            {
                FormatKind.Delimited => Delimited(format, table),
                FormatKind.QuotedCsv => Csv(format, table),
                FormatKind.Json => JsonLines.Format(Lines(format), Json(format), table),
                FormatKind.CloudTrail => new JsonRecordsFormat("Records", Json(format), table, AthenaLimits.TextRowBytesMax),
                FormatKind.Regex => PatternDecoder.OfRegex(
                    Lines(format), Required(format, "input.regex"), format.Settings.IsTrue("input.regex.case.insensitive"), table),
                FormatKind.Grok => PatternDecoder.OfGrok(
                    Lines(format), Required(format, "input.format"), format.Settings["input.grokCustomPatterns"] ?? "", table),
                FormatKind.Avro => Avro(format, table),
                FormatKind.Ion => Ion(format, table),
                _ => throw QueryFailure.User($"NOT_SUPPORTED: the SerDe {format.Library} is not supported"),
            };
        }
        catch (Engines.Formats.FormatException error)
        {
            // What the table says of itself is wrong; no file was read yet.
            throw QueryFailure.User($"HIVE_INVALID_METADATA: {error.Message}");
        }
    }

    private static LineFormat Delimited(TableFormat format, IReadOnlyList<DuckField> table)
    {
        var separators = NestingSeparators.Of(format.NestingLevels);
        separators[1] = Single(format.ItemDelimiter, "collection.delim");
        separators[2] = Single(format.KeyDelimiter, "mapkey.delim");
        return DelimitedText.Format(
            Lines(format),
            new()
            {
                FieldDelimiter = Encoding.UTF8.GetBytes(format.FieldDelimiter),
                Separators = separators,
                Escape = format.Escape is { } escape ? Single(escape, "escape.delim") : null,
                NullText = Encoding.UTF8.GetBytes(format.NullText),
                LastTakesRest = format.Settings.IsTrue("serialization.last.column.takes.rest"),
                TimestampFormats = format.Settings.EscapedList("timestamp.formats"),
            },
            table);
    }

    private static LineFormat Csv(TableFormat format, IReadOnlyList<DuckField> table)
    {
        foreach (var column in table)
        {
            if (column.Type.Kind is DuckKind.List or DuckKind.Map or DuckKind.Struct or DuckKind.Blob)
            {
                throw QueryFailure.User($"NOT_SUPPORTED: OpenCSVSerde cannot read column {column.Name} of type {column.Type}");
            }
        }

        var (separator, quote, escape) = (Character(format, "separatorChar", ','), Character(format, "quoteChar", '"'), Character(format, "escapeChar", '\\'));

        // OpenCSV's serializer had the quote for an escape, which its reader never understood: the SerDe reads it as the usual one.
        escape = escape == '"' ? '\\' : escape;
        return separator != quote && separator != escape && (quote != escape || quote == '\0') && separator != '\0'
            // A parameter of Weir's own, which its crawlers set: OpenCSVSerDe itself fails on "NA" in a number.
            ? QuotedCsv.Format(Lines(format), separator, quote, escape, table, format.Settings["weir.null.words"]?.Split(','), format.Settings.IsTrue(NullsInvalid))
            : throw QueryFailure.User("HIVE_INVALID_METADATA: the separator, quote and escape characters must be different");
    }

    private static AvroFormat Avro(TableFormat format, IReadOnlyList<DuckField> table)
    {
        return new(table, format.Settings["avro.schema.literal"] is { Length: > 0 } literal && literal != "none" ? AvroSchema.Parse(literal) : null);
    }

    private static IonFormat Ion(TableFormat format, IReadOnlyList<DuckField> table)
    {
        const string Suffix = ".path_extractor";
        const string Overflow = ".fail_on_overflow";
        var paths = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (table.FirstOrDefault(column => HasOtherKeys(column.Type)) is { } odd)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: IonHiveSerDe cannot read column {odd.Name} of type {odd.Type}: keys of maps must be text");
        }

        foreach (var (key, value) in format.Settings.All)
        {
            if (key.StartsWith("ion.", StringComparison.OrdinalIgnoreCase) && key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
            {
                // An s-expression of names and places: (identification family_name)
                paths[key["ion.".Length..^Suffix.Length].ToLowerInvariant()] =
                    [.. value.Trim().TrimStart('(').TrimEnd(')').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(step => step.Trim('\'', '"'))];
            }
        }

        return new(table, new()
        {
            Paths = paths,
            IsCaseSensitive = format.Settings.IsTrue("ion.path_extractor.case_sensitive"),
            FailsOnOverflow = !string.Equals(format.Settings["ion.fail_on_overflow"], "false", StringComparison.OrdinalIgnoreCase),
            FailsOnOverflowOf = format.Settings.All
                .Where(pair => pair.Key.StartsWith("ion.", StringComparison.OrdinalIgnoreCase)
                    && pair.Key.EndsWith(Overflow, StringComparison.OrdinalIgnoreCase) && pair.Key.Length > "ion".Length + Overflow.Length)
                .ToDictionary(
                    pair => pair.Key["ion.".Length..^Overflow.Length].ToLowerInvariant(),
                    pair => !string.Equals(pair.Value, "false", StringComparison.OrdinalIgnoreCase), StringComparer.Ordinal),
            IgnoresMalformed = format.Settings.IsTrue("ion.ignore_malformed"),
        });
    }

    private static bool HasOtherKeys(DuckType type) => (type.Kind == DuckKind.Map && type.Fields[0].Type.Kind != DuckKind.Varchar)
        || (type.Element is { } element && HasOtherKeys(element)) || type.Fields.Any(field => HasOtherKeys(field.Type));

    private static LineOptions Lines(TableFormat format)
    {
        var name = format.Settings["serialization.encoding"] ?? "";
        var encoding = LineOptions.EncodingOf(name) ?? throw QueryFailure.User($"NOT_SUPPORTED: the encoding {name} is not supported");
        return new()
        {
            HeaderLines = format.Settings.Count("skip.header.line.count"),
            FooterLines = format.Settings.Count("skip.footer.line.count"),
            Encoding = encoding.CodePage == Encoding.UTF8.CodePage ? null : encoding,
            LineBytesMax = AthenaLimits.TextRowBytesMax,
        };
    }

    /// <summary>Hive's own reader has no properties but the timestamps' formats.</summary>
    private static JsonOptions Json(TableFormat format) => format.IsHiveJson
        ? new() { IsHive = true, TimestampFormats = format.Settings.EscapedList("timestamp.formats") }
        : new()
        {
            IgnoresMalformed = format.Settings.IsTrue("ignore.malformed.json"),
            NullsInvalid = format.Settings.IsTrue(NullsInvalid),
            RefusesDuplicates = format.Kind == FormatKind.Json,
            IsCaseSensitive = format.Settings["case.insensitive"] is { } value && !value.Equals("true", StringComparison.OrdinalIgnoreCase),
            HasDotsInKeys = format.Settings.IsTrue("dots.in.keys"),
            Mappings = format.Settings.All
                .Where(pair => pair.Key.StartsWith("mapping.", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(pair => pair.Key["mapping.".Length..].ToLowerInvariant(), pair => pair.Value, StringComparer.Ordinal),
            TimestampFormats = format.Settings.List("timestamp.formats"),
        };

    private static string Required(TableFormat format, string key) => format.Settings[key] is { Length: > 0 } value
        ? value
        : throw QueryFailure.User($"HIVE_INVALID_METADATA: the SerDe property {key} is missing");

    private static char Character(TableFormat format, string key, char otherwise)
    {
        var text = format.Settings[key];
        return text switch
        {
            null => otherwise,
            "" => '\0',
            "\\t" => '\t',
            [< '\u0080'] => text[0],
            ['\\', < '\u0080'] => text[1],
            _ when text.StartsWith("\\u", StringComparison.Ordinal) && text.Length == 6
                && ushort.TryParse(text.AsSpan(2), System.Globalization.NumberStyles.HexNumber, null, out var code) && code < 0x80 => (char)code,
            _ => throw QueryFailure.User($"NOT_SUPPORTED: {key} must be one ASCII character"),
        };
    }

    private static byte Single(string text, string key) => text.Length == 1 && text[0] < 0x100
        ? (byte)text[0]
        : throw QueryFailure.User($"NOT_SUPPORTED: {key} must be one character");
}
