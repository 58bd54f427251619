using Weir.Engines.Formats.Codecs;

namespace Weir.Engines.Formats.Orc.Writing;

/// <summary>One stream of a stripe that is being written: plain bytes of the current chunk, and the chunks before it. One thread.</summary>
internal sealed class OutStream(OrcStreamKind kind, OrcWriteOptions options)
{
    private readonly ByteSink _plain = new(256);
    private readonly ByteSink _stored = new(256);

    public OrcStreamKind Kind => kind;

    /// <summary>Bytes held in memory.</summary>
    public long Held => _plain.Length + _stored.Length;

    public ReadOnlySpan<byte> Stored => options.Codec == OrcCodec.None ? _plain.Written : _stored.Written;

    public void Byte(byte value)
    {
        _plain.Byte(value);
        Cut();
    }

    public void Varint(ulong value)
    {
        _plain.Varint(value);
        Cut();
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var part = options.Codec == OrcCodec.None ? bytes.Length : Math.Min(bytes.Length, options.BlockBytes - _plain.Length);
            _plain.Bytes(bytes[..part]);
            bytes = bytes[part..];
            Cut();
        }
    }

    /// <summary>Adds where the next byte will be.</summary>
    public void Position(List<ulong> positions)
    {
        if (options.Codec != OrcCodec.None)
        {
            positions.Add((ulong)_stored.Length);
        }

        positions.Add((ulong)_plain.Length);
    }

    public void Finish()
    {
        if (options.Codec != OrcCodec.None && _plain.Length > 0)
        {
            OutCompression.Add(options.Codec, _plain.Written, _stored);
            _plain.Clear();
        }
    }

    public void Clear()
    {
        _plain.Clear();
        _stored.Clear();
    }

    /// <summary>A full chunk is compressed. Small values may run a few bytes over: chunks are cut where the format's limit is.</summary>
    private void Cut()
    {
        if (options.Codec == OrcCodec.None || _plain.Length < options.BlockBytes)
        {
            return;
        }

        // Never more than a block, or readers refuse it; the rest begins the next.
        var rest = _plain.Written[options.BlockBytes..].ToArray();
        OutCompression.Add(options.Codec, _plain.Written[..options.BlockBytes], _stored);
        _plain.Clear();
        _plain.Bytes(rest);
    }
}
