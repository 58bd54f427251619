using System.Globalization;
using System.Text;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Partitioning;

/// <summary>The transforms of the specification. <see cref="Unknown"/> ones are kept and prune nothing.</summary>
public enum TransformKind { Identity, Bucket, Truncate, Year, Month, Day, Hour, Void, Unknown }

/// <summary>How a partition value comes from a column's value.</summary>
/// <param name="Argument">The number of buckets, or the width of truncation.</param>
/// <param name="Text">As the metadata writes it.</param>
public sealed record Transform(TransformKind Kind, int Argument, string Text)
{
    public static Transform Identity { get; } = new(TransformKind.Identity, 0, "identity");

    public static Transform Void { get; } = new(TransformKind.Void, 0, "void");

    /// <param name="isOfSeveral">Of several columns: none of those we know is.</param>
    public static Transform Parse(string text, bool isOfSeveral) => isOfSeveral ? new(TransformKind.Unknown, 0, text) : Parse(text);

    public static Transform Parse(string text)
    {
        var kind = text switch
        {
            "identity" => TransformKind.Identity,
            "year" => TransformKind.Year,
            "month" => TransformKind.Month,
            "day" => TransformKind.Day,
            "hour" => TransformKind.Hour,
            "void" => TransformKind.Void,
            _ => TransformKind.Unknown,
        };
        if (kind != TransformKind.Unknown)
        {
            return new(kind, 0, text);
        }

        foreach (var (start, with) in new[] { ("bucket[", TransformKind.Bucket), ("truncate[", TransformKind.Truncate) })
        {
            if (text.StartsWith(start, StringComparison.Ordinal) && text[^1] == ']'
                && int.TryParse(text.AsSpan(start.Length, text.Length - start.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var argument)
                && argument > 0)
            {
                return new(with, argument, text);
            }
        }

        return new(TransformKind.Unknown, 0, text);
    }

    public override string ToString() => Text;

    /// <summary>Whether the transform takes values of a type.</summary>
    public bool Takes(PrimitiveType source) => Kind switch
    {
        TransformKind.Identity or TransformKind.Void => true,
        TransformKind.Bucket => source.Kind is not (PrimitiveKind.Boolean or PrimitiveKind.Float or PrimitiveKind.Double or PrimitiveKind.Unknown),
        TransformKind.Truncate => source.Kind is PrimitiveKind.Int or PrimitiveKind.Long or PrimitiveKind.Decimal or PrimitiveKind.String or PrimitiveKind.Binary,
        TransformKind.Year or TransformKind.Month or TransformKind.Day => source.Kind == PrimitiveKind.Date || IsTimestamp(source.Kind),
        TransformKind.Hour => IsTimestamp(source.Kind),
        _ => false,
    };

    /// <summary>The type of partition values.</summary>
    public PrimitiveType ResultOf(PrimitiveType source) => Kind switch
    {
        TransformKind.Bucket or TransformKind.Year or TransformKind.Month or TransformKind.Hour => PrimitiveType.Int,
        TransformKind.Day => PrimitiveType.Date,
        TransformKind.Unknown => PrimitiveType.String,
        _ => source,
    };

    /// <summary>The partition value of a column's value.</summary>
    public object? Apply(PrimitiveType source, object? value) => value is null ? null : Kind switch
    {
        TransformKind.Identity => value,
        TransformKind.Bucket => (HashOf(source, value) & int.MaxValue) % Argument,
        TransformKind.Truncate => Truncated(value),
        TransformKind.Year => Dates.FromDays(Days(source, value)).Year - 1970,
        TransformKind.Month => Dates.FromDays(Days(source, value)) is var date ? ((date.Year - 1970) * 12) + date.Month - 1 : 0,
        TransformKind.Day => Days(source, value),
        TransformKind.Hour => (int)Dates.FloorDivide(Micros(source, value), Dates.MicrosPerHour),
        _ => null,
    };

    /// <summary>A partition value for people and for the names of folders.</summary>
    public string Show(PrimitiveType source, object? value)
    {
        switch (Kind, value)
        {
            case (_, null):
                return "null";
            case (TransformKind.Year, int year):
                return (1970 + year).ToString("D4", CultureInfo.InvariantCulture);
            case (TransformKind.Month, int month):
                var (y, m) = ((int)Dates.FloorDivide(month, 12), month - (int)(Dates.FloorDivide(month, 12) * 12));
                return string.Create(CultureInfo.InvariantCulture, $"{1970 + y:D4}-{m + 1:D2}");
            case (TransformKind.Hour, int hour):
                var days = (int)Dates.FloorDivide(hour, 24);
                return string.Create(CultureInfo.InvariantCulture, $"{Values.DateText(days)}-{hour - (days * 24):D2}");
            default:
                return Values.Text(ResultOf(source), value);
        }
    }

    /// <summary>The hash of the specification's appendix B.</summary>
    public static int HashOf(PrimitiveType source, object value) => value switch
    {
        int number => Murmur3.Hash((long)number),
        long number when source.Kind is PrimitiveKind.TimestampNs or PrimitiveKind.TimestampTzNs => Murmur3.Hash(Dates.FloorDivide(number, 1000)),
        long number => Murmur3.Hash(number),
        Int128 digits => Murmur3.Hash(Values.DecimalBytes(digits)),
        string text => Murmur3.Hash(Encoding.UTF8.GetBytes(text)),
        Guid uuid => Murmur3.Hash(uuid.ToByteArray(bigEndian: true)),
        byte[] bytes => Murmur3.Hash(bytes),
        _ => throw IcebergException.Bad($"a {source} cannot be put into buckets"),
    };

    internal static bool IsTimestamp(PrimitiveKind kind) => kind is PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz
        or PrimitiveKind.TimestampNs or PrimitiveKind.TimestampTzNs;

    private object Truncated(object value) => value switch
    {
        int number => number - Remainder(number),
        long number => number - (((number % Argument) + Argument) % Argument),
        Int128 digits => digits - (((digits % Argument) + Argument) % Argument),
        string text => FirstLetters(text, Argument),
        byte[] bytes => bytes.Length <= Argument ? bytes : bytes[..Argument],
        _ => throw IcebergException.Bad($"a {value.GetType().Name} cannot be truncated"),
    };

    private int Remainder(int number) => (int)((((long)number % Argument) + Argument) % Argument);

    /// <summary>Letters are code points, not UTF-16 units.</summary>
    internal static string FirstLetters(string text, int count)
    {
        var at = 0;
        for (var letters = 0; at < text.Length && letters < count; letters++)
        {
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        }

        return text[..at];
    }

    private static int Days(PrimitiveType source, object value) =>
        value is int days ? days : (int)Dates.FloorDivide(Micros(source, value), Dates.MicrosPerDay);

    private static long Micros(PrimitiveType source, object value) => source.Kind is PrimitiveKind.TimestampNs or PrimitiveKind.TimestampTzNs
        ? Dates.FloorDivide((long)value, 1000)
        : (long)value;
}
