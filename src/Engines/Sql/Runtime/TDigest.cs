using System.Buffers.Binary;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Dunning's merging t-digest with the scale function and the interpolation that Trino's has. One thread at a time.</summary>
internal sealed class TDigest
{
    private const double Compression = 200;
    private const int BufferMax = 1260;
    private const byte Format = 1;

    private readonly List<(double Mean, double Weight)> _centroids = [];
    private bool _isMerged = true;
    private bool _backwards;

    public double Weight { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public void Add(double value, double weight)
    {
        if (!double.IsFinite(value))
        {
            throw SqlRuntime.Invalid(double.IsNaN(value) ? "value is NaN" : "value must be finite");
        }

        _centroids.Add((value, weight));
        _isMerged = false;
        Weight += weight;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        if (_centroids.Count >= BufferMax)
        {
            Merge();
        }
    }

    public void Add(TDigest other)
    {
        _centroids.AddRange(other._centroids);
        _isMerged = false;
        Weight += other.Weight;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        if (_centroids.Count >= BufferMax)
        {
            Merge();
        }
    }

    /// <summary>The value below which so much of the weight lies.</summary>
    public double ValueAt(double quantile)
    {
        if (_centroids.Count == 0)
        {
            return double.NaN;
        }

        Merge();
        if (_centroids.Count == 1)
        {
            return _centroids[0].Mean;
        }

        var offset = quantile * Weight;
        var (first, last) = (_centroids[0], _centroids[^1]);
        if (offset < 1)
        {
            return Min;
        }

        if (offset < first.Weight / 2)
        {
            return Min + Between(offset, 1, Min, first.Weight / 2, first.Mean);
        }

        if (offset >= Weight - 1 && !(offset <= Weight - 1 && Weight - offset <= last.Weight / 2 && last.Weight / 2 > 1))
        {
            return Max;
        }

        if (Weight - offset <= last.Weight / 2 && last.Weight / 2 > 1)
        {
            return Max + Between(Weight - offset, 1, Max, last.Weight / 2, last.Mean);
        }

        var before = first.Weight / 2;
        for (var i = 0; i + 1 < _centroids.Count; i++)
        {
            var (left, right) = (_centroids[i], _centroids[i + 1]);
            var step = (left.Weight + right.Weight) / 2;
            if (before + step > offset)
            {
                return Inside(left, right, offset - before, step);
            }

            before += step;
        }

        return last.Weight / 2 > 1 ? Max + Between(Weight - offset, 1, Max, last.Weight / 2, last.Mean) : Max;
    }

    /// <summary>The share of the weight at or below a value.</summary>
    public double QuantileAt(double value)
    {
        Merge();
        var below = _centroids.Where(centroid => centroid.Mean <= value).Sum(centroid => centroid.Weight);
        return Weight == 0 ? double.NaN : below / Weight;
    }

    public byte[] ToBytes()
    {
        Merge();
        var bytes = new byte[29 + (16 * _centroids.Count)];
        bytes[0] = Format;
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(1), Min);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(9), Max);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(17), Weight);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(25), _centroids.Count);
        for (var i = 0; i < _centroids.Count; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(29 + (16 * i)), _centroids[i].Mean);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(37 + (16 * i)), _centroids[i].Weight);
        }

        return bytes;
    }

    public static TDigest Of(byte[] bytes)
    {
        if (bytes.Length < 29 || bytes[0] != Format || bytes.Length != 29 + (16L * BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(25))))
        {
            throw SqlRuntime.Invalid("Invalid t-digest");
        }

        var digest = new TDigest
        {
            Min = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(1)),
            Max = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(9)),
            Weight = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(17)),
        };
        for (var at = 29; at < bytes.Length; at += 16)
        {
            digest._centroids.Add((BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at)), BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at + 8))));
        }

        return digest;
    }

    /// <summary>Between two centroids; one that holds a single value is that value for its half.</summary>
    private static double Inside((double Mean, double Weight) left, (double Mean, double Weight) right, double offset, double step)
    {
        if (left.Weight == 1 && offset < left.Weight / 2)
        {
            return left.Mean;
        }

        if (right.Weight == 1 && offset >= left.Weight / 2)
        {
            return right.Mean;
        }

        if (left.Weight == 1)
        {
            return left.Mean + Between(offset - 0.5, 0, left.Mean, right.Weight / 2, right.Mean);
        }

        return left.Mean + Between(offset, 0, left.Mean, right.Weight == 1 ? left.Weight / 2 : step, right.Mean);
    }

    private static double Between(double x, double x0, double y0, double x1, double y1) => (x - x0) / (x1 - x0) * (y1 - y0);

    private void Merge()
    {
        if (_isMerged)
        {
            return;
        }

        _centroids.Sort((left, right) => left.Mean.CompareTo(right.Mean));
        if (_backwards)
        {
            _centroids.Reverse();
        }

        var normalizer = Compression / ((4 * Math.Log(Weight / Compression)) + 24);
        var merged = new List<(double Mean, double Weight)>();
        var current = _centroids[0];
        var (before, limit) = (0.0, 0.0);
        foreach (var next in _centroids.Skip(1))
        {
            var weight = current.Weight + next.Weight;
            var quantile = Math.Min((before + weight) / Weight, 1);
            if (weight <= Weight * Math.Min(limit, quantile * (1 - quantile) / normalizer))
            {
                current = (current.Mean + ((next.Mean - current.Mean) * next.Weight / weight), weight);
                continue;
            }

            merged.Add(current);
            before += current.Weight;
            var start = before / Weight;
            limit = start * (1 - start) / normalizer;
            current = next;
        }

        merged.Add(current);
        if (_backwards)
        {
            merged.Reverse();
        }

        _backwards = !_backwards;
        _centroids.Clear();
        _centroids.AddRange(merged);
        _isMerged = true;
    }
}
