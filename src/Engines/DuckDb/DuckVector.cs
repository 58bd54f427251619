using System.Runtime.CompilerServices;
using System.Text;
using Weir.Engines.DuckDb.Native;

namespace Weir.Engines.DuckDb;

/// <summary>One column of a chunk as spans over DuckDB's memory; valid while the chunk is.</summary>
public readonly unsafe ref struct DuckVector
{
    private readonly nint _vector;
    private readonly byte* _data;
    private readonly ulong* _validity;

    internal DuckVector(nint vector, DuckType type, int count)
    {
        _vector = vector;
        _data = (byte*)NativeMethods.VectorData(vector);
        _validity = NativeMethods.VectorValidity(vector);
        Type = type;
        Count = count;
    }

    public DuckType Type { get; }

    public int Count { get; }

    /// <summary>False for NULL.</summary>
    public bool IsValid(int row)
    {
        Check(row);
        return _validity is null || (_validity[row >> 6] & (1UL << (row & 63))) != 0;
    }

    /// <summary>The values in place; those of NULL rows mean nothing. The type must have the size DuckDB stores.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (sizeof(T) != StoredBytes(Type))
        {
            throw new InvalidOperationException($"a {Type} is not stored as {typeof(T).Name}");
        }

        return new(_data, Count);
    }

    /// <summary>The bytes of a text, blob or bit string.</summary>
    public ReadOnlySpan<byte> Bytes(int row)
    {
        Check(row);
        if (Type.Kind is not (DuckKind.Varchar or DuckKind.Blob or DuckKind.Bit or DuckKind.BigNum or DuckKind.Geometry))
        {
            throw new InvalidOperationException($"a {Type} holds no bytes");
        }

        // duckdb_string_t: a length, then up to 12 bytes in place, or 4 bytes of prefix and a pointer.
        var entry = _data + (row * 16L);
        var length = *(uint*)entry;
        return length <= 12 ? new(entry + 4, (int)length) : new(*(byte**)(entry + 8), checked((int)length));
    }

    public string Text(int row) => Encoding.UTF8.GetString(Bytes(row));

    /// <summary>The text of an enum value.</summary>
    public string EnumText(int row) => StoredBytes(Type) switch
    {
        1 => Type.EnumValues[Values<byte>()[row]],
        2 => Type.EnumValues[Values<ushort>()[row]],
        _ => Type.EnumValues[(int)Values<uint>()[row]],
    };

    /// <summary>A decimal's digits without its point.</summary>
    public Int128 Unscaled(int row) => StoredBytes(Type) switch
    {
        2 => Values<short>()[row],
        4 => Values<int>()[row],
        8 => Values<long>()[row],
        _ => Values<Int128>()[row],
    };

    public Guid Uuid(int row)
    {
        // Stored as a signed number whose order is the text's: the first bit is flipped.
        var bits = (UInt128)Values<Int128>()[row] ^ (UInt128.One << 127);
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Where a list's, map's or array's elements are in <see cref="Elements"/>.</summary>
    public (int Start, int Length) Range(int row)
    {
        Check(row);
        if (Type.Kind == DuckKind.Array)
        {
            return (row * Type.ArraySize, Type.ArraySize);
        }

        var entry = ((DuckListEntry*)_data)[row];
        return (checked((int)entry.Offset), checked((int)entry.Length));
    }

    /// <summary>The elements of all the lists or arrays; a map's are structs of key and value.</summary>
    public DuckVector Elements() => Type.Kind switch
    {
        DuckKind.Array => new(NativeMethods.ArrayChild(_vector), Type.Element!, Count * Type.ArraySize),
        DuckKind.List => new(NativeMethods.ListChild(_vector), Type.Element!, checked((int)NativeMethods.ListSize(_vector))),
        DuckKind.Map => new(
            NativeMethods.ListChild(_vector),
            new DuckType(DuckKind.Struct) { Fields = Type.Fields },
            checked((int)NativeMethods.ListSize(_vector))),
        _ => throw new InvalidOperationException($"a {Type} has no elements"),
    };

    /// <summary>One field of a struct, as long as the struct. A union's field 0 is its tag, its members follow.</summary>
    public DuckVector Field(int index)
    {
        var type = Type.Kind switch
        {
            DuckKind.Struct => Type.Fields[index].Type,
            DuckKind.Union => index == 0 ? new DuckType(DuckKind.UTinyInt) : Type.Fields[index - 1].Type,
            _ => throw new InvalidOperationException($"a {Type} has no fields"),
        };
        return new(NativeMethods.StructChild(_vector, (ulong)index), type, Count);
    }

    internal static int StoredBytes(DuckType type) => type.Kind switch
    {
        DuckKind.Boolean or DuckKind.TinyInt or DuckKind.UTinyInt => 1,
        DuckKind.SmallInt or DuckKind.USmallInt => 2,
        DuckKind.Integer or DuckKind.UInteger or DuckKind.Float or DuckKind.Date => 4,
        DuckKind.Decimal => type.Width switch { <= 4 => 2, <= 9 => 4, <= 18 => 8, _ => 16 },
        DuckKind.Enum => type.EnumValues.Count switch { <= 0xFF => 1, <= 0xFFFF => 2, _ => 4 },
        DuckKind.HugeInt or DuckKind.UHugeInt or DuckKind.Uuid or DuckKind.Interval => 16,
        DuckKind.BigInt or DuckKind.UBigInt or DuckKind.Double or DuckKind.Timestamp or DuckKind.TimestampSeconds
            or DuckKind.TimestampMillis or DuckKind.TimestampNanos or DuckKind.TimestampTz or DuckKind.TimestampTzNanos
            or DuckKind.Time or DuckKind.TimeTz or DuckKind.TimeNanos => 8,
        _ => 0,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int row) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
}

/// <summary>duckdb_interval.</summary>
public readonly record struct DuckInterval(int Months, int Days, long Micros);

/// <summary>duckdb_list_entry.</summary>
internal readonly record struct DuckListEntry(ulong Offset, ulong Length);

/// <summary>duckdb_time_tz: 40 bits of microseconds, 24 bits of offset counted down from 15:59:59.</summary>
public readonly record struct DuckTimeTz(ulong Bits)
{
    private const int OffsetMaxSeconds = (16 * 60 * 60) - 1;

    /// <summary>Since midnight at the offset.</summary>
    public long Micros => (long)(Bits >> 24);

    public int OffsetSeconds => OffsetMaxSeconds - (int)(Bits & 0xFFFFFF);
}
