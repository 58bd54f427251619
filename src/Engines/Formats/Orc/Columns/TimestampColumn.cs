using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Columns;

/// <summary>Timestamps: seconds from the writer's 2015, and nanoseconds without their trailing zeros.</summary>
internal sealed class TimestampColumn : OrcColumn
{
    private readonly WholeNumbers _seconds;
    private readonly WholeNumbers _nanos;
    private readonly OrcZone _zone;
    private readonly long _unitsPerSecond;
    private readonly long _nanosPerStep;
    private readonly long _unitsPerStep;
    private long[] _fractions = [];

    public TimestampColumn(OrcStripe stripe, OrcType type)
        : base(stripe, type)
    {
        var encoding = DirectEncoding();
        _seconds = WholeNumbers.Of(Stream(OrcStreamKind.Data), encoding, isSigned: true);
        _nanos = WholeNumbers.Of(Stream(OrcStreamKind.Secondary), encoding, isSigned: false);
        _zone = type.Kind == OrcKind.TimestampInstant ? OrcZone.Of("UTC") : stripe.Zone;
        var digits = stripe.Options.TimestampDigits;
        var keepsNanos = digits == 9 && type.Kind == OrcKind.Timestamp;
        (_unitsPerSecond, _nanosPerStep, _unitsPerStep) = (keepsNanos, digits) switch
        {
            (true, _) => (1_000_000_000, 1, 1),
            (_, 3) => (1_000_000, 1_000_000, 1000),
            _ => (1_000_000, 1000, 1),
        };
    }

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        var values = target.Values<long>(rows);
        var fractions = Room(ref _fractions, count);
        _seconds.Read(values[..count]);
        _nanos.Read(fractions);
        for (var at = 0; at < count; at++)
        {
            values[at] = Value(values[at], fractions[at]);
        }

        Spread(values, count, present);
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf)
    {
        _seconds.Seek(ref positions);
        _nanos.Seek(ref positions);
    }

    private long Value(long seconds, long stored)
    {
        var nanos = stored >>> 3;
        for (var zeros = (stored & 7) is var code and not 0 ? code + 1 : 0; zeros > 0; zeros--)
        {
            nanos = nanos > 1_000_000_000 ? throw new FormatException("a timestamp's nanoseconds are more than a second") : nanos * 10;
        }

        if (nanos is < 0 or > 999_999_999)
        {
            throw new FormatException("a timestamp's nanoseconds are more than a second");
        }

        // DuckDB's own limits, with room for the base and the zone.
        var most = (long.MaxValue / _unitsPerSecond) - (100 * 366 * 86_400L);
        if (seconds > most || seconds < -most)
        {
            throw new FormatException($"a timestamp of {seconds} seconds");
        }

        seconds += _zone.BaseSeconds;

        // Writers round seconds towards zero: before 1970 that is up, unless the milliseconds are zero.
        if (seconds < 0 && nanos > 999_999)
        {
            seconds--;
        }

        var fraction = (nanos + (_nanosPerStep / 2)) / _nanosPerStep * _unitsPerStep;
        return (_zone.ToLocal(seconds) * _unitsPerSecond) + fraction;
    }
}
