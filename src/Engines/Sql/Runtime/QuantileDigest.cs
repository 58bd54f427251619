namespace Weir.Engines.Sql.Runtime;

/// <summary>
/// Ranks with a bounded error: weights by value, and neighbours join when there are too many. A joined group answers with its greatest
/// value, so that answers are values that were added. One thread at a time.
/// </summary>
internal sealed class QuantileDigest(double accuracy)
{
    private const byte Format = 1;
    private readonly SortedDictionary<double, double> _weights = [];

    public double Accuracy => accuracy;

    public double Weight { get; private set; }

    private int GroupsMax => (int)Math.Min(20_000, 4 / accuracy);

    public void Add(double value, double weight)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        _weights[value] = _weights.GetValueOrDefault(value) + weight;
        Weight += weight;
        if (_weights.Count > 2 * GroupsMax)
        {
            Shrink();
        }
    }

    public void Add(QuantileDigest other)
    {
        foreach (var (value, weight) in other._weights)
        {
            Add(value, weight);
        }
    }

    /// <summary>The smallest value with more than so much of the weight at or below it; null when nothing was added.</summary>
    public double? ValueAt(double quantile)
    {
        var (sum, last) = (0.0, (double?)null);
        foreach (var (value, weight) in _weights)
        {
            sum += weight;
            last = value;
            if (sum > quantile * Weight)
            {
                return value;
            }
        }

        return last;
    }

    public double? QuantileAt(double value) => Weight == 0 || value < _weights.First().Key || value > _weights.Last().Key
        ? null
        : _weights.Where(pair => pair.Key < value).Sum(pair => pair.Value) / Weight;

    public byte[] ToBytes()
    {
        var bytes = new byte[9 + (16 * _weights.Count)];
        bytes[0] = Format;
        BitConverter.TryWriteBytes(bytes.AsSpan(1), accuracy);
        var at = 9;
        foreach (var (value, weight) in _weights)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(at), value);
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 8), weight);
            at += 16;
        }

        return bytes;
    }

    public static QuantileDigest Of(byte[] bytes)
    {
        if (bytes.Length < 9 || bytes[0] != Format || bytes.Length % 16 != 9 || BitConverter.ToDouble(bytes, 1) is not (> 0 and < 1))
        {
            throw SqlRuntime.Invalid("Invalid quantile digest");
        }

        var digest = new QuantileDigest(BitConverter.ToDouble(bytes, 1));
        for (var at = 9; at < bytes.Length; at += 16)
        {
            digest.Add(BitConverter.ToDouble(bytes, at), BitConverter.ToDouble(bytes, at + 8));
        }

        return digest;
    }

    private void Shrink()
    {
        var limit = Weight / GroupsMax;
        var groups = new List<KeyValuePair<double, double>>();
        var open = 0.0;
        foreach (var (value, weight) in _weights)
        {
            if (groups.Count > 0 && open + weight <= limit)
            {
                open += weight;
                groups[^1] = new(value, open);
            }
            else
            {
                open = weight;
                groups.Add(new(value, weight));
            }
        }

        _weights.Clear();
        foreach (var (value, weight) in groups)
        {
            _weights[value] = weight;
        }
    }
}
