namespace Weir.Services.Athena.Scans.Projection;

/// <summary>Indices as ranges that do not touch, in order. Immutable.</summary>
internal sealed class IndexSet
{
    private readonly List<(long First, long Last)> _ranges;

    private IndexSet(List<(long First, long Last)> ranges) => _ranges = ranges;

    public static IndexSet None { get; } = new([]);

    public static IndexSet Range(long first, long last) => first > last ? None : new([(first, last)]);

    public long Count => _ranges.Sum(range => range.Last - range.First + 1);

    public IEnumerable<long> All()
    {
        foreach (var (first, last) in _ranges)
        {
            for (var at = first; at <= last; at++)
            {
                yield return at;
            }
        }
    }

    public IndexSet And(IndexSet other)
    {
        var both = new List<(long, long)>();
        var (mine, theirs) = (0, 0);
        while (mine < _ranges.Count && theirs < other._ranges.Count)
        {
            var first = Math.Max(_ranges[mine].First, other._ranges[theirs].First);
            var last = Math.Min(_ranges[mine].Last, other._ranges[theirs].Last);
            if (first <= last)
            {
                both.Add((first, last));
            }

            _ = _ranges[mine].Last < other._ranges[theirs].Last ? mine++ : theirs++;
        }

        return new(both);
    }

    public IndexSet Or(IndexSet other)
    {
        var merged = new List<(long First, long Last)>();
        foreach (var range in _ranges.Concat(other._ranges).OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return new(merged);
    }
}
