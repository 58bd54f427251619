namespace Weir.Engines.Formats.Codecs.Bzip2;

/// <summary>One of a block's prefix codes: canonical, at most twenty bits. Immutable.</summary>
internal sealed class Bzip2Code
{
    private const int BitsMax = 20;
    private const int FastBits = 10;

    private readonly int[] _limits = new int[BitsMax + 2];
    private readonly int[] _offsets = new int[BitsMax + 2];
    private readonly ushort[] _symbols;

    /// <summary>By the next ten bits: symbol above, length in the low five bits; zero where the code is longer.</summary>
    private readonly ushort[] _fast = new ushort[1 << FastBits];

    public Bzip2Code(ReadOnlySpan<byte> lengths)
    {
        _symbols = new ushort[lengths.Length];
        var (code, place) = (0, 0);
        for (var bits = 1; bits <= BitsMax; bits++)
        {
            _offsets[bits] = place - code;
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] != bits)
                {
                    continue;
                }

                if (code >= 1 << bits)
                {
                    throw new FormatException("a bzip2 code has too many symbols");
                }

                if (bits <= FastBits)
                {
                    _fast.AsSpan(code << (FastBits - bits), 1 << (FastBits - bits)).Fill((ushort)((symbol << 5) | bits));
                }

                _symbols[place++] = (ushort)symbol;
                code++;
            }

            _limits[bits] = code;
            code <<= 1;
        }
    }

    public int Read(BigEndianBits bits)
    {
        int fast = _fast[bits.Peek(FastBits)];
        if (fast != 0)
        {
            _ = bits.Read(fast & 31);
            return fast >> 5;
        }

        var code = (int)bits.Read(FastBits);
        for (var count = FastBits; count <= BitsMax; count++)
        {
            if (code < _limits[count])
            {
                return _symbols[_offsets[count] + code];
            }

            code = (code << 1) | (int)bits.Read(1);
        }

        throw new FormatException("a bzip2 stream has bits that are no code");
    }
}
