using System.Globalization;

namespace Weir.Services.Glue.Domain.Expressions;

/// <summary>How the values of a partition key compare: partition values are text, their meaning is the key's type.</summary>
internal enum KeyFamily
{
    Text,
    Integer,
    Decimal,
    Date,
    Timestamp,
}

internal static class KeyType
{
    private const long TicksPerSecond = TimeSpan.TicksPerSecond;
    private const int NanosecondsPerTick = 100;
    private const string SecondsFormat = "yyyy-MM-dd HH:mm:ss";

    private static readonly string[] TimestampFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
    ];

    public static KeyFamily? Of(string? type)
    {
        var name = (type ?? "string").ToLowerInvariant();
        var cut = name.IndexOf('(', StringComparison.Ordinal);
        return (cut < 0 ? name : name[..cut]).Trim() switch
        {
            "string" or "char" or "varchar" => KeyFamily.Text,
            "tinyint" or "smallint" or "int" or "integer" or "bigint" or "long" => KeyFamily.Integer,
            "decimal" => KeyFamily.Decimal,
            "date" => KeyFamily.Date,
            "timestamp" => KeyFamily.Timestamp,
            _ => null,
        };
    }

    /// <summary>What AWS calls a family in its messages.</summary>
    public static string Name(KeyFamily family) => family switch
    {
        KeyFamily.Text => "String",
        KeyFamily.Integer => "Integral",
        KeyFamily.Decimal => "Decimal",
        KeyFamily.Date => "Date",
        KeyFamily.Timestamp => "Timestamp",
    };

    /// <summary>Why a text is no value, in AWS's words.</summary>
    public static string Unreadable(KeyFamily family, string text) => family switch
    {
        KeyFamily.Text => $"{text} is not a string.",
        KeyFamily.Integer => $"input string: \"{text}\" is not an integer.",
        KeyFamily.Decimal => $"{text} is not a decimal.",
        KeyFamily.Date => $"{text} is not a date.",
        KeyFamily.Timestamp => $"Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff] {text} is not a timestamp.",
    };

    /// <summary>A literal of an expression; of timestamps only the one spelling is one.</summary>
    public static IComparable? Literal(KeyFamily family, string text) => family == KeyFamily.Timestamp ? Timestamp(text) : Read(family, text);

    /// <summary>A partition's value as it compares; null when the text is none of the type's.</summary>
    public static IComparable? Read(KeyFamily family, string text) => family switch
    {
        KeyFamily.Text => new TextValue(text),
        KeyFamily.Integer => decimal.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        KeyFamily.Decimal => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        KeyFamily.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        KeyFamily.Timestamp => Timestamp(text) ?? (DateTime.TryParseExact(
            text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at) ? new TimestampValue(at, 0) : null),
    };

    /// <summary>One text for all texts that compare as equal; a text that is none of the type's keeps its own, marked.</summary>
    public static string Normal(KeyFamily? family, string text) => family is { } known && Read(known, text) is { } value
        ? Normal(value)
        : $"\u0002{text}";

    public static string Normal(IComparable value) => value switch
    {
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>Seconds, and up to nine digits of their fraction.</summary>
    private static TimestampValue? Timestamp(string text)
    {
        var fraction = text.AsSpan(Math.Min(text.Length, SecondsFormat.Length));
        var isFraction = fraction.Length is 0 or (>= 2 and <= 10) && (fraction.Length == 0 || (fraction[0] == '.' && !fraction[1..].ContainsAnyExceptInRange('0', '9')));
        if (!isFraction || !DateTime.TryParseExact(
            text.AsSpan(0, text.Length - fraction.Length), SecondsFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return null;
        }

        var nanoseconds = fraction.Length == 0 ? 0 : int.Parse(fraction[1..].ToString().PadRight(9, '0'), CultureInfo.InvariantCulture);
        return new(at.AddTicks(nanoseconds / NanosecondsPerTick), nanoseconds % NanosecondsPerTick);
    }

    /// <summary>Text compares by its letters' numbers, whatever the culture.</summary>
    private sealed record TextValue(string Text) : IComparable
    {
        public override string ToString() => Text;

        public int CompareTo(object? other) => string.CompareOrdinal(Text, ((TextValue)other!).Text);
    }

    /// <summary>A time to the nanosecond.</summary>
    private sealed record TimestampValue(DateTime At, int Nanoseconds) : IComparable
    {
        public override string ToString()
        {
            var text = At.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
            return Nanoseconds == 0
                ? text
                : $"{At.ToString(SecondsFormat, CultureInfo.InvariantCulture)}.{At.Ticks % TicksPerSecond:D7}{Nanoseconds:D2}".TrimEnd('0');
        }

        public int CompareTo(object? other)
        {
            var (at, nanoseconds) = (TimestampValue)other!;
            return At == at ? Nanoseconds.CompareTo(nanoseconds) : At.CompareTo(at);
        }
    }
}
