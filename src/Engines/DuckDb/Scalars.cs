using System.Buffers.Binary;
using System.Globalization;

namespace Weir.Engines.DuckDb;

/// <summary>Turns boxed values into the integers DuckDB stores.</summary>
internal static class Scalars
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static double ToDouble(object value) => value switch
    {
        double number => number,
        float number => number,
        decimal number => (double)number,
        DuckDecimal number => double.Parse(number.ToString(), CultureInfo.InvariantCulture),
        _ => (double)ToInteger(value),
    };

    public static Int128 ToInteger(object value) => value switch
    {
        int number => number,
        long number => number,
        short number => number,
        sbyte number => number,
        byte number => number,
        ushort number => number,
        uint number => number,
        ulong number => number,
        Int128 number => number,
        UInt128 number => checked((Int128)number),
        _ => throw new InvalidCastException(),
    };

    public static Int128 ToStored(DuckType type, object value) => (type.Kind, value) switch
    {
        (DuckKind.Decimal, _) => ToDecimal(type, value),
        (DuckKind.Date, DateOnly date) => date.DayNumber - EpochDay,
        (DuckKind.Time, TimeOnly time) => time.Ticks / TimeSpan.TicksPerMicrosecond,
        (DuckKind.TimeNanos, TimeOnly time) => time.Ticks * TimeSpan.NanosecondsPerTick,
        (DuckKind.TimeTz, DuckTimeTz time) => unchecked((long)time.Bits),
        (DuckKind.TimestampTz or DuckKind.Timestamp, long micros) => micros,
        (DuckKind.TimestampTz, DateTimeOffset time) => EpochTicks(time.UtcDateTime) / TimeSpan.TicksPerMicrosecond,
        (DuckKind.Timestamp, DateTime time) => FloorDivide(EpochTicks(time), TimeSpan.TicksPerMicrosecond),
        (DuckKind.TimestampSeconds, DateTime time) => FloorDivide(EpochTicks(time), TimeSpan.TicksPerSecond),
        (DuckKind.TimestampMillis, DateTime time) => FloorDivide(EpochTicks(time), TimeSpan.TicksPerMillisecond),
        (DuckKind.TimestampNanos, DateTime time) => EpochTicks(time) * TimeSpan.NanosecondsPerTick,
        (DuckKind.UHugeInt, UInt128 number) => unchecked((Int128)number),
        (DuckKind.HugeInt or DuckKind.BigInt or DuckKind.Integer or DuckKind.SmallInt or DuckKind.TinyInt
            or DuckKind.UBigInt or DuckKind.UInteger or DuckKind.USmallInt or DuckKind.UTinyInt, _) => ToInteger(value),
        _ => throw new InvalidCastException(),
    };

    public static Int128 ToUuid(object value)
    {
        Span<byte> bytes = stackalloc byte[16];
        ((Guid)value).TryWriteBytes(bytes, bigEndian: true, out _);
        return unchecked((Int128)(BinaryPrimitives.ReadUInt128BigEndian(bytes) ^ (UInt128.One << 127)));
    }

    public static Int128 IndexOf(DuckType type, string value)
    {
        for (var at = 0; at < type.EnumValues.Count; at++)
        {
            if (type.EnumValues[at] == value)
            {
                return at;
            }
        }

        throw new InvalidCastException();
    }

    private static Int128 ToDecimal(DuckType type, object value)
    {
        var number = value switch
        {
            DuckDecimal exact => exact,
            decimal exact => DuckDecimal.Of(exact),
            _ => new DuckDecimal(ToInteger(value), 0),
        };
        var stored = number.Rescale(type.Scale) ?? throw new InvalidCastException();
        var max = Int128.One;
        for (var at = 0; at < type.Width; at++)
        {
            max *= 10;
        }

        return Int128.Abs(stored.Unscaled) < max ? stored.Unscaled : throw new InvalidCastException();
    }

    private static long EpochTicks(DateTime time) => time.Ticks - DateTime.UnixEpoch.Ticks;

    private static long FloorDivide(long value, long by) => (long)Math.Floor((decimal)value / by);
}
