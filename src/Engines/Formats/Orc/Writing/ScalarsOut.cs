using System.Runtime.InteropServices;
using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Orc.Writing;

internal sealed class BooleanOut : ColumnOut
{
    private readonly OutStream _data;
    private readonly BitRunsOut _bits;

    public BooleanOut(int id, DuckType type, OrcWriteOptions options)
        : base(id, OrcKind.Boolean, type, options)
    {
        _data = new(OrcStreamKind.Data, options);
        _bits = new(_data);
    }

    protected override IReadOnlyList<OutStream> Streams => [_data];

    protected override void WriteValues(DuckVector vector, ReadOnlySpan<int> rows)
    {
        var values = vector.Values<byte>();
        foreach (var row in rows)
        {
            _bits.Add(values[row] != 0);
            Statistics.Boolean(values[row] != 0);
        }
    }

    protected override void ValuePositions(List<ulong> positions) => _bits.Position(positions);

    protected override void FinishValues()
    {
        _bits.Flush();
        _data.Finish();
    }
}

internal sealed class ByteOut : ColumnOut
{
    private readonly OutStream _data;
    private readonly ByteRunsOut _bytes;

    public ByteOut(int id, DuckType type, OrcWriteOptions options)
        : base(id, OrcKind.Byte, type, options)
    {
        _data = new(OrcStreamKind.Data, options);
        _bytes = new(_data);
    }

    protected override IReadOnlyList<OutStream> Streams => [_data];

    protected override void WriteValues(DuckVector vector, ReadOnlySpan<int> rows)
    {
        var values = vector.Values<sbyte>();
        foreach (var row in rows)
        {
            _bytes.Add((byte)values[row]);
            Statistics.Whole(values[row]);
        }
    }

    protected override void ValuePositions(List<ulong> positions) => _bytes.Position(positions);

    protected override void FinishValues()
    {
        _bytes.Flush();
        _data.Finish();
    }
}

/// <summary>Whole numbers of 16 to 64 bits, and dates.</summary>
internal sealed class WholeOut : ColumnOut
{
    private readonly OutStream _data;
    private readonly WholeNumbersOut _numbers;

    public WholeOut(int id, DuckType type, OrcWriteOptions options)
        : base(id, KindOf(type), type, options)
    {
        _data = new(OrcStreamKind.Data, options);
        _numbers = new(_data, isSigned: true);
    }

    public override OrcEncodingKind Encoding => OrcEncodingKind.DirectV2;

    protected override IReadOnlyList<OutStream> Streams => [_data];

    protected override void WriteValues(DuckVector vector, ReadOnlySpan<int> rows)
    {
        switch (Type.Kind)
        {
            case DuckKind.SmallInt:
                var shorts = vector.Values<short>();
                foreach (var row in rows)
                {
                    Add(shorts[row]);
                }

                break;
            case DuckKind.BigInt:
                var longs = vector.Values<long>();
                foreach (var row in rows)
                {
                    Add(longs[row]);
                }

                break;
            default:
                var ints = vector.Values<int>();
                foreach (var row in rows)
                {
                    Add(ints[row]);
                }

                break;
        }
    }

    protected override void ValuePositions(List<ulong> positions) => _numbers.Position(positions);

    protected override void FinishValues()
    {
        _numbers.Flush();
        _data.Finish();
    }

    private void Add(long value)
    {
        _numbers.Add(value);
        Statistics.Whole(value);
    }

    private static OrcKind KindOf(DuckType type) => type.Kind switch
    {
        DuckKind.SmallInt => OrcKind.Short,
        DuckKind.Integer => OrcKind.Int,
        DuckKind.Date => OrcKind.Date,
        _ => OrcKind.Long,
    };
}

internal sealed class RealOut : ColumnOut
{
    private readonly OutStream _data;

    public RealOut(int id, DuckType type, OrcWriteOptions options)
        : base(id, type.Kind == DuckKind.Float ? OrcKind.Float : OrcKind.Double, type, options) =>
        _data = new(OrcStreamKind.Data, options);

    protected override IReadOnlyList<OutStream> Streams => [_data];

    protected override void WriteValues(DuckVector vector, ReadOnlySpan<int> rows)
    {
        if (Kind == OrcKind.Float)
        {
            var floats = vector.Values<float>();
            foreach (var row in rows)
            {
                _data.Bytes(MemoryMarshal.AsBytes(floats.Slice(row, 1)));
                Statistics.Real(floats[row]);
            }

            return;
        }

        var doubles = vector.Values<double>();
        foreach (var row in rows)
        {
            _data.Bytes(MemoryMarshal.AsBytes(doubles.Slice(row, 1)));
            Statistics.Real(doubles[row]);
        }
    }

    protected override void ValuePositions(List<ulong> positions) => _data.Position(positions);

    protected override void FinishValues() => _data.Finish();
}

internal sealed class DecimalOut : ColumnOut
{
    private readonly OutStream _digits;
    private readonly OutStream _scaleStream;
    private readonly WholeNumbersOut _scales;

    public DecimalOut(int id, DuckType type, OrcWriteOptions options)
        : base(id, OrcKind.Decimal, type, options)
    {
        _digits = new(OrcStreamKind.Data, options);
        _scaleStream = new(OrcStreamKind.Secondary, options);
        _scales = new(_scaleStream, isSigned: true);
    }

    public override OrcEncodingKind Encoding => OrcEncodingKind.DirectV2;

    protected override IReadOnlyList<OutStream> Streams => [_digits, _scaleStream];

    public override ProtoWriter TypeMessage()
    {
        var message = base.TypeMessage();
        message.Number(5, (ulong)Type.Width);
        message.Number(6, (ulong)Type.Scale);
        return message;
    }

    protected override void WriteValues(DuckVector vector, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            var value = vector.Unscaled(row);
            Statistics.Decimal(value);
            _scales.Add(Type.Scale);
            var rest = (UInt128)((value << 1) ^ (value >> 127));
            for (; rest >= 0x80; rest >>= 7)
            {
                _digits.Byte((byte)((byte)rest | 0x80));
            }

            _digits.Byte((byte)rest);
        }
    }

    protected override void ValuePositions(List<ulong> positions)
    {
        _digits.Position(positions);
        _scales.Position(positions);
    }

    protected override void FinishValues()
    {
        _digits.Finish();
        _scales.Flush();
        _scaleStream.Finish();
    }
}

internal sealed class TimestampOut : ColumnOut
{
    private static readonly long Base = OrcZone.Of("UTC").BaseSeconds;

    private readonly OutStream _secondStream;
    private readonly OutStream _nanoStream;
    private readonly WholeNumbersOut _seconds;
    private readonly WholeNumbersOut _nanos;

    public TimestampOut(int id, DuckType type, OrcWriteOptions options)
        : base(id, type.Kind == DuckKind.Timestamp ? OrcKind.Timestamp : OrcKind.TimestampInstant, type, options)
    {
        _secondStream = new(OrcStreamKind.Data, options);
        _nanoStream = new(OrcStreamKind.Secondary, options);
        _seconds = new(_secondStream, isSigned: true);
        _nanos = new(_nanoStream, isSigned: false);
    }

    public override OrcEncodingKind Encoding => OrcEncodingKind.DirectV2;

    protected override IReadOnlyList<OutStream> Streams => [_secondStream, _nanoStream];

    protected override void WriteValues(DuckVector vector, ReadOnlySpan<int> rows)
    {
        var values = vector.Values<long>();
        foreach (var row in rows)
        {
            var micros = values[row];
            var seconds = micros / 1_000_000;
            var rest = micros % 1_000_000;
            if (rest < 0)
            {
                (seconds, rest) = (seconds - 1, rest + 1_000_000);
            }

            Statistics.Whole((seconds * 1000) + (rest / 1000));

            // Readers expect seconds rounded towards zero before 1970. That leaves the second before 1970 ambiguous: the format's flaw.
            _seconds.Add((seconds < 0 && rest > 999 ? seconds + 1 : seconds) - Base);
            _nanos.Add(Pack(rest * 1000));
        }
    }

    protected override void ValuePositions(List<ulong> positions)
    {
        _seconds.Position(positions);
        _nanos.Position(positions);
    }

    protected override void FinishValues()
    {
        _seconds.Flush();
        _secondStream.Finish();
        _nanos.Flush();
        _nanoStream.Finish();
    }

    /// <summary>Three bits say how many zeros (less one) were taken from the end.</summary>
    private static long Pack(long nanos)
    {
        if (nanos == 0 || nanos % 100 != 0)
        {
            return nanos << 3;
        }

        var zeros = 1;
        for (nanos /= 100; nanos % 10 == 0 && zeros < 7; zeros++)
        {
            nanos /= 10;
        }

        return (nanos << 3) | (long)zeros;
    }
}
