using Weir.Contracts;
using Weir.Engines.Formats.Text;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

internal enum FormatKind
{
    Parquet = 0,

    /// <summary>Delimited text without quotes: LazySimpleSerDe and MultiDelimitSerDe.</summary>
    Delimited = 1,

    /// <summary>Quoted CSV: OpenCSVSerde.</summary>
    QuotedCsv = 2,

    /// <summary>One JSON object a line.</summary>
    Json = 3,

    /// <summary>Lines matched with a regular expression.</summary>
    Regex = 4,

    /// <summary>Lines matched with a grok expression.</summary>
    Grok = 5,

    /// <summary>JSON files whose rows are in an array <c>Records</c>.</summary>
    CloudTrail = 6,

    Avro = 7,
    Orc = 8,
    Ion = 9,
}

/// <summary>How a table's (or partition's) files are to be read, from its SerDe and its parameters.</summary>
internal sealed record TableFormat
{
    private const string LazySimple = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
    private const string ParquetSerde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    private const string OrcSerde = "org.apache.hadoop.hive.ql.io.orc.OrcSerde";
    private const string AvroSerde = "org.apache.hadoop.hive.serde2.avro.AvroSerDe";
    private const string OpenXJson = "org.openx.data.jsonserde.JsonSerDe";
    private const string CloudTrailInput = "com.amazon.emr.cloudtrail.CloudTrailInputFormat";

    /// <summary>The table's own parameters that say how its files are read.</summary>
    private static readonly string[] TableKeys =
    [
        "transactional",
        "skip.header.line.count", "skip.footer.line.count", "parquet.column.index.access", "orc.column.index.access", "avro.schema.literal",
        "avro.schema.url", "serialization.encoding", "serialization.null.format", "ion.nullable_fail_on_overflow", "textfile.field_separator",
        "use.null.for.invalid.data", NestingSeparators.ExtendedKey, NestingSeparators.AdditionalKey,
    ];

    private static readonly Dictionary<string, FormatKind> Libraries = new(StringComparer.Ordinal)
    {
        [ParquetSerde] = FormatKind.Parquet,
        [LazySimple] = FormatKind.Delimited,
        ["org.apache.hadoop.hive.contrib.serde2.MultiDelimitSerDe"] = FormatKind.Delimited,
        ["org.apache.hadoop.hive.serde2.MultiDelimitSerDe"] = FormatKind.Delimited,
        ["org.apache.hadoop.hive.serde2.OpenCSVSerde"] = FormatKind.QuotedCsv,
        [OpenXJson] = FormatKind.Json,
        ["org.apache.hive.hcatalog.data.JsonSerDe"] = FormatKind.Json,
        ["org.apache.hadoop.hive.serde2.JsonSerDe"] = FormatKind.Json,
        ["org.apache.hadoop.hive.serde2.RegexSerDe"] = FormatKind.Regex,
        ["org.apache.hadoop.hive.contrib.serde2.RegexSerDe"] = FormatKind.Regex,
        ["com.amazonaws.glue.serde.GrokSerDe"] = FormatKind.Grok,
        ["com.amazon.emr.hive.serde.CloudTrailSerde"] = FormatKind.CloudTrail,
        [AvroSerde] = FormatKind.Avro,
        [OrcSerde] = FormatKind.Orc,
        ["com.amazon.ionhiveserde.IonHiveSerDe"] = FormatKind.Ion,
    };

    public required FormatKind Kind { get; init; }

    public required SerdeSettings Settings { get; init; }

    /// <summary>The SerDe's class; empty where the input format decided.</summary>
    public string Library { get; init; } = "";

    /// <summary>A file's columns are the table's by their place, not by their name: Athena reads ORC so unless told otherwise, Parquet when told.</summary>
    public bool ByPosition => Kind == FormatKind.Orc
        ? !string.Equals(Settings["orc.column.index.access"], "false", StringComparison.OrdinalIgnoreCase)
        : Settings.IsTrue("parquet.column.index.access");

    /// <summary>The reader of Hive itself, of which there are two classes.</summary>
    public bool IsHiveJson => Kind == FormatKind.Json && Library != OpenXJson;

    /// <summary>Files lie in folders of transactions, some of which delete rows of others.</summary>
    public bool IsTransactional => Settings.IsTrue("transactional");

    /// <summary>Where the table's Avro schema lies; null where it has none or has it as text.</summary>
    public S3Address? AvroSchemaAddress => Kind == FormatKind.Avro && Settings["avro.schema.url"] is { Length: > 0 } url
        && Settings["avro.schema.literal"] is null or "" or "none"
            ? S3Address.TryParse(url) ?? throw QueryFailure.User($"NOT_SUPPORTED: avro.schema.url must be an s3:// address: {url}")
            : null;

    public TableFormat WithAvroSchema(string schema) => this with
    {
        Settings = new(new Dictionary<string, string> { ["avro.schema.literal"] = schema }, Settings.All.Where(pair => pair.Key != "avro.schema.literal").ToDictionary(StringComparer.Ordinal)),
    };

    /// <summary>LazySimpleSerDe takes the first character and no more; the other reader the text as it is, digits too.</summary>
    public string FieldDelimiter
    {
        get
        {
            if (Library != LazySimple && Settings["field.delim"] is { Length: > 0 } plain && plain[0] != '\\')
            {
                return plain;
            }

            var text = Delimiter("field.delim") ?? Delimiter("serialization.format") ?? "\u0001";
            return text.Length > 1 && Library == LazySimple ? text[..(char.IsHighSurrogate(text[0]) ? 2 : 1)] : text;
        }
    }

    public string ItemDelimiter => Delimiter("collection.delim") ?? Delimiter("colelction.delim") ?? "\u0002";
    public string KeyDelimiter => Delimiter("mapkey.delim") ?? "\u0003";
    public string? Escape => Delimiter("escape.delim");
    public string NullText => Settings["serialization.null.format"] ?? "\\N";

    public static TableFormat Of(CatalogTable table, CatalogStorage storage)
    {
        var library = storage.SerializationLibrary ?? Guess(storage.InputFormat);
        if (!Libraries.TryGetValue(library, out var kind))
        {
            throw QueryFailure.User($"NOT_SUPPORTED: the SerDe {library} of {table.Database}.{table.Name} is not supported");
        }

        var ofTable = table.Parameters.Where(pair => TableKeys.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(StringComparer.Ordinal);
        return new()
        {
            Kind = kind == FormatKind.Json && storage.InputFormat == CloudTrailInput ? FormatKind.CloudTrail : kind,
            Library = library,
            Settings = new(ofTable, storage.SerdeParameters, storage.Parameters),
        };
    }

    private static string Guess(string? inputFormat) => inputFormat switch
    {
        { } input when input.Contains("arquet", StringComparison.Ordinal) => ParquetSerde,
        { } input when input.Contains("OrcInput", StringComparison.Ordinal) => OrcSerde,
        { } input when input.Contains("Avro", StringComparison.Ordinal) => AvroSerde,
        _ => LazySimple,
    };

    /// <summary>How many levels nested text may have.</summary>
    public int NestingLevels => Settings.IsTrue(NestingSeparators.AdditionalKey) ? int.MaxValue
        : Settings.IsTrue(NestingSeparators.ExtendedKey) ? NestingSeparators.Extended : NestingSeparators.Usual;

    /// <summary>A delimiter is text, a character's number (a digit too), or an escape as Hive's DDL leaves it.</summary>
    private string? Delimiter(string key)
    {
        var text = Settings[key];
        if (text is null or "")
        {
            return null;
        }

        if (text.Length == 1 && !char.IsAsciiDigit(text[0]))
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
}
