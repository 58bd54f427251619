using System.Text;
using Weir.Engines.Formats.Codecs;

namespace Weir.Engines.Formats.Avro;

/// <summary>Reads an Avro object container file, block by block. One thread; the blocks it gives may go to others.</summary>
public sealed class AvroFileReader : IDisposable
{
    private const int BlockBytesMax = 512 << 20;
    private const int MetadataBytesMax = 32 << 20;

    private readonly Stream _source;
    private readonly byte[] _sync = new byte[16];

    private AvroFileReader(Stream source) => _source = source;

    /// <summary>The schema the file was written with.</summary>
    public AvroSchema Schema { get; private set; } = null!;

    public AvroCodec Codec { get; private set; }

    /// <summary>What the header says, <c>avro.schema</c> and <c>avro.codec</c> included.</summary>
    public IReadOnlyDictionary<string, byte[]> Metadata { get; private set; } = null!;

    /// <summary>Opens a file and reads its header; the stream is the reader's from then on.</summary>
    public static AvroFileReader Open(Stream source)
    {
        var reader = new AvroFileReader(source);
        try
        {
            reader.ReadHeader();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>All values as plain ones (see the folder's README), as the schema given has them or the file's own.</summary>
    public IEnumerable<object?> Read(AvroSchema? schema = null)
    {
        var reader = AvroResolver.Resolve(Schema, schema ?? Schema);
        while (NextBlock() is { } block)
        {
            var bytes = block.Decompress();
            var at = 0;
            for (var row = 0L; row < block.Count; row++)
            {
                yield return ReadAt(reader, bytes.Span, ref at);
            }

            block.RequireEnd(at, bytes.Length);
        }
    }

    /// <summary>Where the marker before the next block begins; the stream must be one that can seek.</summary>
    internal long LastSyncPosition => _source.Position - _sync.Length;

    /// <summary>Goes to the block behind the first marker that begins at a position or after it; to the end where there is none.</summary>
    internal void SeekBlock(long position)
    {
        var buffer = new byte[64 << 10];
        while (true)
        {
            _source.Seek(position, SeekOrigin.Begin);
            var count = _source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var found = buffer.AsSpan(0, count).IndexOf(_sync);
            if (found >= 0)
            {
                _source.Seek(position + found + _sync.Length, SeekOrigin.Begin);
                return;
            }

            if (count < buffer.Length)
            {
                return;
            }

            position += count - _sync.Length + 1;
        }
    }

    /// <summary>The next block as it is stored; null at the end.</summary>
    public AvroBlock? NextBlock()
    {
        if (!TryReadLong(out var count))
        {
            return null;
        }

        var length = ReadLong();
        if (count < 0 || length is < 0 or > BlockBytesMax)
        {
            throw new FormatException($"an Avro block of {count} values and {length} bytes");
        }

        var stored = BoundedRead.Exactly(_source, (int)length, "an Avro block");
        Span<byte> sync = stackalloc byte[16];
        if (_source.ReadAtLeast(sync, 16, throwOnEndOfStream: false) < 16 || !sync.SequenceEqual(_sync))
        {
            throw new FormatException("an Avro block does not end with the file's sync marker");
        }

        return new AvroBlock(Codec, stored, count, Schema.BytesMin, BlockBytesMax);
    }

    public void Dispose() => _source.Dispose();

    private static object? ReadAt(AvroReader reader, ReadOnlySpan<byte> bytes, ref int at)
    {
        var input = new AvroInput(bytes[at..]);
        var value = reader.Read(ref input);
        at += input.Position;
        return value;
    }

    private void ReadHeader()
    {
        Span<byte> magic = stackalloc byte[4];
        if (_source.ReadAtLeast(magic, 4, throwOnEndOfStream: false) < 4 || !magic.SequenceEqual("Obj\u0001"u8))
        {
            throw new FormatException("not an Avro data file");
        }

        var metadata = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var left = MetadataBytesMax;
        for (var count = ReadLong(); count != 0; count = ReadLong())
        {
            if (count < 0)
            {
                count = -count;
                _ = ReadLong();
            }

            for (; count > 0; count--)
            {
                var key = Encoding.UTF8.GetString(ReadBytes(ref left));
                metadata[key] = ReadBytes(ref left);
            }
        }

        if (_source.ReadAtLeast(_sync, 16, throwOnEndOfStream: false) < 16)
        {
            throw new FormatException("an Avro file ends within its header");
        }

        Metadata = metadata;
        Schema = AvroSchema.Parse(metadata.TryGetValue("avro.schema", out var schema)
            ? Encoding.UTF8.GetString(schema)
            : throw new FormatException("an Avro file has no schema"));
        Codec = AvroCodecs.Parse(metadata.TryGetValue("avro.codec", out var codec) ? Encoding.UTF8.GetString(codec) : "");
    }

    private byte[] ReadBytes(ref int left)
    {
        var length = ReadLong();
        if (length < 0 || length > left)
        {
            throw new FormatException("an Avro file's header is too long");
        }

        left -= (int)length + 1;
        return BoundedRead.Exactly(_source, (int)length, "an Avro header");
    }

    private long ReadLong() => TryReadLong(out var value) ? value : throw new FormatException("an Avro file is cut short");

    private bool TryReadLong(out long value)
    {
        var bits = 0UL;
        value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = _source.ReadByte();
            if (next < 0)
            {
                return shift == 0 ? false : throw new FormatException("an Avro file is cut short");
            }

            bits |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return true;
            }
        }

        throw new FormatException("an Avro file has a number of more than ten bytes");
    }
}

/// <summary>One block of an Avro file as it is stored: any thread may decompress and decode it.</summary>
public sealed class AvroBlock
{
    private readonly AvroCodec _codec;
    private readonly byte[] _stored;
    private readonly int _valueBytesMin;
    private readonly int _bytesMax;

    internal AvroBlock(AvroCodec codec, byte[] stored, long count, int valueBytesMin, int bytesMax) =>
        (_codec, _stored, Count, _valueBytesMin, _bytesMax) = (codec, stored, count, valueBytesMin, bytesMax);

    /// <summary>How many values it holds.</summary>
    public long Count { get; }

    public ReadOnlyMemory<byte> Decompress()
    {
        var bytes = AvroCodecs.Decompress(_codec, _stored, _bytesMax);
        return Count <= (_valueBytesMin > 0 ? bytes.Length / _valueBytesMin : 1 << 24)
            ? bytes
            : throw new FormatException($"an Avro block says it has {Count} values in {bytes.Length} bytes");
    }

    public void RequireEnd(int at, int length)
    {
        if (at != length)
        {
            throw new FormatException($"an Avro block has {length - at} bytes after its {Count} values");
        }
    }
}
