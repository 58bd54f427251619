using System.Buffers.Binary;

namespace Weir.Engines.Formats.Orc.Streams;

/// <summary>Booleans: eight to a byte, the first in the highest bit, the bytes run-length encoded.</summary>
internal sealed class BitRuns(OrcStream stream)
{
    private readonly ByteRuns _runs = new(stream);
    private readonly byte[] _packed = new byte[256];
    private byte _current;
    private int _bitsLeft;

    /// <summary>Reads booleans as bytes of 0 and 1.</summary>
    public void Read(Span<byte> into)
    {
        var at = 0;
        while (_bitsLeft > 0 && at < into.Length)
        {
            into[at++] = Bit();
        }

        while (into.Length - at >= 8)
        {
            var bytes = Math.Min((into.Length - at) >> 3, _packed.Length);
            _runs.Read(_packed.AsSpan(0, bytes));
            for (var index = 0; index < bytes; index++)
            {
                // Each bit ends in a byte of its own: the product puts bit 7-k at the top of byte k.
                var spread = ((_packed[index] * 0x8040201008040201UL) >> 7) & 0x0101010101010101UL;
                BinaryPrimitives.WriteUInt64LittleEndian(into[at..], spread);
                at += 8;
            }
        }

        while (at < into.Length)
        {
            if (_bitsLeft == 0)
            {
                Load();
            }

            into[at++] = Bit();
        }
    }

    public void Seek(ref OrcPositions positions)
    {
        _runs.Seek(ref positions);
        _bitsLeft = 0;
        var bits = positions.Next();
        if (bits > 8)
        {
            throw new FormatException("a row index points into the middle of no byte");
        }

        if (bits > 0)
        {
            Load();
            _bitsLeft -= (int)bits;
        }
    }

    private void Load()
    {
        _runs.Read(_packed.AsSpan(0, 1));
        (_current, _bitsLeft) = (_packed[0], 8);
    }

    private byte Bit() => (byte)((_current >> --_bitsLeft) & 1);
}
