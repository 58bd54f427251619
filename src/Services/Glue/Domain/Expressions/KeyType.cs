using System.Globalization;

namespace Weir.Services.Glue.Domain.Expressions;

/// <summary>How the values of a partition key compare: partition values are text, their meaning is the key's type.</summary>
internal enum KeyFamily
{
    Text,
    Number,
    Date,
    Timestamp,
}

internal static class KeyType
{
    private static readonly string[] TimestampFormats =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
    ];

    public static KeyFamily? Of(string? type)
    {
        var name = (type ?? "string").ToLowerInvariant();
        var cut = name.IndexOf('(', StringComparison.Ordinal);
        return (cut < 0 ? name : name[..cut]).Trim() switch
        {
            "string" or "char" or "varchar" => KeyFamily.Text,
            "tinyint" or "smallint" or "int" or "integer" or "bigint" or "long" or "decimal" => KeyFamily.Number,
            "date" => KeyFamily.Date,
            "timestamp" => KeyFamily.Timestamp,
            _ => null,
        };
    }

    /// <summary>The value as it compares; null when the text is none of the type's, as Hive's default partition is not.</summary>
    public static IComparable? Read(KeyFamily family, string text) => family switch
    {
        KeyFamily.Text => new TextValue(text),
        KeyFamily.Number => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null,
        KeyFamily.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        KeyFamily.Timestamp => DateTime.TryParseExact(
            text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at) ? at : null,
    };

    /// <summary>One text for all texts that compare as equal; a text that is none of the type's keeps its own, marked.</summary>
    public static string Normal(KeyFamily? family, string text) => family is { } known && Read(known, text) is { } value
        ? Normal(value)
        : $"\u0002{text}";

    public static string Normal(IComparable value) => value switch
    {
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>Text compares by its letters' numbers, whatever the culture.</summary>
    private sealed record TextValue(string Text) : IComparable
    {
        public override string ToString() => Text;

        public int CompareTo(object? other) => string.CompareOrdinal(Text, ((TextValue)other!).Text);
    }
}
