using System.Text;

namespace Weir.Engines.Formats.Text;

/// <summary>What is around the rows of a text file.</summary>
public sealed record LineOptions
{
    public int HeaderLines { get; init; }

    /// <summary>Lines at the end that are no rows.</summary>
    public int FooterLines { get; init; }

    /// <summary>Null for UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    public int LineBytesMax { get; init; } = 16 << 20;

    /// <summary>The encoding of a name that Java, or people, would use; null where there is none.</summary>
    public static Encoding? EncodingOf(string name)
    {
        var known = name.Trim().ToUpperInvariant().Replace('_', '-') switch
        {
            "" or "UTF-8" or "UTF8" => "utf-8",
            "CP949" or "MS949" or "X-WINDOWS-949" or "WINDOWS-949" or "EUC-KR" or "EUCKR" or "KSC5601" or "KS-C-5601-1987" or "UHC" => "949",
            "CP932" or "MS932" or "WINDOWS-31J" or "SJIS" or "SHIFT-JIS" => "932",
            "GBK" or "GB2312" or "MS936" or "CP936" => "936",
            "BIG5" or "MS950" or "CP950" => "950",
            "ISO8859-1" or "LATIN1" or "ISO-8859-1" => "iso-8859-1",
            "UTF-16BE" or "UTF-16" => "utf-16BE",
            "UTF-16LE" => "utf-16",
            "UTF-32" or "UTF-32BE" => "utf-32BE",
            var other when other.StartsWith("CP", StringComparison.Ordinal) => other[2..],
            var other => other,
        };
        try
        {
            var provider = CodePagesEncodingProvider.Instance;
            return int.TryParse(known, out var page)
                ? provider.GetEncoding(page) ?? Encoding.GetEncoding(page)
                : provider.GetEncoding(known) ?? Encoding.GetEncoding(known);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>The rules of delimited text as Hive's LazySimpleSerDe has them.</summary>
public sealed record DelimitedOptions
{
    /// <summary>Between fields; more than one byte only where <see cref="IsMulti"/>.</summary>
    public required byte[] FieldDelimiter { get; init; }

    /// <summary>By level of nesting: items, keys of maps, and so on.</summary>
    public byte[] Separators { get; init; } = NestingSeparators.Of(NestingSeparators.Usual);

    public byte? Escape { get; init; }

    public byte[] NullText { get; init; } = [(byte)'\\', (byte)'N'];

    /// <summary>Whether the last column is the rest of the line, delimiters included.</summary>
    public bool LastTakesRest { get; init; }

    public IReadOnlyList<string> TimestampFormats { get; init; } = [];

    public bool IsMulti => FieldDelimiter.Length > 1;
}
