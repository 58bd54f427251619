using System.Buffers.Binary;
using System.Text;

namespace Weir.Engines.Databases.MySql;

/// <summary>Reads the fields of one message; what does not fit throws <see cref="DatabaseException"/>, before anything is allocated for it.</summary>
internal ref struct PacketReader(ReadOnlySpan<byte> packet)
{
    private ReadOnlySpan<byte> _rest = packet;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly int Left => _rest.Length;

    public byte Byte() => Bytes(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new DatabaseException("The server's message ends too early.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public ReadOnlySpan<byte> Rest() => Bytes(_rest.Length);

    /// <summary>Up to a zero byte, which is taken too, or to the end.</summary>
    public ReadOnlySpan<byte> UpToZero()
    {
        var end = _rest.IndexOf((byte)0);
        var taken = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[(end + 1)..];
        return taken;
    }

    /// <summary>A number of one to nine bytes.</summary>
    public ulong Number() => Byte() switch
    {
        < 0xFB and var small => small,
        0xFC => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)),
        0xFD => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)) | ((ulong)Byte() << 16),
        0xFE => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8)),
        _ => throw new DatabaseException("The server's message holds a number that is none."),
    };

    /// <summary>Bytes after their number.</summary>
    public ReadOnlySpan<byte> Counted()
    {
        var count = Number();
        return count <= (ulong)_rest.Length ? Bytes((int)count) : throw new DatabaseException("The server's message ends too early.");
    }

    public string Text() => Encoding.UTF8.GetString(Counted());

    /// <summary>A value of a row; false for NULL.</summary>
    public bool TryValue(out ReadOnlySpan<byte> value)
    {
        if (!_rest.IsEmpty && _rest[0] == 0xFB)
        {
            _rest = _rest[1..];
            value = [];
            return false;
        }

        value = Counted();
        return true;
    }
}
