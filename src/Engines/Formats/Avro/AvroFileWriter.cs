using System.Security.Cryptography;
using System.Text;
using Weir.Engines.Formats.Codecs;

namespace Weir.Engines.Formats.Avro;

/// <summary>Writes an Avro object container file; complete when disposed. One thread.</summary>
/// <param name="metadata">More entries for the header.</param>
public sealed class AvroFileWriter(
    Stream target, AvroSchema schema, AvroCodec codec, IReadOnlyDictionary<string, byte[]>? metadata = null) : IDisposable
{
    private const int BlockBytes = 256 << 10;

    private readonly ByteSink _block = new(BlockBytes);
    private byte[]? _sync;
    private long _count;
    private bool _isOver;

    /// <summary>Bytes that are in the stream already; blocks still open are not.</summary>
    public long BytesWritten { get; private set; }

    public AvroSchema Schema => schema;

    /// <summary>The block that values are encoded into by <see cref="AvroEncoder"/> or by hand.</summary>
    internal ByteSink Block => _block;

    public void Append(object? value)
    {
        AvroEncoder.Write(schema, value, _block);
        Appended();
    }

    /// <summary>A value is complete in <see cref="Block"/>.</summary>
    internal void Appended()
    {
        _count++;
        if (_block.Length >= BlockBytes)
        {
            FlushBlock();
        }
    }

    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        FlushBlock();
        target.Dispose();
    }

    private void FlushBlock()
    {
        _sync ??= WriteHeader();
        if (_count == 0)
        {
            return;
        }

        var stored = AvroCodecs.Compress(codec, _block.Written);
        var head = new ByteSink(32);
        AvroEncoder.Long(_count, head);
        AvroEncoder.Long(stored.Length, head);
        Put(head.Written);
        Put(stored);
        Put(_sync);
        _block.Clear();
        _count = 0;
    }

    private byte[] WriteHeader()
    {
        var head = new ByteSink(1024);
        head.Bytes("Obj\u0001"u8);
        AvroEncoder.Long(2 + (metadata?.Count ?? 0), head);
        Entry("avro.schema", Encoding.UTF8.GetBytes(schema.Text), head);
        Entry("avro.codec", Encoding.UTF8.GetBytes(AvroCodecs.Name(codec)), head);
        foreach (var (key, value) in metadata ?? new Dictionary<string, byte[]>())
        {
            Entry(key, value, head);
        }

        head.Byte(0);
        // Unlikely in the data is all a marker must be: the hash of header and first block is, and equal content gives equal files.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head.Written);
        hash.AppendData(_block.Written);
        var sync = hash.GetHashAndReset()[..16];
        head.Bytes(sync);
        Put(head.Written);
        return sync;
    }

    private static void Entry(string key, ReadOnlySpan<byte> value, ByteSink output)
    {
        AvroEncoder.Bytes(Encoding.UTF8.GetBytes(key), output);
        AvroEncoder.Bytes(value, output);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        target.Write(bytes);
        BytesWritten += bytes.Length;
    }
}
