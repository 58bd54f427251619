using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Codecs.Zstd;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Iceberg.Avro;

/// <summary>
/// Reads Avro object container files into records by field id. Only for metadata, which is small: the file is in memory, and every
/// length is checked against what is left of it.
/// </summary>
internal ref struct AvroReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private AvroReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public static List<T> ReadFile<T>(ReadOnlySpan<byte> file, string path, Converter<AvroRecord, T> convert)
    {
        try
        {
            return ReadFile(file).ConvertAll(convert);
        }
        catch (IcebergException error)
        {
            throw new IcebergException(error.Problem, $"{path}: {error.Message}", error);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException or InvalidDataException or IndexOutOfRangeException
            or InvalidCastException or NullReferenceException or System.FormatException or Formats.FormatException)
        {
            throw IcebergException.Bad($"{path}: the Avro file is damaged", error);
        }
    }

    private static List<AvroRecord> ReadFile(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith("Obj\u0001"u8))
        {
            throw IcebergException.Bad("this is not an Avro file");
        }

        var reader = new AvroReader(file) { _at = 4 };
        var metadata = reader.Metadata();
        var schema = AvroSchema.Parse(metadata.GetValueOrDefault("avro.schema") ?? throw IcebergException.Bad("the Avro file has no schema"));
        var codec = metadata.TryGetValue("avro.codec", out var name) ? Encoding.UTF8.GetString(name) : "null";
        var sync = reader.Take(16);
        var records = new List<AvroRecord>();
        while (reader._at < file.Length)
        {
            var count = reader.Long();
            var block = reader.Take(reader.Length());
            var plain = Plain(codec, block);
            var inside = new AvroReader(plain);
            for (var at = 0L; at < count; at++)
            {
                if (plain.Length == 0 || records.Count > IcebergLimits.FileBytesMax / 8)
                {
                    throw IcebergException.Bad("the Avro file counts records that it has not");
                }

                records.Add((AvroRecord)inside.Value(schema)!);
            }

            if (!reader.Take(16).SequenceEqual(sync))
            {
                throw IcebergException.Bad("the Avro file is damaged: a sync marker is wrong");
            }
        }

        return records;
    }

    private static ReadOnlySpan<byte> Plain(string codec, ReadOnlySpan<byte> block)
    {
        switch (codec)
        {
            case "null":
                return block;
            case "snappy" when block.Length >= 4:
                var unpacked = Snappy.Decompress(block[..^4], (int)IcebergLimits.FileBytesMax);
                return BinaryPrimitives.ReadUInt32BigEndian(block[^4..]) == Crc32.Compute(unpacked)
                    ? unpacked
                    : throw IcebergException.Bad("a checksum of the Avro file is wrong");
            case "zstandard":
                return ZstdCodec.Decompress(block.ToArray(), (int)IcebergLimits.FileBytesMax);
            case "deflate":
                using (var inflate = new DeflateStream(new MemoryStream(block.ToArray()), CompressionMode.Decompress))
                {
                    using var plain = new MemoryStream();
                    var buffer = new byte[64 << 10];
                    while (inflate.Read(buffer) is var read and > 0)
                    {
                        plain.Write(buffer, 0, read);
                        if (plain.Length > IcebergLimits.FileBytesMax)
                        {
                            throw IcebergException.Bad("a block of the Avro file is too large");
                        }
                    }

                    return plain.ToArray();
                }

            default:
                throw IcebergException.NotSupported($"the Avro codec {codec} is not supported for manifests");
        }
    }

    private Dictionary<string, byte[]> Metadata()
    {
        var metadata = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (BlockCount() is var count and > 0)
        {
            for (var at = 0L; at < count; at++)
            {
                var key = Encoding.UTF8.GetString(Take(Length()));
                metadata[key] = Take(Length()).ToArray();
            }
        }

        return metadata;
    }

    private object? Value(AvroSchema schema)
    {
        switch (schema.Kind)
        {
            case AvroKind.Null:
                return null;
            case AvroKind.Boolean:
                return Take(1)[0] != 0;
            case AvroKind.Int:
                return checked((int)Long());
            case AvroKind.Long:
                return Long();
            case AvroKind.Float:
                return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
            case AvroKind.Double:
                return BinaryPrimitives.ReadDoubleLittleEndian(Take(8));
            case AvroKind.Bytes:
                return Take(Length()).ToArray();
            case AvroKind.String:
                return Encoding.UTF8.GetString(Take(Length()));
            case AvroKind.Fixed:
                return Take(schema.Size).ToArray();
            case AvroKind.Enum:
                return schema.Symbols[checked((int)Long())];
            case AvroKind.Union:
                return Value(schema.Parts[checked((int)Long())]);
            case AvroKind.Record:
                var values = new object?[schema.Parts.Count];
                for (var at = 0; at < values.Length; at++)
                {
                    values[at] = Value(schema.Parts[at]);
                }

                return new AvroRecord(schema, values);
            default:
                return Items(schema);
        }
    }

    private List<object?> Items(AvroSchema schema)
    {
        var items = new List<object?>();
        while (BlockCount() is var count and > 0)
        {
            for (var at = 0L; at < count; at++)
            {
                if (_at >= _bytes.Length)
                {
                    throw IcebergException.Bad("a list is longer than the Avro file");
                }

                if (schema.Kind == AvroKind.Map)
                {
                    items.Add(Encoding.UTF8.GetString(Take(Length())));
                }

                items.Add(Value(schema.Items!));
            }
        }

        return items;
    }

    /// <summary>A negative count is followed by the block's bytes, which nobody here skips.</summary>
    private long BlockCount()
    {
        var count = Long();
        if (count < 0)
        {
            Long();
            count = checked(-count);
        }

        return count;
    }

    private int Length()
    {
        var length = Long();
        return length >= 0 && length <= _bytes.Length - _at ? (int)length : throw IcebergException.Bad("a length is beyond the end of the Avro file");
    }

    private long Long()
    {
        var bits = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            bits |= (ulong)(part & 0x7F) << shift;
            if ((part & 0x80) == 0)
            {
                return (long)(bits >> 1) ^ -(long)(bits & 1);
            }
        }

        throw IcebergException.Bad("a number of the Avro file has too many bytes");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _at)
        {
            throw IcebergException.Bad("the Avro file ends too early");
        }

        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }
}
