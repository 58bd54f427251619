namespace Weir.Engines.DuckDb;

/// <summary>Reads and boxes any value: for metadata and small results, not for the hot path.</summary>
public static class DuckValues
{
    private const long TicksPerMicro = TimeSpan.TicksPerMicrosecond;

    /// <summary>
    /// Null, bool, the number types, string, byte[], DuckDecimal, DateOnly, TimeOnly, DateTime (unspecified), DateTimeOffset (UTC),
    /// DuckInterval, DuckTimeTz, Guid; lists as object?[], structs as object?[] in field order, maps as key/value pairs.
    /// </summary>
    public static object? Read(this DuckVector vector, int row)
    {
        if (!vector.IsValid(row))
        {
            return null;
        }

        return vector.Type.Kind switch
        {
            DuckKind.Boolean => vector.Values<bool>()[row],
            DuckKind.TinyInt => vector.Values<sbyte>()[row],
            DuckKind.SmallInt => vector.Values<short>()[row],
            DuckKind.Integer => vector.Values<int>()[row],
            DuckKind.BigInt => vector.Values<long>()[row],
            DuckKind.UTinyInt => vector.Values<byte>()[row],
            DuckKind.USmallInt => vector.Values<ushort>()[row],
            DuckKind.UInteger => vector.Values<uint>()[row],
            DuckKind.UBigInt => vector.Values<ulong>()[row],
            DuckKind.HugeInt => vector.Values<Int128>()[row],
            DuckKind.UHugeInt => vector.Values<UInt128>()[row],
            DuckKind.Float => vector.Values<float>()[row],
            DuckKind.Double => vector.Values<double>()[row],
            DuckKind.Varchar => vector.Text(row),
            DuckKind.Blob or DuckKind.Bit or DuckKind.BigNum or DuckKind.Geometry => vector.Bytes(row).ToArray(),
            DuckKind.Decimal => new DuckDecimal(vector.Unscaled(row), vector.Type.Scale),
            DuckKind.Enum => vector.EnumText(row),
            DuckKind.Uuid => vector.Uuid(row),
            DuckKind.Interval => vector.Values<DuckInterval>()[row],
            DuckKind.Date => DateOnly.FromDayNumber(vector.Values<int>()[row] + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
            DuckKind.Time => new TimeOnly(vector.Values<long>()[row] * TicksPerMicro),
            DuckKind.TimeNanos => new TimeOnly(vector.Values<long>()[row] / TimeSpan.NanosecondsPerTick),
            DuckKind.TimeTz => vector.Values<DuckTimeTz>()[row],
            DuckKind.Timestamp => Local(vector.Values<long>()[row] * TicksPerMicro),
            DuckKind.TimestampSeconds => Local(vector.Values<long>()[row] * TimeSpan.TicksPerSecond),
            DuckKind.TimestampMillis => Local(vector.Values<long>()[row] * TimeSpan.TicksPerMillisecond),
            DuckKind.TimestampNanos => Local(vector.Values<long>()[row] / TimeSpan.NanosecondsPerTick),
            DuckKind.TimestampTz => DateTimeOffset.UnixEpoch.AddTicks(vector.Values<long>()[row] * TicksPerMicro),
            DuckKind.List or DuckKind.Array => ReadElements(vector, row),
            DuckKind.Map => ReadMap(vector, row),
            DuckKind.Struct => ReadFields(vector, row),
            DuckKind.Union => vector.Field(vector.Field(0).Values<byte>()[row] + 1).Read(row),
            DuckKind.Null => null,
            _ => throw new NotSupportedException($"values of {vector.Type} cannot be read"),
        };
    }

    private static DateTime Local(long ticks) => DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks(ticks), DateTimeKind.Unspecified);

    private static object?[] ReadElements(DuckVector vector, int row)
    {
        var (start, length) = vector.Range(row);
        var elements = vector.Elements();
        var values = new object?[length];
        for (var at = 0; at < length; at++)
        {
            values[at] = elements.Read(start + at);
        }

        return values;
    }

    private static KeyValuePair<object, object?>[] ReadMap(DuckVector vector, int row)
    {
        var (start, length) = vector.Range(row);
        var entries = vector.Elements();
        var keys = entries.Field(0);
        var values = entries.Field(1);
        var pairs = new KeyValuePair<object, object?>[length];
        for (var at = 0; at < length; at++)
        {
            pairs[at] = new(keys.Read(start + at)!, values.Read(start + at));
        }

        return pairs;
    }

    private static object?[] ReadFields(DuckVector vector, int row)
    {
        var values = new object?[vector.Type.Fields.Count];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = vector.Field(at).Read(row);
        }

        return values;
    }
}
