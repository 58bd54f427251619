namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>The way back through a decoding table: which state of a symbol leads to the state that must follow. Immutable.</summary>
internal sealed class FseEncoder
{
    private readonly FseTable _table;

    /// <summary>By symbol and next state: the state that decodes the symbol and can go there.</summary>
    private readonly byte[] _from;

    public FseEncoder(FseTable table)
    {
        _table = table;
        var size = table.States.Length;
        _from = new byte[256 * size];
        for (var state = 0; state < size; state++)
        {
            var (symbol, bits, next) = table.States[state];
            _from.AsSpan((symbol * size) + next, 1 << bits).Fill((byte)state);
        }
    }

    public static FseEncoder Literals { get; } = new(ZstdTables.Literals);
    public static FseEncoder Matches { get; } = new(ZstdTables.Matches);
    public static FseEncoder Offsets { get; } = new(ZstdTables.Offsets);

    public int Log => _table.Log;

    /// <summary>A state that decodes the stream's last symbol.</summary>
    public int Last(int symbol) => _from[symbol * _table.States.Length];

    /// <summary>Writes the bits that lead from a symbol's state to the one after it; returns that earlier state.</summary>
    public int Step(int symbol, int next, BitSink bits)
    {
        var state = _from[(symbol * _table.States.Length) + next];
        var (_, count, start) = _table.States[state];
        bits.Write((uint)(next - start), count);
        return state;
    }
}
