namespace Weir.Engines.Formats.Orc;

/// <summary>Which rows of a stripe are read: all, or the groups an index leaves over. One thread.</summary>
internal sealed class OrcRowRanges
{
    private readonly IReadOnlyDictionary<int, IReadOnlyList<IReadOnlyList<ulong>>> _positions;
    private readonly List<(int Group, long Rows)> _runs;
    private int _run;
    private long _done;
    private bool _jumps;

    private OrcRowRanges(List<(int Group, long Rows)> runs, IReadOnlyDictionary<int, IReadOnlyList<IReadOnlyList<ulong>>> positions)
    {
        (_runs, _positions) = (runs, positions);
        _jumps = runs.Count > 0 && runs[0].Group > 0;
    }

    public static OrcRowRanges None { get; } = new([], new Dictionary<int, IReadOnlyList<IReadOnlyList<ulong>>>());

    /// <summary>Rows that can be read without a jump; 0 at the end.</summary>
    public long Left => _run < _runs.Count ? _runs[_run].Rows - _done : 0;

    public static OrcRowRanges All(long rows) => new([(0, rows)], None._positions);

    /// <param name="wanted">Which groups are read.</param>
    /// <param name="positions">For each column's id the positions of its groups.</param>
    public static OrcRowRanges Of(
        bool[] wanted, long stride, long rows, IReadOnlyDictionary<int, IReadOnlyList<IReadOnlyList<ulong>>> positions)
    {
        var runs = new List<(int Group, long Rows)>();
        for (var group = 0; group < wanted.Length; group++)
        {
            if (!wanted[group])
            {
                continue;
            }

            var start = group;
            while (group < wanted.Length && wanted[group])
            {
                group++;
            }

            runs.Add((start, Math.Min(rows, group * stride) - (start * stride)));
        }

        return new(runs, positions);
    }

    /// <summary>The group to go to before the next rows are read; null where they follow the last ones.</summary>
    public int? TakeJump()
    {
        if (!_jumps)
        {
            return null;
        }

        _jumps = false;
        return _runs[_run].Group;
    }

    public void Advance(int rows)
    {
        _done += rows;
        if (_done == _runs[_run].Rows)
        {
            (_run, _done, _jumps) = (_run + 1, 0, true);
        }
    }

    public IReadOnlyList<ulong> Positions(int column, int group) =>
        _positions.TryGetValue(column, out var groups) && group < groups.Count
            ? groups[group]
            : throw new FormatException($"column {column} has no row index for group {group}");
}
