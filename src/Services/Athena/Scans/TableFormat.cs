using Weir.Contracts;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

internal enum FormatKind
{
    Parquet = 0,

    /// <summary>Delimited text without quotes: LazySimpleSerDe.</summary>
    Delimited = 1,

    /// <summary>Quoted CSV: OpenCSVSerde.</summary>
    QuotedCsv = 2,

    /// <summary>One JSON object a line.</summary>
    Json = 3,

    Orc = 4,
}

/// <summary>How a table's (or partition's) files are to be read, from its SerDe and its parameters.</summary>
internal sealed record TableFormat
{
    private const string Delimited = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
    private const string Parquet = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    private const string QuotedCsv = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
    private const string Orc = "org.apache.hadoop.hive.ql.io.orc.OrcSerde";

    private static readonly string[] JsonLibraries =
    [
        "org.openx.data.jsonserde.JsonSerDe",
        "org.apache.hive.hcatalog.data.JsonSerDe",
        "org.apache.hadoop.hive.serde2.JsonSerDe",
    ];

    public required FormatKind Kind { get; init; }
    public string FieldDelimiter { get; init; } = "\u0001";
    public string ItemDelimiter { get; init; } = "\u0002";
    public string KeyDelimiter { get; init; } = "\u0003";
    public string? Escape { get; init; }
    public string? Quote { get; init; }
    public string NullText { get; init; } = "\\N";
    public int HeaderLines { get; init; }
    public bool IgnoreMalformed { get; init; }

    /// <summary>A file's columns are the table's by their place, not by their name.</summary>
    public bool ByPosition { get; init; }

    /// <summary>Columns whose JSON key has another name (<c>mapping.column</c>), as <c>column=key</c> lines so that records compare.</summary>
    public string KeyMappings { get; init; } = "";

    public static TableFormat Of(CatalogTable table, CatalogStorage storage)
    {
        var library = storage.SerializationLibrary
            ?? (storage.InputFormat?.Contains("arquet", StringComparison.Ordinal) == true ? Parquet : Delimited);
        var headers = HeaderCount(table, storage);
        if (library == Parquet)
        {
            return new() { Kind = FormatKind.Parquet };
        }

        if (library == Orc)
        {
            // Athena reads ORC by position unless told otherwise.
            return new() { Kind = FormatKind.Orc, ByPosition = storage.SerdeParameters.GetValueOrDefault("orc.column.index.access") is not "false" };
        }

        if (library == Delimited)
        {
            return OfDelimited(storage, headers);
        }

        if (library == QuotedCsv)
        {
            return new()
            {
                Kind = FormatKind.QuotedCsv,
                FieldDelimiter = storage.SerdeParameters.GetValueOrDefault("separatorChar", ","),
                Quote = storage.SerdeParameters.GetValueOrDefault("quoteChar", "\""),
                Escape = storage.SerdeParameters.GetValueOrDefault("escapeChar", "\\"),
                HeaderLines = headers,
            };
        }

        if (JsonLibraries.Contains(library))
        {
            return new()
            {
                Kind = FormatKind.Json,
                IgnoreMalformed = IsTrue(storage.SerdeParameters, "ignore.malformed.json"),
                KeyMappings = string.Join('\n', storage.SerdeParameters
                    .Where(pair => pair.Key.StartsWith("mapping.", StringComparison.OrdinalIgnoreCase))
                    .Select(pair => $"{pair.Key["mapping.".Length..].ToLowerInvariant()}={pair.Value}")),
            };
        }

        throw QueryFailure.User($"NOT_SUPPORTED: the SerDe {library} of {table.Database}.{table.Name} is not supported");
    }

    private static TableFormat OfDelimited(CatalogStorage storage, int headers)
    {
        var parameters = storage.SerdeParameters;
        var format = new TableFormat { Kind = FormatKind.Delimited, HeaderLines = headers };
        return format with
        {
            FieldDelimiter = Delimiter(parameters, "field.delim") ?? Delimiter(parameters, "serialization.format") ?? format.FieldDelimiter,
            ItemDelimiter = Delimiter(parameters, "collection.delim") ?? Delimiter(parameters, "colelction.delim") ?? format.ItemDelimiter,
            KeyDelimiter = Delimiter(parameters, "mapkey.delim") ?? format.KeyDelimiter,
            Escape = Delimiter(parameters, "escape.delim"),
            NullText = parameters.GetValueOrDefault("serialization.null.format", format.NullText),
        };
    }

    /// <summary>A delimiter is a character, its number, or an escape as Hive's DDL leaves it.</summary>
    private static string? Delimiter(IReadOnlyDictionary<string, string> parameters, string key)
    {
        if (!parameters.TryGetValue(key, out var text) || text.Length == 0)
        {
            return null;
        }

        if (text.Length == 1 && !(key == "serialization.format" && char.IsAsciiDigit(text[0])))
        {
            return text;
        }

        return text switch
        {
            "\\t" => "\t",
            "\\n" => "\n",
            "\\\\" => "\\",
            _ when text.StartsWith("\\u", StringComparison.Ordinal) && text.Length == 6
                && int.TryParse(text.AsSpan(2), System.Globalization.NumberStyles.HexNumber, null, out var code) => ((char)code).ToString(),
            _ when byte.TryParse(text.TrimStart('\\'), out var number) => ((char)number).ToString(),
            _ => text,
        };
    }

    private static int HeaderCount(CatalogTable table, CatalogStorage storage)
    {
        const string Key = "skip.header.line.count";
        var text = table.Parameters.GetValueOrDefault(Key)
            ?? storage.SerdeParameters.GetValueOrDefault(Key)
            ?? storage.Parameters.GetValueOrDefault(Key);
        return int.TryParse(text, out var count) && count > 0 ? count : 0;
    }

    private static bool IsTrue(IReadOnlyDictionary<string, string> parameters, string key) =>
        parameters.TryGetValue(key, out var text) && string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
