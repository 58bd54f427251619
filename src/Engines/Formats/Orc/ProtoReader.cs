using System.Buffers.Binary;
using System.Text;

namespace Weir.Engines.Formats.Orc;

/// <summary>Reads protocol buffers field by field, without generated code. Lengths are checked before they are used.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private int _wire;

    /// <summary>The field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field; its value must be read or skipped before the next call.</summary>
    public bool Next()
    {
        if (_at == _bytes.Length)
        {
            return false;
        }

        var tag = Varint();
        Field = tag >> 3 <= int.MaxValue ? (int)(tag >> 3) : throw Damaged();
        _wire = (int)(tag & 7);
        return Field > 0 ? true : throw Damaged();
    }

    public ulong Number()
    {
        switch (_wire)
        {
            case 0:
                return Varint();
            case 1:
                return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
            case 5:
                return BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
            default:
                throw Damaged();
        }
    }

    public long Long() => (long)Number() is >= 0 and var number ? number : throw Damaged();

    public int Int() => Number() is <= int.MaxValue and var number ? (int)number : throw Damaged();

    public long Signed()
    {
        var number = Number();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    public double Double() => BitConverter.UInt64BitsToDouble(_wire == 1 ? Number() : throw Damaged());

    public bool Truth() => Number() != 0;

    public ReadOnlySpan<byte> Bytes() => _wire == 2 ? Take(Varint()) : throw Damaged();

    public ProtoReader Message() => new(Bytes());

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>A repeated number, packed or not.</summary>
    public void Numbers(List<ulong> into)
    {
        if (_wire != 2)
        {
            into.Add(Number());
            return;
        }

        var packed = Message();
        while (packed._at < packed._bytes.Length)
        {
            into.Add(packed.Varint());
        }
    }

    /// <summary>A repeated number of eight bytes, packed or not.</summary>
    public void Fixed(List<ulong> into)
    {
        if (_wire == 1)
        {
            into.Add(Number());
            return;
        }

        for (var packed = Bytes(); packed.Length >= 8; packed = packed[8..])
        {
            into.Add(BinaryPrimitives.ReadUInt64LittleEndian(packed));
        }
    }

    public void Skip()
    {
        switch (_wire)
        {
            case 0 or 1 or 5:
                Number();
                break;
            case 2:
                Bytes();
                break;
            default:
                throw Damaged();
        }
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at == _bytes.Length)
            {
                break;
            }

            var part = _bytes[_at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _at))
        {
            throw Damaged();
        }

        _at += (int)length;
        return _bytes.Slice(_at - (int)length, (int)length);
    }

    private static FormatException Damaged() => new("a damaged ORC message");
}
