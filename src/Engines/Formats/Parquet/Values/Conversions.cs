using System.Runtime.InteropServices;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Parquet.Values;

/// <summary>Writes values as DuckDB stores them, to the rows whose byte is not 0; to all where there are no bytes.</summary>
internal delegate void Conversion<T>(ReadOnlySpan<T> values, ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> present)
    where T : unmanaged;

/// <summary>A time as the first writers stored it: nanoseconds of a Julian day.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct Int96
{
    private const long JulianDayOf1970 = 2_440_588;
    private const long MicrosOfDay = 86_400_000_000;

    private readonly long _nanos;
    private readonly int _day;

    /// <summary>Microseconds since 1970; what is finer is cut off.</summary>
    public long Micros => ((_day - JulianDayOf1970) * MicrosOfDay) + Conversions.FloorThousandth(_nanos);
}

/// <summary>How the values of the physical types become DuckDB's.</summary>
internal static class Conversions
{
    public static Conversion<T> Same<T>()
        where T : unmanaged => Write<T, T, Keep<T>>;

    public static Conversion<Int96> OfInt96() => Write<Int96, long, Int96ToMicros>;

    public static Conversion<int> OfInt(ParquetNode node, DuckType type) => type.Kind switch
    {
        DuckKind.TinyInt or DuckKind.UTinyInt => Write<int, byte, IntToByte>,
        DuckKind.SmallInt or DuckKind.USmallInt => Write<int, short, IntToShort>,
        DuckKind.Time => Write<int, long, IntThousand>,
        DuckKind.Decimal when type.Width <= 4 => Write<int, short, IntToDecimal4>,
        DuckKind.Decimal when type.Width <= 9 => Write<int, int, Keep<int>>,
        DuckKind.Decimal when type.Width <= 18 => Write<int, long, IntToLong>,
        DuckKind.Decimal => Write<int, Int128, IntToInt128>,
        _ => Write<int, int, Keep<int>>,
    };

    public static Conversion<long> OfLong(ParquetNode node, DuckType type) => type.Kind switch
    {
        DuckKind.Timestamp or DuckKind.TimestampTz or DuckKind.Time => (node.Element.TimeUnit, node.Element.Converted) switch
        {
            (1, _) or (0, 7 or 9) => Write<long, long, LongThousand>,
            (3, _) => Write<long, long, LongThousandth>,
            _ => Write<long, long, Keep<long>>,
        },
        DuckKind.Decimal when type.Width <= 4 => Write<long, short, LongToDecimal4>,
        DuckKind.Decimal when type.Width <= 9 => Write<long, int, LongToDecimal9>,
        DuckKind.Decimal when type.Width > 18 => Write<long, Int128, LongToInt128>,
        _ => Write<long, long, Keep<long>>,
    };

    public static long FloorThousandth(long value) => value >= 0 ? value / 1000 : -((-(value + 1)) / 1000) - 1;

    private static void Write<TFrom, TTo, TConvert>(ReadOnlySpan<TFrom> values, ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> present)
        where TFrom : unmanaged
        where TTo : unmanaged
        where TConvert : IConvert<TFrom, TTo>
    {
        var to = target.Values<TTo>(rows);
        if (present.IsEmpty)
        {
            if (typeof(TConvert) == typeof(Keep<TFrom>))
            {
                MemoryMarshal.AsBytes(values[..rows]).CopyTo(MemoryMarshal.AsBytes(to));
                return;
            }

            for (var row = 0; row < to.Length; row++)
            {
                to[row] = TConvert.To(values[row]);
            }

            return;
        }

        var from = 0;
        if (typeof(TConvert) == typeof(Keep<TFrom>) && values.Length > to.Length)
        {
            // What a NULL holds does not matter, and a branch for each row would be guessed wrong.
            for (var row = 0; row < to.Length; row++)
            {
                to[row] = TConvert.To(values[from]);
                from += present[row];
            }

            return;
        }

        for (var row = 0; row < to.Length; row++)
        {
            to[row] = present[row] != 0 ? TConvert.To(values[from++]) : default;
        }
    }

    private static FormatException TooLarge(Int128 value, int digits) => new($"the number {value} in a column of {digits} digits");

    private interface IConvert<TFrom, TTo>
    {
        static abstract TTo To(TFrom value);
    }

    private readonly struct Keep<T> : IConvert<T, T>
    {
        public static T To(T value) => value;
    }

    private readonly struct IntToByte : IConvert<int, byte>
    {
        public static byte To(int value) => unchecked((byte)value);
    }

    private readonly struct IntToShort : IConvert<int, short>
    {
        public static short To(int value) => unchecked((short)value);
    }

    private readonly struct IntThousand : IConvert<int, long>
    {
        public static long To(int value) => value * 1000L;
    }

    private readonly struct IntToDecimal4 : IConvert<int, short>
    {
        public static short To(int value) => value is >= short.MinValue and <= short.MaxValue ? (short)value : throw TooLarge(value, 4);
    }

    private readonly struct IntToLong : IConvert<int, long>
    {
        public static long To(int value) => value;
    }

    private readonly struct IntToInt128 : IConvert<int, Int128>
    {
        public static Int128 To(int value) => value;
    }

    private readonly struct LongThousand : IConvert<long, long>
    {
        public static long To(long value) => value is >= long.MinValue / 1000 and <= long.MaxValue / 1000
            ? value * 1000
            : throw new FormatException($"the time {value} in milliseconds is out of range");
    }

    private readonly struct LongThousandth : IConvert<long, long>
    {
        public static long To(long value) => FloorThousandth(value);
    }

    private readonly struct LongToDecimal4 : IConvert<long, short>
    {
        public static short To(long value) => value is >= short.MinValue and <= short.MaxValue ? (short)value : throw TooLarge(value, 4);
    }

    private readonly struct LongToDecimal9 : IConvert<long, int>
    {
        public static int To(long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : throw TooLarge(value, 9);
    }

    private readonly struct LongToInt128 : IConvert<long, Int128>
    {
        public static Int128 To(long value) => value;
    }

    private readonly struct Int96ToMicros : IConvert<Int96, long>
    {
        public static long To(Int96 value) => value.Micros;
    }
}
