namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>One state of a table of sequences: what its code begins with, and how many bits are added to that; then the bits and the base of the next state.</summary>
internal readonly record struct SequenceState(int Base, byte Extra, byte Bits, ushort Next);

/// <summary>A decoding table whose states know what their code stands for. Immutable.</summary>
internal sealed record SequenceTable(SequenceState[] States, int Log);

/// <summary>What the codes of one of the three tables stand for (RFC 8878, 3.1.1.3.2.1.1). Immutable.</summary>
internal sealed class SequenceKind
{
    private readonly int[] _bases;
    private readonly byte[] _extra;

    private SequenceKind(int[] bases, byte[] extra, int logMax, FseTable predefined)
    {
        (_bases, _extra, LogMax) = (bases, extra, logMax);
        Predefined = Of(predefined);
    }

    public static SequenceKind Literals { get; } = new(ZstdTables.LiteralBase.ToArray(), ZstdTables.LiteralBits.ToArray(), 9, ZstdTables.Literals);

    public static SequenceKind Matches { get; } = new(ZstdTables.MatchBase.ToArray(), ZstdTables.MatchBits.ToArray(), 9, ZstdTables.Matches);

    /// <summary>An offset's code is its number of bits; the bases that do not fit are offsets nobody can have.</summary>
    public static SequenceKind Offsets { get; } = new(
        [.. Enumerable.Range(0, 31).Select(code => 1 << code), int.MaxValue], [.. Enumerable.Range(0, 32).Select(code => (byte)code)], 8, ZstdTables.Offsets);

    /// <summary>How many codes there are.</summary>
    public int Symbols => _bases.Length;

    /// <summary>Two to this power is the most states.</summary>
    public int LogMax { get; }

    public SequenceTable Predefined { get; }

    public SequenceTable Of(FseTable table)
    {
        var states = new SequenceState[table.States.Length];
        for (var at = 0; at < states.Length; at++)
        {
            var (symbol, bits, next) = table.States[at];
            states[at] = symbol < _bases.Length
                ? new(_bases[symbol], _extra[symbol], bits, next)
                : throw new FormatException("a zstd block is damaged: a code out of range");
        }

        return new(states, table.Log);
    }
}
