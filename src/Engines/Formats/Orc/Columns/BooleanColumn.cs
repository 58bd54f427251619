using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Columns;

internal sealed class BooleanColumn(OrcStripe stripe, OrcType type) : OrcColumn(stripe, type)
{
    private readonly BitRuns _bits = new(stripe.Stream(type.Id, OrcStreamKind.Data));

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        var values = target.Values<byte>(rows);
        _bits.Read(values[..count]);
        Spread(values, count, present);
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf) => _bits.Seek(ref positions);
}

internal sealed class ByteColumn(OrcStripe stripe, OrcType type) : OrcColumn(stripe, type)
{
    private readonly ByteRuns _bytes = new(stripe.Stream(type.Id, OrcStreamKind.Data));

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        var values = target.Values<byte>(rows);
        _bytes.Read(values[..count]);
        Spread(values, count, present);
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf) => _bytes.Seek(ref positions);
}
