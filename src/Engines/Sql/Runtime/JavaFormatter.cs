using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Java's <c>String.format</c> over values that come as text with a letter for their kind: <c>i</c>nteger, <c>f</c>loating, deci<c>m</c>al, <c>b</c>oolean, <c>d</c>ate or time, time with <c>z</c>one, <c>s</c> anything else.</summary>
internal sealed partial class JavaFormatter(string format, string kinds, object?[] values)
{
    private const int WidthMax = 100_000;
    private int _ordinary;
    private int _last = -1;

    public string Format()
    {
        var output = new StringBuilder(format.Length + 32);
        var end = 0;
        foreach (Match match in Specifier().Matches(format))
        {
            Literal(format.AsSpan(end, match.Index - end), output);
            end = match.Index + match.Length;
            output.Append(Placed(match));
        }

        Literal(format.AsSpan(end), output);
        return output.ToString();
    }

    private void Literal(ReadOnlySpan<char> text, StringBuilder output)
    {
        var percent = text.IndexOf('%');
        if (percent >= 0)
        {
            throw Problem(percent + 1 < text.Length ? $"UnknownFormatConversion: Conversion = '{text[percent + 1]}'" : "UnknownFormatConversion: Conversion = '%'");
        }

        output.Append(text);
    }

    private string Placed(Match match)
    {
        var flags = match.Groups["flags"].Value;
        var width = match.Groups["width"].Success ? Number(match.Groups["width"].Value) : -1;
        var precision = match.Groups["precision"].Success ? Number(match.Groups["precision"].Value) : -1;
        var kind = match.Groups["kind"].Value;
        if (FormatRules.Problem(match.Value, kind, flags, match.Groups["width"].Value, match.Groups["precision"].Value) is { } problem)
        {
            throw Problem(problem);
        }

        if (kind is "%" or "n")
        {
            return kind == "n" ? "\n" : Padded("%", width, flags);
        }

        var index = flags.Contains('<', StringComparison.Ordinal) ? _last
            : match.Groups["index"].Success ? Number(match.Groups["index"].Value) - 1 : _ordinary++;
        if (index < 0 || index >= values.Length)
        {
            throw Problem($"MissingFormatArgument: Format specifier '{match.Value}'");
        }

        _last = index;
        var text = (string?)values[index];
        var made = char.ToLowerInvariant(kind[0]) switch
        {
            'b' => Cut(text is null ? "false" : kinds[index] == 'b' ? text : "true", precision),
            's' => Cut(text is null ? "null" : kinds[index] is 'd' or 'z' ? JavaTimes.Text(text) : text, precision),
            'h' => text is null ? "null" : JavaHash(text).ToString("x", CultureInfo.InvariantCulture),
            'c' => Character(text, kinds[index]),
            't' => text is null ? "null" : kinds[index] is 'd' or 'z' ? Time(kind[1], text) : throw Mismatch(kind[1], index),
            'd' or 'o' or 'x' => Integer(kind[0], flags, width, text, index),
            _ => Floating(kind[0], flags, width, precision, text, index),
        };
        made = char.IsAsciiLetterUpper(kind[0]) ? made.ToUpperInvariant() : made;
        return Padded(made, width, flags);
    }

    private int Number(string digits) => digits.Length <= 6 && int.Parse(digits, CultureInfo.InvariantCulture) is <= WidthMax and var number
        ? number
        : throw Problem($"IllegalFormatWidth: {digits}");

    private static string Cut(string text, int precision) => precision >= 0 && precision < text.Length ? text[..precision] : text;

    private static string Padded(string text, int width, string flags) => width <= text.Length
        ? text
        : flags.Contains('-', StringComparison.Ordinal) ? text.PadRight(width) : text.PadLeft(width);

    private static int JavaHash(string text)
    {
        var hash = 0;
        foreach (var letter in text)
        {
            hash = unchecked((31 * hash) + letter);
        }

        return hash;
    }

    private string Character(string? text, char kind) => text is null
        ? "null"
        : kind == 'i' ? new Rune(int.Parse(text, CultureInfo.InvariantCulture)).ToString() : throw Problem("IllegalFormatConversion: c != java.lang.String");

    private string Integer(char kind, string flags, int width, string? text, int index)
    {
        if (text is null)
        {
            return "null";
        }

        if (kinds[index] != 'i')
        {
            throw Mismatch(kind, index);
        }

        var number = long.Parse(text, CultureInfo.InvariantCulture);
        switch (char.ToLowerInvariant(kind))
        {
            case 'd':
                return Signed(Grouped(BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture), flags), number < 0, flags, width);
            case 'x':
                var hex = number.ToString("x", CultureInfo.InvariantCulture);
                return Zeroed((flags.Contains('#', StringComparison.Ordinal) ? "0x" : "") + hex, flags, width, 0);
            default:
                var octal = Convert.ToString(number, 8);
                return Zeroed((flags.Contains('#', StringComparison.Ordinal) ? "0" : "") + octal, flags, width, 0);
        }
    }

    private string Floating(char kind, string flags, int width, int precision, string? text, int index)
    {
        if (text is null)
        {
            return "null";
        }

        if (kinds[index] is not ('f' or 'm'))
        {
            throw Mismatch(kind, index);
        }

        if (text is "NaN" or "Infinity" or "-Infinity")
        {
            return text == "Infinity" && flags.Contains('+', StringComparison.Ordinal) ? "+Infinity" : text;
        }

        var number = Decimals.Parse(text);
        var digits = precision < 0 ? 6 : precision;
        var magnitude = number.Abs();
        var made = char.ToLowerInvariant(kind) switch
        {
            'e' => magnitude.Scientific(digits),
            'f' => Grouped(magnitude.Fixed(digits), flags),
            'g' => General(magnitude, digits == 0 ? 1 : digits, flags),
            _ => throw Problem($"UnknownFormatConversion: Conversion = '{kind}'"),
        };
        return Signed(made, number.IsNegative || text.StartsWith('-'), flags, width);
    }

    private static string General(Decimals magnitude, int digits, string flags)
    {
        if (magnitude.IsZero)
        {
            return magnitude.Fixed(digits - 1);
        }

        var scientific = magnitude.Scientific(digits - 1);
        var exponent = int.Parse(scientific[(scientific.IndexOf('e', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        return exponent >= -4 && exponent < digits ? Grouped(magnitude.Fixed(digits - exponent - 1), flags) : scientific;
    }

    private static string Grouped(string number, string flags)
    {
        if (!flags.Contains(',', StringComparison.Ordinal))
        {
            return number;
        }

        var point = number.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? number.Length : point;
        var output = new StringBuilder(number);
        for (var at = whole - 3; at > 0; at -= 3)
        {
            output.Insert(at, ',');
        }

        return output.ToString();
    }

    private static string Signed(string magnitude, bool negative, string flags, int width)
    {
        if (negative && flags.Contains('(', StringComparison.Ordinal))
        {
            return Zeroed($"({magnitude})", flags, width, 1);
        }

        var sign = negative ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";
        return Zeroed(sign + magnitude, flags, width, sign.Length);
    }

    private static string Zeroed(string text, string flags, int width, int at) =>
        flags.Contains('0', StringComparison.Ordinal) && width > text.Length ? text.Insert(at, new string('0', width - text.Length)) : text;

    private string Time(char letter, string text)
    {
        var pattern = letter switch
        {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "MM",
            'd' => "dd",
            'e' => "d",
            'B' => "MMMM",
            'b' or 'h' => "MMM",
            'A' => "EEEE",
            'a' => "EEE",
            'j' => "DDD",
            'H' => "HH",
            'k' => "H",
            'I' => "hh",
            'l' => "h",
            'M' => "mm",
            'S' => "ss",
            'L' => "SSS",
            'N' => "SSSSSSSSS",
            'T' => "HH:mm:ss",
            'R' => "HH:mm",
            'r' => "hh:mm:ss a",
            'D' => "MM/dd/yy",
            'F' => "yyyy-MM-dd",
            'C' => "CC",
            'p' => "a",
            _ => throw Problem($"UnknownFormatConversion: Conversion = 't{letter}'"),
        };
        var clock = text.Length > 2 && text[2] == ':' ? "1970-01-01 " + text : text;
        var parts = clock.Split(' ');
        var made = JodaPattern.Of(pattern).Format(Moments.Micros(parts[0], parts.Length > 1 ? parts[1] : "00:00:00"), 0, "UTC");
        return letter == 'p' ? made.ToLowerInvariant() : made;
    }

    private SqlException Mismatch(char kind, int index) => Problem($"IllegalFormatConversion: {kind} != " + kinds[index] switch
    {
        'i' => "java.lang.Long",
        'f' => "java.lang.Double",
        'm' => "java.math.BigDecimal",
        'b' => "java.lang.Boolean",
        'd' => "java.time.LocalDateTime",
        'z' => "java.time.ZonedDateTime",
        _ => "java.lang.String",
    });

    private SqlException Problem(string text) => SqlRuntime.Invalid($"Invalid format string: {format} ({text})");

    [GeneratedRegex(@"%(?:(?<index>\d+)\$)?(?<flags>[-#+ 0,(<]*)(?<width>[1-9]\d*)?(?:\.(?<precision>\d+))?(?<kind>[bBhHsScCdoxXeEfgGaAn%]|[tT][a-zA-Z])")]
    private static partial Regex Specifier();
}
