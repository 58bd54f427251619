using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Weir.Engines.Iceberg.Types;

/// <summary>
/// Values of primitive types: bool, int (also dates), long (also times and timestamps), float, double, <see cref="Int128"/> (a
/// decimal's digits), string, <see cref="Guid"/>, byte[]; null for NULL.
/// </summary>
public static class Values
{
    /// <summary>Whether a value is held as the type's values are.</summary>
    public static bool IsOf(PrimitiveType type, object value) => type.Kind switch
    {
        PrimitiveKind.Boolean => value is bool,
        PrimitiveKind.Int or PrimitiveKind.Date => value is int,
        PrimitiveKind.Float => value is float,
        PrimitiveKind.Double => value is double,
        PrimitiveKind.Decimal => value is Int128,
        PrimitiveKind.String => value is string,
        PrimitiveKind.Uuid => value is Guid,
        PrimitiveKind.Fixed or PrimitiveKind.Binary => value is byte[],
        PrimitiveKind.Unknown => false,
        _ => value is long,
    };

    /// <summary>Whether two values are of one type, or of one that was widened to the other.</summary>
    public static bool CanCompare(object left, object right) =>
        left.GetType() == right.GetType() || (left, right) is (int, long) or (long, int) or (float, double) or (double, float);

    /// <summary>The order of the specification: text and bytes by their bytes.</summary>
    public static int Compare(object left, object right)
    {
        if (left.GetType() != right.GetType())
        {
            (left, right) = Widened(left, right);
        }

        return (left, right) switch
        {
            (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
            (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
            (Guid a, Guid b) => a.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(b.ToByteArray(bigEndian: true)),
            (IComparable a, _) => a.CompareTo(right),
            _ => throw new ArgumentException($"a {left.GetType().Name} has no order", nameof(left)),
        };
    }

    /// <summary>The single-value form of the specification's appendix D.</summary>
    public static byte[] ToBytes(PrimitiveType type, object value)
    {
        switch (type.Kind)
        {
            case PrimitiveKind.Boolean:
                return [(bool)value ? (byte)1 : (byte)0];
            case PrimitiveKind.Int or PrimitiveKind.Date:
                var four = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(four, (int)value);
                return four;
            case PrimitiveKind.Long or PrimitiveKind.Time or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz
                or PrimitiveKind.TimestampNs or PrimitiveKind.TimestampTzNs:
                var eight = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(eight, (long)value);
                return eight;
            case PrimitiveKind.Float:
                var single = new byte[4];
                BinaryPrimitives.WriteSingleLittleEndian(single, (float)value);
                return single;
            case PrimitiveKind.Double:
                var real = new byte[8];
                BinaryPrimitives.WriteDoubleLittleEndian(real, (double)value);
                return real;
            case PrimitiveKind.Decimal:
                return DecimalBytes((Int128)value);
            case PrimitiveKind.String:
                return Encoding.UTF8.GetBytes((string)value);
            case PrimitiveKind.Uuid:
                return ((Guid)value).ToByteArray(bigEndian: true);
            case PrimitiveKind.Fixed or PrimitiveKind.Binary:
                return (byte[])value;
            default:
                throw IcebergException.NotSupported($"a {type} has no binary form");
        }
    }

    /// <summary>Reads the binary form; also that of the narrower type a column had when the bytes were written.</summary>
    public static object? FromBytes(PrimitiveType type, ReadOnlySpan<byte> bytes)
    {
        switch (type.Kind)
        {
            case PrimitiveKind.Boolean when bytes.Length == 1:
                return bytes[0] != 0;
            case PrimitiveKind.Int or PrimitiveKind.Date when bytes.Length == 4:
                return BinaryPrimitives.ReadInt32LittleEndian(bytes);
            case PrimitiveKind.Long when bytes.Length == 4:
                return (long)BinaryPrimitives.ReadInt32LittleEndian(bytes);
            case PrimitiveKind.Long or PrimitiveKind.Time or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz
                or PrimitiveKind.TimestampNs or PrimitiveKind.TimestampTzNs when bytes.Length == 8:
                return BinaryPrimitives.ReadInt64LittleEndian(bytes);
            case PrimitiveKind.Float when bytes.Length == 4:
                return BinaryPrimitives.ReadSingleLittleEndian(bytes);
            case PrimitiveKind.Double when bytes.Length == 4:
                return (double)BinaryPrimitives.ReadSingleLittleEndian(bytes);
            case PrimitiveKind.Double when bytes.Length == 8:
                return BinaryPrimitives.ReadDoubleLittleEndian(bytes);
            case PrimitiveKind.Decimal when bytes.Length is > 0 and <= 16:
                var number = (Int128)((sbyte)bytes[0] < 0 ? -1 : 0);
                foreach (var part in bytes)
                {
                    number = (number << 8) | part;
                }

                return number;
            case PrimitiveKind.String:
                return Encoding.UTF8.GetString(bytes);
            case PrimitiveKind.Uuid when bytes.Length == 16:
                return new Guid(bytes, bigEndian: true);
            case PrimitiveKind.Fixed or PrimitiveKind.Binary:
                return bytes.ToArray();
            default:
                return null; // a bound of another type says nothing
        }
    }

    /// <summary>Big-endian two's complement in as few bytes as hold it.</summary>
    public static byte[] DecimalBytes(Int128 unscaled)
    {
        Span<byte> all = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(all, unscaled);
        var sign = unscaled < 0 ? (byte)0xFF : (byte)0;
        var start = 0;
        while (start < 15 && all[start] == sign && (all[start + 1] & 0x80) == (sign & 0x80))
        {
            start++;
        }

        return all[start..].ToArray();
    }

    /// <summary>The value as people read it, and as partition folders are named.</summary>
    public static string Text(PrimitiveType type, object? value) => (type.Kind, value) switch
    {
        (_, null) => "null",
        (PrimitiveKind.Boolean, bool truth) => truth ? "true" : "false",
        (PrimitiveKind.Date, int days) => DateText(days),
        (PrimitiveKind.Time, long micros) => TimeText(micros),
        (PrimitiveKind.Timestamp, long micros) => TimestampText(micros),
        (PrimitiveKind.TimestampTz, long micros) => TimestampText(micros) + "+00:00",
        (PrimitiveKind.Decimal, Int128 digits) => DecimalText(digits, type.Scale),
        (_, byte[] bytes) => Convert.ToBase64String(bytes),
        (_, IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static string DateText(int days)
    {
        var (year, month, day) = Dates.FromDays(days);
        return string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{month:D2}-{day:D2}");
    }

    private static string TimestampText(long micros)
    {
        var days = (int)Dates.FloorDivide(micros, Dates.MicrosPerDay);
        return $"{DateText(days)}T{TimeText(micros - (days * Dates.MicrosPerDay))}";
    }

    private static string TimeText(long micros)
    {
        var seconds = micros / 1_000_000;
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}");
        return micros % 1_000_000 == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $".{micros % 1_000_000:D6}");
    }

    private static string DecimalText(Int128 digits, int scale)
    {
        var text = Int128.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = digits < 0 ? "-" : "";
        return scale == 0 ? sign + text : $"{sign}{text[..^scale]}.{text[^scale..]}";
    }

    private static (object Left, object Right) Widened(object left, object right) => (left, right) switch
    {
        (int a, long) => ((long)a, right),
        (long, int b) => (left, (long)b),
        (float a, double) => ((double)a, right),
        (double, float b) => (left, (double)b),
        _ => throw new ArgumentException($"a {left.GetType().Name} does not compare with a {right.GetType().Name}", nameof(right)),
    };
}
