namespace Weir.Engines.Formats.Codecs.Bzip2;

/// <summary>
/// Sorts all rotations of a block: by one byte, then by twice as many bytes in each round, until no two are equal. Rounds take the time of
/// the block's length, whatever is in it. One thread; keeps its memory for the next block.
/// </summary>
internal sealed class BlockSort
{
    private int[] _order = [], _next = [], _rank = [], _newRank = [], _starts = [];

    /// <summary>The first bytes' places in the order of the rotations.</summary>
    public ReadOnlySpan<int> Sort(ReadOnlySpan<byte> block)
    {
        var length = block.Length;
        if (_order.Length < length)
        {
            (_order, _next, _rank, _newRank) = (new int[length], new int[length], new int[length], new int[length]);
            _starts = new int[Math.Max(length, 256) + 1];
        }

        var classes = SortBytes(block);
        for (var step = 1; step < length && classes < length; step *= 2)
        {
            classes = Double(length, step, classes);
        }

        return _order.AsSpan(0, length);
    }

    private int SortBytes(ReadOnlySpan<byte> block)
    {
        var starts = _starts.AsSpan(0, 257);
        starts.Clear();
        foreach (var value in block)
        {
            starts[value + 1]++;
        }

        var classes = 0;
        Span<int> classOf = stackalloc int[256];
        for (var value = 0; value < 256; value++)
        {
            classOf[value] = classes;
            classes += starts[value + 1] > 0 ? 1 : 0;
            starts[value + 1] += starts[value];
        }

        for (var at = 0; at < block.Length; at++)
        {
            _order[starts[block[at]]++] = at;
            _rank[at] = classOf[block[at]];
        }

        return classes;
    }

    /// <summary>They are in order by their first bytes, so those so many bytes before them are by their second ones.</summary>
    private int Double(int length, int step, int classes)
    {
        var order = _order.AsSpan(0, length);
        var next = _next.AsSpan(0, length);
        var rank = _rank.AsSpan(0, length);
        var newRank = _newRank.AsSpan(0, length);
        var starts = _starts.AsSpan(0, classes + 1);
        starts.Clear();
        for (var at = 0; at < length; at++)
        {
            var before = order[at] - step;
            next[at] = before < 0 ? before + length : before;
            starts[rank[at] + 1]++;
        }

        for (var at = 1; at <= classes; at++)
        {
            starts[at] += starts[at - 1];
        }

        foreach (var place in next)
        {
            order[starts[rank[place]]++] = place;
        }

        var found = 0;
        var last = order[0];
        newRank[last] = 0;
        for (var at = 1; at < length; at++)
        {
            var here = order[at];
            if (rank[here] != rank[last] || rank[Wrap(here + step, length)] != rank[Wrap(last + step, length)])
            {
                found++;
            }

            newRank[here] = found;
            last = here;
        }

        (_rank, _newRank) = (_newRank, _rank);
        return found + 1;
    }

    private static int Wrap(int at, int length) => at < length ? at : at - length;
}
