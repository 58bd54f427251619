using System.Text;

namespace Weir.Engines.Formats.Parquet;

/// <summary>Reads Thrift's compact protocol field by field, without generated code. Lengths are checked before they are used.</summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int DepthMax = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private int _type;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _at;

    /// <summary>The field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the struct's next field; its value must be read or skipped before the next call. False at its end.</summary>
    public bool Next()
    {
        var head = Byte();
        _type = head & 0x0F;
        if (_type == 0)
        {
            return false;
        }

        Field = head >> 4 != 0 ? Field + (head >> 4) : (int)Signed();
        return true;
    }

    /// <summary>Begins a struct; give what it returns to <see cref="End"/> after the struct's last field.</summary>
    public int Begin()
    {
        var outer = Field;
        Field = 0;
        return outer;
    }

    public void End(int outer) => Field = outer;

    public long Number() => _type is >= 3 and <= 6 ? _type == 3 ? (sbyte)Byte() : Signed() : throw Damaged();

    public int Int() => Number() is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw Damaged();

    public bool Truth() => _type switch { 1 => true, 2 => false, _ => throw Damaged() };

    public ReadOnlySpan<byte> Bytes() => _type == 8 ? Take(Varint()) : throw Damaged();

    /// <summary>How many items the list has; they follow at once.</summary>
    public int List()
    {
        if (_type != 9)
        {
            throw Damaged();
        }

        return ListHead().Count;
    }

    /// <summary>An item of a list of numbers.</summary>
    public int IntItem() => (int)Signed();

    /// <summary>An item of a list of strings.</summary>
    public string TextItem() => Encoding.UTF8.GetString(Take(Varint()));

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Goes over the value of the field found.</summary>
    public void Skip() => Skip(_type, 0);

    private void Skip(int type, int depth)
    {
        if (depth > DepthMax)
        {
            throw Damaged();
        }

        switch (type)
        {
            case 1 or 2:
                break;
            case 3:
                Byte();
                break;
            case 4 or 5 or 6:
                Varint();
                break;
            case 7:
                Take(8);
                break;
            case 8:
                Take(Varint());
                break;
            case 9 or 10:
                var (item, count) = ListHead();
                for (var at = 0; at < count; at++)
                {
                    // A truth in a list takes a byte; as a field it is in the field's head.
                    Skip(item is 1 or 2 ? 3 : item, depth + 1);
                }

                break;
            case 12:
                var outer = Begin();
                while (Next())
                {
                    Skip(_type, depth + 1);
                }

                End(outer);
                break;
            default:
                throw Damaged();
        }
    }

    private (int Type, int Count) ListHead()
    {
        var head = Byte();
        var count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);

        // An item takes at least a byte.
        return count <= (ulong)(_bytes.Length - _at) ? (head & 0x0F, (int)count) : throw Damaged();
    }

    private long Signed()
    {
        var number = Varint();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private ulong Varint()
    {
        var number = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        throw Damaged();
    }

    private byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw Damaged();

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _at))
        {
            throw Damaged();
        }

        var taken = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    private static FormatException Damaged() => new("the footer is damaged");
}
