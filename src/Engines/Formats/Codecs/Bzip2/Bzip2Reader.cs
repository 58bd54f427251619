namespace Weir.Engines.Formats.Codecs.Bzip2;

/// <summary>Decompresses bzip2 streams, one after the other; memory is a block, at most 4.5 MB. One thread.</summary>
public sealed class Bzip2Reader(Stream source) : ReadOnlyStream
{
    private const ulong BlockMagic = 0x314159265359;
    private const ulong EndMagic = 0x177245385090;
    private const int GroupSymbols = 50;

    private readonly BigEndianBits _bits = new(source);
    private uint[] _next = [];
    private int _blockMax;
    private bool _isInStream, _isOver, _hasBlock;
    private uint _streamCrc, _blockCrc, _crc;

    // The block being given out: where it is in the permutation, and the run of equal bytes.
    private int _left, _pointer, _run, _pending;
    private byte _last;

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && !_isOver)
        {
            if (_pending > 0)
            {
                var count = Math.Min(_pending, buffer.Length - written);
                buffer.Slice(written, count).Fill(_last);
                for (var at = 0; at < count; at++)
                {
                    _crc = Bzip2Crc.Add(_crc, _last);
                }

                _pending -= count;
                written += count;
            }
            else if (_left > 0)
            {
                Step(buffer, ref written);
            }
            else if (!NextBlock())
            {
                _isOver = true;
            }
        }

        return written;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Four equal bytes are followed by a count of more.</summary>
    private void Step(Span<byte> buffer, ref int written)
    {
        var entry = _next[_pointer];
        _pointer = (int)(entry >> 8);
        _left--;
        var value = (byte)entry;
        if (_run == 4)
        {
            (_pending, _run) = (value, 0);
            return;
        }

        _run = _run > 0 && value == _last ? _run + 1 : 1;
        _last = value;
        _crc = Bzip2Crc.Add(_crc, value);
        buffer[written++] = value;
    }

    private bool NextBlock()
    {
        EndBlock();
        while (true)
        {
            if (!_isInStream && !BeginStream())
            {
                return false;
            }

            var magic = ((ulong)_bits.Read(24) << 24) | _bits.Read(24);
            if (magic == BlockMagic)
            {
                ReadBlock();
                return true;
            }

            if (magic != EndMagic)
            {
                throw new FormatException("a bzip2 stream has no block where one should begin");
            }

            if (_bits.Read(32) != _streamCrc)
            {
                throw new FormatException("a bzip2 stream's checksum is wrong");
            }

            _isInStream = false;
        }
    }

    private void EndBlock()
    {
        if (!_hasBlock)
        {
            return;
        }

        _hasBlock = false;
        if (~_crc != _blockCrc)
        {
            throw new FormatException("a bzip2 block's checksum is wrong");
        }

        _streamCrc = ((_streamCrc << 1) | (_streamCrc >> 31)) ^ _blockCrc;
    }

    private bool BeginStream()
    {
        if (!_bits.Align())
        {
            return false;
        }

        var (magic, level) = (_bits.Read(24), (int)_bits.Read(8) - '0');
        if (magic != 0x425A68 || level is < 1 or > 9)
        {
            throw new FormatException("no bzip2 stream where one should begin");
        }

        _blockMax = level * 100_000;
        (_isInStream, _streamCrc) = (true, 0);
        return true;
    }

    private void ReadBlock()
    {
        _blockCrc = _bits.Read(32);
        if (_bits.ReadBit())
        {
            throw new FormatException("a bzip2 block is randomised, which has not been written since 1996");
        }

        var origin = (int)_bits.Read(24);
        var symbols = ReadSymbols();
        var (selectors, codes) = ReadCodes(symbols.Length + 2);
        var (size, counts) = ReadPermuted(symbols, selectors, codes);
        if (origin >= size)
        {
            throw new FormatException("a bzip2 block starts outside itself");
        }

        var sum = 0;
        for (var value = 0; value < 256; value++)
        {
            (sum, counts[value]) = (sum + counts[value], sum);
        }

        for (var at = 0; at < size; at++)
        {
            _next[counts[(byte)_next[at]]++] |= (uint)at << 8;
        }

        (_pointer, _left) = ((int)(_next[origin] >> 8), size);
        (_run, _pending, _crc, _hasBlock) = (0, 0, uint.MaxValue, true);
    }

    private byte[] ReadSymbols()
    {
        var ranges = _bits.Read(16);
        var symbols = new List<byte>(256);
        for (var range = 0; range < 16; range++)
        {
            if ((ranges & (0x8000u >> range)) == 0)
            {
                continue;
            }

            var used = _bits.Read(16);
            for (var at = 0; at < 16; at++)
            {
                if ((used & (0x8000u >> at)) != 0)
                {
                    symbols.Add((byte)((range * 16) + at));
                }
            }
        }

        return symbols.Count > 0 ? [.. symbols] : throw new FormatException("a bzip2 block has no symbols");
    }

    private (byte[] Selectors, Bzip2Code[] Codes) ReadCodes(int alphabet)
    {
        var groups = (int)_bits.Read(3);
        var count = (int)_bits.Read(15);
        if (groups is < 2 or > 6 || count == 0)
        {
            throw new FormatException("a bzip2 block has no codes");
        }

        Span<byte> order = [0, 1, 2, 3, 4, 5];
        var selectors = new byte[count];
        for (var at = 0; at < count; at++)
        {
            var place = 0;
            while (_bits.ReadBit())
            {
                if (++place >= groups)
                {
                    throw new FormatException("a bzip2 block selects a code it does not have");
                }
            }

            var chosen = order[place];
            order[..place].CopyTo(order[1..]);
            order[0] = selectors[at] = chosen;
        }

        var codes = new Bzip2Code[groups];
        Span<byte> lengths = stackalloc byte[258];
        for (var group = 0; group < groups; group++)
        {
            var length = (int)_bits.Read(5);
            for (var symbol = 0; symbol < alphabet; symbol++)
            {
                while (_bits.ReadBit())
                {
                    length += _bits.ReadBit() ? -1 : 1;
                    if (length is < 1 or > 20)
                    {
                        break;
                    }
                }

                lengths[symbol] = length is >= 1 and <= 20 ? (byte)length : throw new FormatException("a bzip2 code is too long");
            }

            codes[group] = new(lengths[..alphabet]);
        }

        return (selectors, codes);
    }

    /// <summary>Undoes the run lengths and the move to front; counts the bytes.</summary>
    private (int Size, int[] Counts) ReadPermuted(byte[] symbols, byte[] selectors, Bzip2Code[] codes)
    {
        if (_next.Length < _blockMax)
        {
            _next = new uint[_blockMax];
        }

        var counts = new int[256];
        var (size, group, inGroup, run, weight) = (0, 0, 0, 0, 1);
        var endOfBlock = symbols.Length + 1;
        var code = codes[selectors[0]];
        while (true)
        {
            if (inGroup++ == GroupSymbols)
            {
                if (++group >= selectors.Length)
                {
                    throw new FormatException("a bzip2 block has more symbols than selectors");
                }

                code = codes[selectors[group]];
                inGroup = 1;
            }

            var symbol = code.Read(_bits);
            if (symbol <= 1)
            {
                // Runs are written in digits of one and two.
                run += weight << symbol;
                weight <<= 1;
                if (run > _blockMax)
                {
                    throw TooLarge();
                }

                continue;
            }

            if (run > 0)
            {
                if (run > _blockMax - size)
                {
                    throw TooLarge();
                }

                counts[symbols[0]] += run;
                _next.AsSpan(size, run).Fill(symbols[0]);
                size += run;
                (run, weight) = (0, 1);
            }

            if (symbol == endOfBlock)
            {
                return (size, counts);
            }

            if (size == _blockMax)
            {
                throw TooLarge();
            }

            var value = symbols[symbol - 1];
            symbols.AsSpan(0, symbol - 1).CopyTo(symbols.AsSpan(1));
            symbols[0] = value;
            counts[value]++;
            _next[size++] = value;
        }
    }

    private static FormatException TooLarge() => new("a bzip2 block is larger than it says");
}
