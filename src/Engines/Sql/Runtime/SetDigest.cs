namespace Weir.Engines.Sql.Runtime;

/// <summary>The smallest hashes of a set with their counts: estimates how alike two sets are. One thread at a time.</summary>
internal sealed class SetDigest
{
    private const int HashesMax = 8192;
    private const byte Format = 1;
    private readonly SortedDictionary<long, int> _counts = [];
    private readonly HyperLogLog _counter = new();

    public IEnumerable<KeyValuePair<long, int>> Counts => _counts;

    public bool IsExact => _counts.Count < HashesMax;

    public void Add(long hash, int count = 1)
    {
        _counter.Add((ulong)hash);
        _counts[hash] = Math.Min(short.MaxValue, _counts.GetValueOrDefault(hash) + count);
        if (_counts.Count > HashesMax)
        {
            _counts.Remove(_counts.Keys.Last());
        }
    }

    public void Add(SetDigest other)
    {
        foreach (var (hash, count) in other._counts)
        {
            Add(hash, count);
        }

        _counter.Add(other._counter);
    }

    public long Cardinality() => IsExact ? _counts.Count : _counter.Cardinality();

    /// <summary>The share of the smallest hashes of both that both have.</summary>
    public static double Jaccard(SetDigest left, SetDigest right)
    {
        var size = Math.Min(left._counts.Count, right._counts.Count);
        var union = left._counts.Keys.Union(right._counts.Keys).Order().Take(left.IsExact && right.IsExact ? int.MaxValue : size).ToList();
        return union.Count == 0 ? 0 : union.Count(hash => left._counts.ContainsKey(hash) && right._counts.ContainsKey(hash)) / (double)union.Count;
    }

    public static long Intersection(SetDigest left, SetDigest right)
    {
        if (left.IsExact && right.IsExact)
        {
            return left._counts.Keys.LongCount(right._counts.ContainsKey);
        }

        var both = new HyperLogLog();
        both.Add(left._counter);
        both.Add(right._counter);
        return Math.Min((long)Math.Round(Jaccard(left, right) * both.Cardinality()), Math.Min(left.Cardinality(), right.Cardinality()));
    }

    public byte[] ToBytes()
    {
        var counter = _counter.ToBytes();
        var bytes = new byte[5 + (12 * _counts.Count) + counter.Length];
        bytes[0] = Format;
        BitConverter.TryWriteBytes(bytes.AsSpan(1), _counts.Count);
        var at = 5;
        foreach (var (hash, count) in _counts)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(at), hash);
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 8), count);
            at += 12;
        }

        counter.CopyTo(bytes, at);
        return bytes;
    }

    public static SetDigest Of(byte[] bytes)
    {
        if (bytes.Length < 6 || bytes[0] != Format || BitConverter.ToInt32(bytes, 1) is var count && (count is < 0 or > HashesMax || bytes.Length < 6 + (12 * count)))
        {
            throw SqlRuntime.Invalid("Invalid set digest");
        }

        var digest = new SetDigest();
        var at = 5;
        for (var i = 0; i < count; i++, at += 12)
        {
            digest._counts[BitConverter.ToInt64(bytes, at)] = BitConverter.ToInt32(bytes, at + 8);
        }

        digest._counter.Add(HyperLogLog.Of(bytes[at..]));
        return digest;
    }
}
