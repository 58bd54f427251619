using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Weir.Engines.DuckDb.Native;

namespace Weir.Engines.DuckDb.Tables;

/// <summary>
/// A vector to be written in place. Values are stored as DuckDB stores them (<see cref="DuckVector.Values{T}"/>): decimals unscaled
/// in 2, 4, 8 or 16 bytes by their width, dates as days, timestamps as microseconds, booleans as bytes.
/// </summary>
/// <remarks>All rows are valid at first. A NULL struct needs its fields set NULL as well (<see cref="SetNull"/> does).</remarks>
public unsafe struct DuckColumnWriter
{
    private readonly nint _vector;
    private byte* _data;
    private ulong* _validity;
    private VectorWriter? _boxed;

    internal DuckColumnWriter(nint vector, DuckType type)
    {
        _vector = vector;
        _data = (byte*)NativeMethods.VectorData(vector);
        _validity = NativeMethods.VectorValidity(vector);
        Type = type;
    }

    public DuckType Type { get; }

    /// <summary>The memory of fixed-size values, <paramref name="count"/> of them; no more than the vector (or the list's reserve) holds.</summary>
    public readonly Span<T> Values<T>(int count)
        where T : unmanaged
    {
        if (sizeof(T) != DuckVector.StoredBytes(Type))
        {
            throw new InvalidOperationException($"a {Type} is not stored as {typeof(T).Name}");
        }

        return new(_data, count);
    }

    /// <summary>Makes a row NULL, and what is inside it.</summary>
    public void SetNull(int row)
    {
        EnsureValidity();
        _validity[row >> 6] &= ~(1UL << (row & 63));
        switch (Type.Kind)
        {
            case DuckKind.List or DuckKind.Map:
                ((DuckListEntry*)_data)[row] = default;
                break;
            case DuckKind.Struct:
                for (var at = 0; at < Type.Fields.Count; at++)
                {
                    Field(at).SetNull(row);
                }

                break;
        }
    }

    /// <summary>
    /// Makes the rows NULL whose byte is 0, for readers that write what is inside by themselves: fields of a struct stay as they are,
    /// lists get no elements.
    /// </summary>
    public void SetPresent(ReadOnlySpan<byte> present)
    {
        var from = 0;
        if (Type.Kind is not (DuckKind.List or DuckKind.Map) && present.Contains((byte)0))
        {
            EnsureValidity();
            for (; present.Length - from >= 64; from += 64)
            {
                var missing = Vector512.Equals(Vector512.Create(present[from..]), Vector512<byte>.Zero).ExtractMostSignificantBits();
                _validity[from >> 6] &= ~missing;
            }
        }

        for (var row = from; row < present.Length; row++)
        {
            if (present[row] != 0)
            {
                continue;
            }

            EnsureValidity();
            _validity[row >> 6] &= ~(1UL << (row & 63));
            if (Type.Kind is DuckKind.List or DuckKind.Map)
            {
                ((DuckListEntry*)_data)[row] = default;
            }
        }
    }

    /// <summary>Whether a row of the first so many was made NULL.</summary>
    public readonly bool HasNulls(int count)
    {
        for (var row = 0; _validity is not null && row < count; row++)
        {
            if ((_validity[row >> 6] & (1UL << (row & 63))) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text or blob that an earlier row of this vector has, without a copy of its bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void SetSame(int row, int asRow) => ((Int128*)_data)[row] = ((Int128*)_data)[asRow];

    /// <summary>Undoes <see cref="SetNull"/> for a row that is written twice.</summary>
    public readonly void SetValid(int row)
    {
        if (_validity is not null)
        {
            _validity[row >> 6] |= 1UL << (row & 63);
        }
    }

    /// <summary>A text (which must be UTF-8) or blob; the bytes are copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void SetBytes(int row, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 12)
        {
            fixed (byte* pointer = bytes)
            {
                NativeMethods.AssignString(_vector, (ulong)row, pointer, (ulong)bytes.Length);
            }

            return;
        }

        // duckdb_string_t: a length, then up to 12 bytes in place, the rest zero.
        var entry = new Span<byte>(_data + (row * 16L), 16);
        entry.Clear();
        Unsafe.WriteUnaligned(ref entry[0], (uint)bytes.Length);
        bytes.CopyTo(entry[4..]);
    }

    /// <summary>A field of a struct; a field of a map's element is 0 for the key, 1 for the value.</summary>
    public readonly DuckColumnWriter Field(int index) => new(NativeMethods.StructChild(_vector, (ulong)index), Type.Fields[index].Type);

    /// <summary>
    /// The vector that holds the elements of all lists (or maps) of this chunk, with room for exactly <paramref name="count"/>: each
    /// of them must be written. To add more, write those first, then ask again with the new total; earlier writers are void then.
    /// </summary>
    public readonly DuckColumnWriter Elements(int count)
    {
        if (NativeMethods.ReserveList(_vector, (ulong)count) != DuckState.Success
            || NativeMethods.SetListSize(_vector, (ulong)count) != DuckState.Success)
        {
            throw new DuckException(DuckErrorKind.OutOfMemory, "no memory for a list");
        }

        var element = Type.Kind == DuckKind.Map ? new DuckType(DuckKind.Struct) { Fields = Type.Fields } : Type.Element!;
        return new(NativeMethods.ListChild(_vector), element);
    }

    /// <summary>Which elements are the row's. <see cref="Elements"/> must have been asked for that many.</summary>
    public readonly void SetRange(int row, int start, int length) => ((DuckListEntry*)_data)[row] = new((ulong)start, (ulong)length);

    /// <summary>A boxed value of any type, nested ones included: for readers that have rows, not columns. Do not mix with the other ways.</summary>
    public void Write(int row, object? value) => (_boxed ??= new(_vector, Type)).Write(row, value);

    private void EnsureValidity()
    {
        if (_validity is null)
        {
            NativeMethods.EnsureValidityWritable(_vector);
            _validity = NativeMethods.VectorValidity(_vector);
        }
    }
}
