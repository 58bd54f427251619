using System.Collections;
using System.Text;
using Weir.Engines.DuckDb.Native;

namespace Weir.Engines.DuckDb;

/// <summary>Writes boxed values into a vector of any type, nested ones included.</summary>
internal sealed unsafe class VectorWriter
{
    private readonly nint _vector;
    private readonly DuckType _type;
    private readonly VectorWriter[] _children;
    private byte* _data;
    private ulong* _validity;
    private ulong _listSize;
    private ulong _listCapacity;

    public VectorWriter(nint vector, DuckType type)
    {
        (_vector, _type) = (vector, type);
        _children = type.Kind switch
        {
            DuckKind.List => [new(NativeMethods.ListChild(vector), type.Element!)],
            DuckKind.Map => [new(NativeMethods.ListChild(vector), new DuckType(DuckKind.Struct) { Fields = type.Fields })],
            DuckKind.Array => [new(NativeMethods.ArrayChild(vector), type.Element!)],
            DuckKind.Struct =>
                [.. type.Fields.Select((field, at) => new VectorWriter(NativeMethods.StructChild(vector, (ulong)at), field.Type))],
            _ => [],
        };
        Begin();
    }

    /// <summary>Starts over on a chunk that was reset, or finds the memory again after it grew.</summary>
    public void Begin()
    {
        (_listSize, _listCapacity) = (0, 0);
        Refresh();
        foreach (var child in _children)
        {
            child.Begin();
        }
    }

    /// <summary>Goes on in a vector whose lists already have elements.</summary>
    public void Continue()
    {
        _listSize = _type.Kind is DuckKind.List or DuckKind.Map ? NativeMethods.ListSize(_vector) : 0;
        foreach (var child in _children)
        {
            child.Continue();
        }
    }

    public void Write(int row, object? value)
    {
        if (value is null)
        {
            WriteNull(row);
            return;
        }

        // A row that failed half-way may have left a NULL here.
        if (_validity is not null)
        {
            _validity[row >> 6] |= 1UL << (row & 63);
        }

        switch (_type.Kind)
        {
            case DuckKind.List or DuckKind.Map or DuckKind.Array or DuckKind.Struct:
                WriteNested(row, value);
                break;
            case DuckKind.Varchar or DuckKind.Blob:
                WriteBytes(row, value);
                break;
            default:
                WriteScalar(row, value);
                break;
        }
    }

    private void WriteNull(int row)
    {
        if (_validity is null)
        {
            NativeMethods.EnsureValidityWritable(_vector);
            _validity = NativeMethods.VectorValidity(_vector);
        }

        _validity[row >> 6] &= ~(1UL << (row & 63));
        switch (_type.Kind)
        {
            case DuckKind.List or DuckKind.Map:
                ((DuckListEntry*)_data)[row] = new(_listSize, 0);
                break;
            case DuckKind.Struct:
                foreach (var child in _children)
                {
                    child.WriteNull(row);
                }

                break;
            case DuckKind.Array:
                for (var at = 0; at < _type.ArraySize; at++)
                {
                    _children[0].WriteNull((row * _type.ArraySize) + at);
                }

                break;
        }
    }

    private void WriteBytes(int row, object value)
    {
        switch (value)
        {
            case string text when _type.Kind == DuckKind.Varchar:
                WriteSpan(row, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                WriteSpan(row, bytes);
                break;
            case ReadOnlyMemory<byte> bytes:
                WriteSpan(row, bytes.Span);
                break;
            default:
                throw Misfit(value);
        }
    }

    private void WriteSpan(int row, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            NativeMethods.AssignString(_vector, (ulong)row, pointer, (ulong)bytes.Length);
        }
    }

    private void WriteNested(int row, object value)
    {
        switch (_type.Kind)
        {
            case DuckKind.Struct when value is IReadOnlyList<object?> fields && fields.Count == _children.Length:
                for (var at = 0; at < _children.Length; at++)
                {
                    _children[at].Write(row, fields[at]);
                }

                break;
            case DuckKind.List when value is ICollection elements:
                WriteElements(row, elements.Count, elements);
                break;
            case DuckKind.Map when value is IReadOnlyCollection<KeyValuePair<object, object?>> pairs:
                WriteElements(row, pairs.Count, pairs.Select(pair => new object?[] { pair.Key, pair.Value }));
                break;
            case DuckKind.Map when value is IReadOnlyCollection<KeyValuePair<string, object?>> pairs:
                WriteElements(row, pairs.Count, pairs.Select(pair => new object?[] { pair.Key, pair.Value }));
                break;
            case DuckKind.Array when value is ICollection elements && elements.Count == _type.ArraySize:
                var slot = row * _type.ArraySize;
                foreach (var element in elements)
                {
                    _children[0].Write(slot++, element);
                }

                break;
            default:
                throw Misfit(value);
        }
    }

    private void WriteElements(int row, int count, IEnumerable elements)
    {
        var start = _listSize;
        Grow(start + (ulong)count);
        foreach (var element in elements)
        {
            _children[0].Write(checked((int)_listSize), element);
            _listSize++;
        }

        _ = NativeMethods.SetListSize(_vector, _listSize);
        ((DuckListEntry*)_data)[row] = new(start, (ulong)count);
    }

    private void Grow(ulong size)
    {
        if (size <= _listCapacity)
        {
            return;
        }

        // The list's size first: growing keeps only what it covers.
        _ = NativeMethods.SetListSize(_vector, _listSize);
        _listCapacity = Math.Max(size, Math.Max(2048, _listCapacity * 2));
        if (NativeMethods.ReserveList(_vector, _listCapacity) != DuckState.Success)
        {
            throw new DuckException(DuckErrorKind.OutOfMemory, "no memory for a list");
        }

        _children[0].Moved();
    }

    /// <summary>The memory of this vector and its parts may have moved; what is in it is as before.</summary>
    private void Moved()
    {
        Refresh();
        if (_type.Kind is DuckKind.Struct or DuckKind.Array)
        {
            foreach (var child in _children)
            {
                child.Moved();
            }
        }
    }

    private void Refresh()
    {
        _data = (byte*)NativeMethods.VectorData(_vector);
        _validity = NativeMethods.VectorValidity(_vector);
    }

    private void WriteScalar(int row, object value)
    {
        try
        {
            switch (_type.Kind)
            {
                case DuckKind.Boolean:
                    _data[row] = value is bool flag ? (flag ? (byte)1 : (byte)0) : throw Misfit(value);
                    break;
                case DuckKind.Float:
                    ((float*)_data)[row] = (float)Scalars.ToDouble(value);
                    break;
                case DuckKind.Double:
                    ((double*)_data)[row] = Scalars.ToDouble(value);
                    break;
                case DuckKind.Uuid:
                    ((Int128*)_data)[row] = Scalars.ToUuid(value);
                    break;
                case DuckKind.Interval:
                    ((DuckInterval*)_data)[row] = (DuckInterval)value;
                    break;
                case DuckKind.Enum:
                    WriteInteger(row, Scalars.IndexOf(_type, (string)value));
                    break;
                default:
                    WriteInteger(row, Scalars.ToStored(_type, value));
                    break;
            }
        }
        catch (Exception error) when (error is InvalidCastException or OverflowException)
        {
            throw Misfit(value);
        }
    }

    private void WriteInteger(int row, Int128 value)
    {
        var isUnsigned = _type.Kind is DuckKind.UTinyInt or DuckKind.USmallInt or DuckKind.UInteger or DuckKind.UBigInt or DuckKind.Enum;
        switch (DuckVector.StoredBytes(_type))
        {
            case 1:
                _data[row] = isUnsigned ? checked((byte)value) : unchecked((byte)checked((sbyte)value));
                break;
            case 2:
                ((short*)_data)[row] = isUnsigned ? unchecked((short)checked((ushort)value)) : checked((short)value);
                break;
            case 4:
                ((int*)_data)[row] = isUnsigned ? unchecked((int)checked((uint)value)) : checked((int)value);
                break;
            case 8:
                ((long*)_data)[row] = isUnsigned ? unchecked((long)checked((ulong)value)) : checked((long)value);
                break;
            case 16:
                ((Int128*)_data)[row] = value;
                break;
            default:
                throw new NotSupportedException($"values of {_type} cannot be written");
        }
    }

    private DuckException Misfit(object value) =>
        new(DuckErrorKind.Conversion, $"a {value.GetType().Name} does not fit the type {_type}");
}
