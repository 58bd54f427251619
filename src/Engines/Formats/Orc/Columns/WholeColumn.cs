using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Columns;

/// <summary>Whole numbers of 16 to 64 bits, and dates as days.</summary>
internal sealed class WholeColumn : OrcColumn
{
    private readonly WholeNumbers _numbers;
    private long[] _wide = [];

    public WholeColumn(OrcStripe stripe, OrcType type)
        : base(stripe, type) => _numbers = WholeNumbers.Of(Stream(OrcStreamKind.Data), DirectEncoding(), isSigned: true);

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        if (Type.Kind == OrcKind.Long)
        {
            var values = target.Values<long>(rows);
            _numbers.Read(values[..count]);
            Spread(values, count, present);
            return;
        }

        var wide = Room(ref _wide, count);
        _numbers.Read(wide);
        if (Type.Kind == OrcKind.Short)
        {
            var values = target.Values<short>(rows);
            Narrow(wide, values);
            Spread(values, count, present);
        }
        else
        {
            var values = target.Values<int>(rows);
            Narrow(wide, values);
            Spread(values, count, present);
        }
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf) =>
        _numbers.Seek(ref positions);

    private static void Narrow(ReadOnlySpan<long> wide, Span<int> values)
    {
        var lost = 0L;
        for (var at = 0; at < wide.Length; at++)
        {
            var value = (int)wide[at];
            values[at] = value;
            lost |= wide[at] ^ value;
        }

        if (lost != 0)
        {
            throw new FormatException("a number of more than 32 bits in a column of int or date");
        }
    }

    private static void Narrow(ReadOnlySpan<long> wide, Span<short> values)
    {
        var lost = 0L;
        for (var at = 0; at < wide.Length; at++)
        {
            var value = (short)wide[at];
            values[at] = value;
            lost |= wide[at] ^ value;
        }

        if (lost != 0)
        {
            throw new FormatException("a number of more than 16 bits in a column of smallint");
        }
    }
}
