using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Orc.Writing;

/// <summary>What is known of a column's values in a group of rows, a stripe or the file. One thread.</summary>
internal sealed class StatisticsOut(OrcKind kind, int scale)
{
    private const int TextBytesMax = 1024;

    private long _count;
    private bool _hasNull;
    private bool _hasAny;
    private (long Least, long Most) _whole;
    private Int128 _sum;
    private (double Least, double Most) _real;
    private double _realSum;
    private bool _hasNan;
    private (Int128 Least, Int128 Most) _decimal;
    private byte[]? _least;
    private byte[]? _most;
    private long _trues;

    public void Null() => _hasNull = true;

    public void Values(int count) => _count += count;

    public void Boolean(bool value)
    {
        _count++;
        _trues += value ? 1 : 0;
    }

    /// <summary>Whole numbers, days, milliseconds.</summary>
    public void Whole(long value)
    {
        _whole = _hasAny ? (Math.Min(_whole.Least, value), Math.Max(_whole.Most, value)) : (value, value);
        (_hasAny, _sum) = (true, _sum + value);
        _count++;
    }

    public void Real(double value)
    {
        _hasNan |= double.IsNaN(value);
        _real = _hasAny ? (Math.Min(_real.Least, value), Math.Max(_real.Most, value)) : (value, value);
        (_hasAny, _realSum) = (true, _realSum + value);
        _count++;
    }

    public void Decimal(Int128 value)
    {
        _decimal = _hasAny ? (Int128.Min(_decimal.Least, value), Int128.Max(_decimal.Most, value)) : (value, value);
        _hasAny = true;
        _count++;
    }

    public void Text(ReadOnlySpan<byte> value)
    {
        _count++;
        _sum += value.Length;
        if (kind == OrcKind.Binary)
        {
            return;
        }

        if (_least is null || value.SequenceCompareTo(_least) < 0)
        {
            _least = value.ToArray();
        }

        if (_most is null || value.SequenceCompareTo(_most) > 0)
        {
            _most = value.ToArray();
        }
    }

    public void Merge(StatisticsOut other)
    {
        if (other._hasAny)
        {
            _whole = _hasAny ? (Math.Min(_whole.Least, other._whole.Least), Math.Max(_whole.Most, other._whole.Most)) : other._whole;
            _real = _hasAny ? (Math.Min(_real.Least, other._real.Least), Math.Max(_real.Most, other._real.Most)) : other._real;
            _decimal = _hasAny
                ? (Int128.Min(_decimal.Least, other._decimal.Least), Int128.Max(_decimal.Most, other._decimal.Most))
                : other._decimal;
        }

        _least = _least is null || (other._least is not null && other._least.AsSpan().SequenceCompareTo(_least) < 0) ? other._least : _least;
        _most = _most is null || (other._most is not null && other._most.AsSpan().SequenceCompareTo(_most) > 0) ? other._most : _most;
        (_count, _sum, _realSum, _trues) = (_count + other._count, _sum + other._sum, _realSum + other._realSum, _trues + other._trues);
        (_hasNull, _hasAny, _hasNan) = (_hasNull || other._hasNull, _hasAny || other._hasAny, _hasNan || other._hasNan);
    }

    public ProtoWriter Message()
    {
        var message = new ProtoWriter();
        message.Number(1, (ulong)_count);
        var (field, detail) = Detail();
        if (detail is not null)
        {
            message.Message(field, detail);
        }

        message.Number(10, _hasNull ? 1UL : 0);
        return message;
    }

    private (int Field, ProtoWriter? Message) Detail()
    {
        var detail = new ProtoWriter();
        switch (kind)
        {
            case OrcKind.Boolean:
                detail.Packed(1, [(ulong)_trues]);
                return (5, detail);
            case OrcKind.Byte or OrcKind.Short or OrcKind.Int or OrcKind.Long when _hasAny:
                detail.Signed(1, _whole.Least);
                detail.Signed(2, _whole.Most);
                if (_sum >= long.MinValue && _sum <= long.MaxValue)
                {
                    detail.Signed(3, (long)_sum);
                }

                return (2, detail);
            case OrcKind.Date when _hasAny:
                detail.Signed(1, _whole.Least);
                detail.Signed(2, _whole.Most);
                return (7, detail);
            case OrcKind.Timestamp or OrcKind.TimestampInstant when _hasAny:
                // The writer's zone is UTC: both pairs of bounds are the same.
                detail.Signed(1, _whole.Least);
                detail.Signed(2, _whole.Most);
                detail.Signed(3, _whole.Least);
                detail.Signed(4, _whole.Most);
                return (9, detail);
            case OrcKind.Float or OrcKind.Double when _hasAny && !_hasNan:
                detail.Double(1, _real.Least);
                detail.Double(2, _real.Most);
                detail.Double(3, _realSum);
                return (3, detail);
            case OrcKind.Decimal when _hasAny:
                detail.Text(1, new DuckDecimal(_decimal.Least, scale).ToString());
                detail.Text(2, new DuckDecimal(_decimal.Most, scale).ToString());
                return (6, detail);
            case OrcKind.String when _least is { Length: <= TextBytesMax } && _most is { Length: <= TextBytesMax }:
                detail.Bytes(1, _least);
                detail.Bytes(2, _most);
                detail.Signed(3, (long)_sum);
                return (4, detail);
            case OrcKind.Binary when _count > 0:
                detail.Signed(1, (long)_sum);
                return (8, detail);
            default:
                return (0, null);
        }
    }
}
