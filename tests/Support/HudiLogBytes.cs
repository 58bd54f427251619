using System.Buffers.Binary;
using System.Text;

namespace Weir.Tests.Support;

/// <summary>Log files of Hudi tables as writers make them, block by block, with Avro records of longs, texts and booleans.</summary>
public sealed class HudiLogBytes
{
    private byte[] _file = [];

    public byte[] ToArray() => _file;

    /// <summary>A block of records; each value is a long, double, bool, text or null, in the schema's order, each field a union with null first.</summary>
    public HudiLogBytes Records(string instant, string schema, params object?[][] records)
    {
        using var content = new MemoryStream();
        Int(content, 3);
        Int(content, records.Length);
        foreach (var record in records)
        {
            using var datum = new MemoryStream();
            foreach (var value in record)
            {
                Value(datum, value);
            }

            Int(content, (int)datum.Length);
            content.Write(datum.ToArray());
        }

        return Block(3, content.ToArray(), (0, instant), (2, schema));
    }

    /// <summary>A block of a Parquet file.</summary>
    public HudiLogBytes Parquet(string instant, byte[] file) => Block(5, file, (0, instant));

    /// <param name="deletes">Keys with an ordering value: a long, or null for none.</param>
    public HudiLogBytes Deletes(string instant, params (string Key, long? Ordering)[] deletes)
    {
        using var list = new MemoryStream();
        Long(list, deletes.Length);
        foreach (var (key, ordering) in deletes)
        {
            Long(list, 1);
            Text(list, key);
            Long(list, 0);
            Long(list, ordering is null ? 0 : 2);
            if (ordering is { } value)
            {
                Long(list, value);
            }
        }

        Long(list, 0);
        using var content = new MemoryStream();
        Int(content, 3);
        Int(content, (int)list.Length);
        content.Write(list.ToArray());
        return Block(1, content.ToArray(), (0, instant));
    }

    public HudiLogBytes Rollback(string instant, string target) => Block(0, [], (0, instant), (1, target), (3, "0"));

    /// <summary>What a writer leaves that died in the middle of a block.</summary>
    public HudiLogBytes Torn(int bytes = 40)
    {
        var torn = new HudiLogBytes().Rollback("1", "1").ToArray();
        BinaryPrimitives.WriteInt64BigEndian(torn.AsSpan(6), 1000);
        _file = [.. _file, .. torn[..Math.Min(bytes, torn.Length)]];
        return this;
    }

    public HudiLogBytes Block(int kind, byte[] content, params (int Key, string Value)[] header)
    {
        using var block = new MemoryStream();
        Int(block, 1);
        Int(block, kind);
        Int(block, header.Length);
        foreach (var (key, value) in header)
        {
            Int(block, key);
            Int(block, Encoding.UTF8.GetByteCount(value));
            block.Write(Encoding.UTF8.GetBytes(value));
        }

        Int64(block, content.Length);
        block.Write(content);
        Int(block, 0);
        using var whole = new MemoryStream();
        whole.Write("#HUDI#"u8);
        Int64(whole, block.Length + 8);
        whole.Write(block.ToArray());
        Int64(whole, block.Length + 8 + 6);
        _file = [.. _file, .. whole.ToArray()];
        return this;
    }

    private static void Value(MemoryStream datum, object? value)
    {
        Long(datum, value is null ? 0 : 1);
        switch (value)
        {
            case null:
                break;
            case long number:
                Long(datum, number);
                break;
            case double number:
                datum.Write(BitConverter.GetBytes(number));
                break;
            case bool flag:
                datum.WriteByte(flag ? (byte)1 : (byte)0);
                break;
            default:
                Text(datum, (string)value);
                break;
        }
    }

    private static void Text(MemoryStream output, string text)
    {
        Long(output, Encoding.UTF8.GetByteCount(text));
        output.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void Long(MemoryStream output, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7)
        {
            output.WriteByte((byte)(rest | 0x80));
        }

        output.WriteByte((byte)rest);
    }

    private static void Int(MemoryStream output, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        output.Write(bytes);
    }

    private static void Int64(MemoryStream output, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        output.Write(bytes);
    }
}
