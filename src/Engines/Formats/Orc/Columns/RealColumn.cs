using System.Runtime.InteropServices;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Columns;

/// <summary>Floating point numbers, which are stored as they are.</summary>
internal sealed class RealColumn<T>(OrcStripe stripe, OrcType type) : OrcColumn(stripe, type)
    where T : unmanaged
{
    private readonly OrcStream _data = stripe.Stream(type.Id, OrcStreamKind.Data);

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        var values = target.Values<T>(rows);
        _data.Read(MemoryMarshal.AsBytes(values[..count]));
        Spread(values, count, present);
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf) => _data.Seek(ref positions);
}
