using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Engines.Formats.Parquet;

/// <summary>An element of the schema as the footer gives it: a column, or a group of them.</summary>
internal sealed class ParquetLeaf
{
    public const int TimestampType = 8;

    private const int DecimalDigitsMax = 28;

    public string Name { get; set; } = "";

    /// <summary>0: required, 1: optional, 2: repeated.</summary>
    public int Repetition { get; set; }

    public int ChildCount { get; set; }

    public int Physical { get; set; } = -1;

    /// <summary>Of fixed-length bytes.</summary>
    public int TypeLength { get; set; }

    public int Converted { get; set; } = -1;
    public int Logical { get; set; } = -1;
    public int Scale { get; set; }
    public int Precision { get; set; }

    /// <summary>1: milliseconds, 2: microseconds, 3: nanoseconds.</summary>
    public int TimeUnit { get; set; }

    /// <summary>Of an annotated integer; 0 where nothing is said.</summary>
    public int BitWidth { get; set; }

    /// <summary>What the integer's annotation says, where it has one.</summary>
    public bool IsMarkedUnsigned { get; set; }

    /// <summary>The number that table formats know the column by; null where the writer gave none.</summary>
    public int? FieldId { get; set; }

    public bool IsDate => Logical == 6 || Converted == 6;
    public bool IsDecimal => Logical == 5 || Converted == 5;
    public bool IsUnsigned => Converted is >= 11 and <= 14 || IsMarkedUnsigned;
    public bool IsTimestamp => Logical == TimestampType || Converted is 9 or 10;
    public bool IsTime => Logical == 7 || Converted is 7 or 8;
    public bool IsText => Logical is 1 or 4 or 12 || Converted is 0 or 4 or 19;

    public bool IsSigned => Physical is 1 or 2 or 4 or 5 && !IsUnsigned;

    /// <summary>A bound as decimal, double, byte[], DateTime or bool; null for what is not understood.</summary>
    public object? Value(ReadOnlySpan<byte> bytes) => Physical switch
    {
        0 when bytes.Length == 1 => bytes[0] != 0,
        1 when bytes.Length == 4 => Whole(IsUnsigned ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        2 when bytes.Length == 8 && !IsUnsigned => Whole(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        2 when bytes.Length == 8 => (decimal)BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        4 when bytes.Length == 4 => Real(BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        5 when bytes.Length == 8 => Real(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        6 when IsText && bytes.Length > 0 => bytes.ToArray(),
        6 or 7 when IsDecimal && bytes.Length is > 0 and <= 16 => Decimal(new BigInteger(bytes, isBigEndian: true)),
        _ => null,
    };

    private object? Whole(long value)
    {
        if (IsDate)
        {
            return value is > -700_000 and < 2_900_000 ? DateTime.UnixEpoch.AddDays(value) : null;
        }

        if (Logical == TimestampType || Converted is 9 or 10)
        {
            return Time(value);
        }

        return IsDecimal ? Decimal(value) : (decimal)value;
    }

    private DateTime? Time(long value)
    {
        Int128 ticks = (TimeUnit, Converted) switch
        {
            (1, _) or (_, 9) => (Int128)value * TimeSpan.TicksPerMillisecond,
            (2, _) or (_, 10) => (Int128)value * TimeSpan.TicksPerMicrosecond,
            (3, _) => value / 100,
            _ => Int128.MaxValue,
        };
        ticks += DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks) : (DateTime?)null;
    }

    private decimal? Decimal(BigInteger unscaled)
    {
        if (Scale is < 0 or > DecimalDigitsMax || BigInteger.Abs(unscaled) > (BigInteger)decimal.MaxValue)
        {
            return null;
        }

        var value = (decimal)unscaled;
        for (var at = 0; at < Scale; at++)
        {
            value /= 10;
        }

        return value;
    }

    private static double? Real(double value) => double.IsNaN(value) ? null : value;
}
