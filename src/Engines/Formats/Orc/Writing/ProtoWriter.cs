using System.Buffers.Binary;
using System.Text;
using Weir.Engines.Formats.Codecs;

namespace Weir.Engines.Formats.Orc.Writing;

/// <summary>Writes protocol buffers field by field.</summary>
internal sealed class ProtoWriter
{
    private readonly ByteSink _bytes = new(64);

    public ReadOnlySpan<byte> Written => _bytes.Written;

    public void Number(int field, ulong value)
    {
        Tag(field, 0);
        _bytes.Varint(value);
    }

    public void Signed(int field, long value) => Number(field, unchecked((ulong)((value << 1) ^ (value >> 63))));

    public void Double(int field, double value)
    {
        Tag(field, 1);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.Next(8), value);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        _bytes.Varint((ulong)value.Length);
        _bytes.Bytes(value);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Message(int field, ProtoWriter message) => Bytes(field, message.Written);

    public void Packed(int field, IEnumerable<ulong> values)
    {
        var packed = new ByteSink(64);
        foreach (var value in values)
        {
            packed.Varint(value);
        }

        Bytes(field, packed.Written);
    }

    private void Tag(int field, int wire) => _bytes.Varint(((ulong)field << 3) | (uint)wire);
}
