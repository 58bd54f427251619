using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Weir.Engines.Iceberg.Avro;

/// <summary>Writes Avro object container files, deflated, record by record in the order of the schema.</summary>
internal sealed class AvroWriter : IDisposable
{
    private const int BlockBytes = 256 << 10;

    private readonly MemoryStream _file = new();
    private readonly MemoryStream _block = new();
    private readonly byte[] _sync = new byte[16];
    private long _records;

    /// <param name="sync">Sixteen bytes that end each block.</param>
    public AvroWriter(string schema, IReadOnlyDictionary<string, string> metadata, ReadOnlySpan<byte> sync)
    {
        sync.CopyTo(_sync);
        var all = new Dictionary<string, string>(metadata, StringComparer.Ordinal) { ["avro.schema"] = schema, ["avro.codec"] = "deflate" };
        Long(all.Count);
        foreach (var (key, value) in all)
        {
            Text(key);
            Text(value);
        }

        Long(0);
        _file.Write("Obj\u0001"u8);
        _block.WriteTo(_file);
        _block.SetLength(0);
        _file.Write(_sync);
    }

    /// <summary>To be called after the fields of each record.</summary>
    public void EndRecord()
    {
        _records++;
        if (_block.Length >= BlockBytes)
        {
            Flush();
        }
    }

    public byte[] Complete()
    {
        Flush();
        return _file.ToArray();
    }

    public void Boolean(bool value) => _block.WriteByte(value ? (byte)1 : (byte)0);

    public void Long(long value) => Long(_block, value);

    public void Float(float value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _block.Write(bytes);
    }

    public void Double(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _block.Write(bytes);
    }

    public void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Long(value.Length);
        _block.Write(value);
    }

    public void Fixed(ReadOnlySpan<byte> value) => _block.Write(value);

    /// <summary>The branch of a union of null and something.</summary>
    /// <returns>Whether the something is to be written.</returns>
    public bool Optional(bool isThere)
    {
        Long(isThere ? 1 : 0);
        return isThere;
    }

    public void OptionalLong(long? value)
    {
        if (Optional(value is not null))
        {
            Long(value!.Value);
        }
    }

    public void OptionalBytes(byte[]? value)
    {
        if (Optional(value is not null))
        {
            Bytes(value);
        }
    }

    public void List<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count > 0)
        {
            Long(items.Count);
            foreach (var item in items)
            {
                write(item);
            }
        }

        Long(0);
    }

    public void Dispose()
    {
        _file.Dispose();
        _block.Dispose();
    }

    private void Flush()
    {
        if (_records == 0)
        {
            return;
        }

        using var deflated = new MemoryStream();
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
        {
            _block.WriteTo(deflate);
        }

        Long(_file, _records);
        Long(_file, deflated.Length);
        deflated.WriteTo(_file);
        _file.Write(_sync);
        _block.SetLength(0);
        _records = 0;
    }

    private static void Long(MemoryStream stream, long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        while (bits >= 0x80)
        {
            stream.WriteByte((byte)(bits | 0x80));
            bits >>= 7;
        }

        stream.WriteByte((byte)bits);
    }
}
