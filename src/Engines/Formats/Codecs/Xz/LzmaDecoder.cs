namespace Weir.Engines.Formats.Codecs.Xz;

/// <summary>LZMA: literals and matches, each bit of them coded by how likely it was so far. Writes behind what it wrote before. One thread.</summary>
internal sealed class LzmaDecoder(ByteSink output)
{
    private const int States = 12;
    private const int PositionStatesMax = 16;
    private const int LiteralStates = 7;
    private const ushort Even = 1 << 10;
    private const uint RangeMin = 1 << 24;

    private readonly ushort[] _isMatch = new ushort[States * PositionStatesMax];
    private readonly ushort[] _isRepeat = new ushort[States];
    private readonly ushort[] _isRepeat0 = new ushort[States];
    private readonly ushort[] _isRepeat1 = new ushort[States];
    private readonly ushort[] _isRepeat2 = new ushort[States];
    private readonly ushort[] _isLongRepeat0 = new ushort[States * PositionStatesMax];
    private readonly ushort[] _slots = new ushort[4 * 64];
    private readonly ushort[] _special = new ushort[128];
    private readonly ushort[] _align = new ushort[16];
    private readonly Lengths _lengths = new();
    private readonly Lengths _repeatLengths = new();
    private ushort[] _literals = [];
    private int _literalContext, _literalPosition, _positionMask;
    private int _state;
    private uint _repeat0, _repeat1, _repeat2, _repeat3;
    private uint _range, _code;
    private int _at, _end;
    private byte[] _source = [];

    /// <summary>Matches reach back to here.</summary>
    public int DictionaryStart { get; set; }

    public void SetProperties(byte packed)
    {
        if (packed >= 9 * 5 * 5)
        {
            throw new FormatException($"LZMA properties {packed}");
        }

        (_literalContext, var rest) = (packed % 9, packed / 9);
        (_literalPosition, var position) = (rest % 5, rest / 5);
        if (_literalContext + _literalPosition > 4)
        {
            throw new FormatException($"LZMA properties {packed}");
        }

        _positionMask = (1 << position) - 1;
        _literals = new ushort[0x300 << (_literalContext + _literalPosition)];
    }

    public void Reset()
    {
        foreach (var odds in new[] { _isMatch, _isRepeat, _isRepeat0, _isRepeat1, _isRepeat2, _isLongRepeat0, _slots, _special, _align, _literals })
        {
            Array.Fill(odds, Even);
        }

        _lengths.Reset();
        _repeatLengths.Reset();
        (_state, _repeat0, _repeat1, _repeat2, _repeat3) = (0, 0, 0, 0, 0);
    }

    /// <summary>Decodes one chunk: so many bytes of it make so many.</summary>
    public void Decode(byte[] source, int at, int length, int plainBytes)
    {
        if (length < 5 || source[at] != 0 || _literals.Length == 0)
        {
            throw Damaged();
        }

        (_source, _at, _end) = (source, at + 1, at + length);
        (_range, _code) = (uint.MaxValue, 0);
        for (var count = 0; count < 4; count++)
        {
            _code = (_code << 8) | _source[_at++];
        }

        var target = output.Length + plainBytes;
        while (output.Length < target)
        {
            Next(target);
        }

        if (_range < RangeMin)
        {
            Normalize();
        }

        if (_at != _end || _code != 0)
        {
            throw Damaged();
        }
    }

    private static FormatException Damaged() => new("a damaged LZMA chunk");

    private void Next(int target)
    {
        var position = (output.Length - DictionaryStart) & _positionMask;
        if (Bit(ref _isMatch[(_state << 4) + position]) == 0)
        {
            Literal();
            return;
        }

        uint length;
        if (Bit(ref _isRepeat[_state]) == 0)
        {
            (_repeat3, _repeat2, _repeat1) = (_repeat2, _repeat1, _repeat0);
            length = Length(_lengths, position);
            _state = _state < LiteralStates ? 7 : 10;
            _repeat0 = Distance(length);
        }
        else
        {
            if (Bit(ref _isRepeat0[_state]) == 0)
            {
                if (Bit(ref _isLongRepeat0[(_state << 4) + position]) == 0)
                {
                    _state = _state < LiteralStates ? 9 : 11;
                    Copy(1, target);
                    return;
                }
            }
            else if (Bit(ref _isRepeat1[_state]) == 0)
            {
                (_repeat0, _repeat1) = (_repeat1, _repeat0);
            }
            else if (Bit(ref _isRepeat2[_state]) == 0)
            {
                (_repeat0, _repeat1, _repeat2) = (_repeat2, _repeat0, _repeat1);
            }
            else
            {
                (_repeat0, _repeat1, _repeat2, _repeat3) = (_repeat3, _repeat0, _repeat1, _repeat2);
            }

            length = Length(_repeatLengths, position);
            _state = _state < LiteralStates ? 8 : 11;
        }

        Copy(length + 2, target);
    }

    private void Copy(uint length, int target)
    {
        if (_repeat0 >= (uint)(output.Length - DictionaryStart) || length > (uint)(target - output.Length))
        {
            throw Damaged();
        }

        output.Repeat((int)_repeat0 + 1, (int)length);
    }

    private void Literal()
    {
        var written = output.Length - DictionaryStart;
        var before = written > 0 ? output.Back(1) : (byte)0;
        var context = ((written & ((1 << _literalPosition) - 1)) << _literalContext) + (before >> (8 - _literalContext));
        var odds = _literals.AsSpan(0x300 * context, 0x300);
        var symbol = 1U;
        if (_state >= LiteralStates)
        {
            if (_repeat0 >= (uint)written)
            {
                throw Damaged();
            }

            uint match = output.Back((int)_repeat0 + 1);
            do
            {
                var matchBit = (match >> 7) & 1;
                match <<= 1;
                var bit = Bit(ref odds[(int)(((1 + matchBit) << 8) + symbol)]);
                symbol = (symbol << 1) | bit;
                if (bit != matchBit)
                {
                    break;
                }
            }
            while (symbol < 0x100);
        }

        while (symbol < 0x100)
        {
            symbol = (symbol << 1) | Bit(ref odds[(int)symbol]);
        }

        output.Byte((byte)symbol);
        _state = _state < 4 ? 0 : _state < 10 ? _state - 3 : _state - 6;
    }

    private uint Length(Lengths lengths, int position)
    {
        if (Bit(ref lengths.Choice) == 0)
        {
            return Tree(lengths.Low.AsSpan(position * 8, 8), 3);
        }

        return Bit(ref lengths.Choice2) == 0
            ? 8 + Tree(lengths.Middle.AsSpan(position * 8, 8), 3)
            : 16 + Tree(lengths.High, 8);
    }

    private uint Distance(uint length)
    {
        var slot = Tree(_slots.AsSpan((int)Math.Min(length, 3) * 64, 64), 6);
        if (slot < 4)
        {
            return slot;
        }

        var direct = (int)(slot >> 1) - 1;
        var distance = (2 | (slot & 1)) << direct;
        if (slot < 14)
        {
            return distance + ReverseTree(_special.AsSpan((int)(distance - slot)), direct);
        }

        var bits = 0U;
        for (var left = direct - 4; left > 0; left--)
        {
            Normalize();
            _range >>= 1;
            _code -= _range;
            var borrow = 0U - (_code >> 31);
            _code += _range & borrow;
            bits = (bits << 1) + borrow + 1;
        }

        return distance + (bits << 4) + ReverseTree(_align, 4);
    }

    private uint Tree(Span<ushort> odds, int bits)
    {
        var at = 1U;
        for (var left = bits; left > 0; left--)
        {
            at = (at << 1) + Bit(ref odds[(int)at]);
        }

        return at - (1U << bits);
    }

    private uint ReverseTree(Span<ushort> odds, int bits)
    {
        var (at, symbol) = (1U, 0U);
        for (var shift = 0; shift < bits; shift++)
        {
            var bit = Bit(ref odds[(int)at]);
            at = (at << 1) + bit;
            symbol |= bit << shift;
        }

        return symbol;
    }

    private uint Bit(ref ushort odds)
    {
        Normalize();
        var bound = (_range >> 11) * odds;
        if (_code < bound)
        {
            odds += (ushort)(((1 << 11) - odds) >> 5);
            _range = bound;
            return 0;
        }

        odds -= (ushort)(odds >> 5);
        _code -= bound;
        _range -= bound;
        return 1;
    }

    private void Normalize()
    {
        if (_range >= RangeMin)
        {
            return;
        }

        if (_at >= _end)
        {
            throw Damaged();
        }

        _range <<= 8;
        _code = (_code << 8) | _source[_at++];
    }

    private sealed class Lengths
    {
        public ushort Choice = Even;
        public ushort Choice2 = Even;
        public ushort[] Low { get; } = new ushort[PositionStatesMax * 8];
        public ushort[] Middle { get; } = new ushort[PositionStatesMax * 8];
        public ushort[] High { get; } = new ushort[256];

        public void Reset()
        {
            (Choice, Choice2) = (Even, Even);
            Array.Fill(Low, Even);
            Array.Fill(Middle, Even);
            Array.Fill(High, Even);
        }
    }
}
