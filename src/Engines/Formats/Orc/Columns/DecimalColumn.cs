using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Columns;

/// <summary>Decimals: digits as varints, and for each value the scale it was written with.</summary>
internal sealed class DecimalColumn : OrcColumn
{
    private static readonly Int128[] Powers = MakePowers();

    private readonly OrcStream _digits;
    private readonly WholeNumbers _scales;

    /// <summary>The second version's short decimals: plain numbers of the type's scale.</summary>
    private readonly WholeNumbers? _plain;
    private readonly Int128 _limit;
    private long[] _scale = [];
    private Int128[] _wide = [];

    public DecimalColumn(OrcStripe stripe, OrcType type)
        : base(stripe, type)
    {
        _digits = Stream(OrcStreamKind.Data);
        _scales = WholeNumbers.Of(Stream(OrcStreamKind.Secondary), DirectEncoding(), isSigned: true);
        _limit = Powers[type.Precision];
        _plain = stripe.Tail.IsVersion2 && type.Precision <= 18
            ? WholeNumbers.Of(_digits, OrcEncodingKind.DirectV2, isSigned: true)
            : null;
    }

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        if (Type.Precision > 18)
        {
            var values = target.Values<Int128>(rows);
            ReadValues(values[..count]);
            Spread(values, count, present);
            return;
        }

        var wide = Room(ref _wide, count);
        ReadValues(wide);
        switch (Type.Precision)
        {
            case <= 4:
                Store(wide, target.Values<short>(rows), present);
                break;
            case <= 9:
                Store(wide, target.Values<int>(rows), present);
                break;
            default:
                Store(wide, target.Values<long>(rows), present);
                break;
        }
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf)
    {
        if (_plain is not null)
        {
            _plain.Seek(ref positions);
            return;
        }

        _digits.Seek(ref positions);
        _scales.Seek(ref positions);
    }

    private static void Store<T>(ReadOnlySpan<Int128> wide, Span<T> values, ReadOnlySpan<byte> present)
        where T : struct, System.Numerics.IBinaryInteger<T>
    {
        for (var at = 0; at < wide.Length; at++)
        {
            values[at] = T.CreateTruncating((long)wide[at]);
        }

        Spread(values, wide.Length, present);
    }

    private void ReadValues(Span<Int128> values)
    {
        var scales = Room(ref _scale, values.Length);
        if (_plain is not null)
        {
            _plain.Read(scales);
            for (var at = 0; at < values.Length; at++)
            {
                values[at] = scales[at];
            }

            scales.Fill(Type.Scale);
        }
        else
        {
            Varints.ReadWide(_digits, values);
            _scales.Read(scales);
        }

        for (var at = 0; at < values.Length; at++)
        {
            if (scales[at] != Type.Scale)
            {
                values[at] = Rescale(values[at], scales[at]);
            }

            if (values[at] >= _limit || values[at] <= -_limit)
            {
                throw Unfit();
            }
        }
    }

    private Int128 Rescale(Int128 value, long scale)
    {
        var more = Type.Scale - scale;
        if (more is < -38 or > 38)
        {
            throw Unfit();
        }

        if (more >= 0)
        {
            var most = Powers[38] / Powers[(int)more];
            return value < most && value > -most ? value * Powers[(int)more] : throw Unfit();
        }

        // Half is rounded away from zero, as everywhere in Hive.
        var (whole, rest) = Int128.DivRem(value, Powers[(int)-more]);
        return Int128.Abs(rest) >= Powers[(int)-more] / 2 ? whole + Int128.Sign(value) : whole;
    }

    private FormatException Unfit() => new($"a decimal in column {Type.Id} has more digits than its type decimal({Type.Precision},{Type.Scale})");

    private static Int128[] MakePowers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (var at = 1; at < powers.Length; at++)
        {
            powers[at] = powers[at - 1] * 10;
        }

        return powers;
    }
}
