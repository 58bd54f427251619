namespace Weir.Engines.Sql.Runtime;

/// <summary>Runs a pattern's steps over rows. One instance serves one thread.</summary>
internal sealed class RowPatternMatcher(IReadOnlyList<RowPatternStep> steps)
{
    private readonly int[] _seen = new int[steps.Count];
    private readonly Stack<int> _open = new();
    private List<(int Step, Labelled? Rows)> _now = [];
    private List<(int Step, Labelled? Rows)> _next = [];
    private int _round;

    /// <summary>The preferred match that begins at a row: the variable of each of its rows; null for none.</summary>
    /// <param name="rows">Bits of the variables that each row may be.</param>
    public List<(int Variable, bool IsHidden)>? Match(long[] rows, int start)
    {
        (Labelled? Rows, int Count)? best = null;
        _now.Clear();
        _round++;
        Follow(0, null, start, rows.Length, _now);
        for (var at = start; _now.Count > 0; at++)
        {
            _round++;
            _next.Clear();
            foreach (var (index, labelled) in _now)
            {
                var step = steps[index];
                if (step.Kind == RowPatternStepKind.Match)
                {
                    // What is less preferred need not be looked at.
                    best = (labelled, at - start);
                    break;
                }

                if (at < rows.Length && (rows[at] & (1L << step.First)) != 0)
                {
                    Follow(index + 1, new(step.First, step.IsHidden, labelled), at + 1, rows.Length, _next);
                }
            }

            (_now, _next) = (_next, _now);
        }

        return best is var (last, count) ? Unfold(last, count) : null;
    }

    /// <summary>The steps that take a row or end the match, reached from here without one, in order of preference.</summary>
    private void Follow(int first, Labelled? labelled, int at, int end, List<(int Step, Labelled? Rows)> into)
    {
        _open.Push(first);
        while (_open.TryPop(out var index))
        {
            if (_seen[index] == _round)
            {
                continue;
            }

            _seen[index] = _round;
            var step = steps[index];
            switch (step.Kind)
            {
                case RowPatternStepKind.Split:
                    _open.Push(step.Second);
                    _open.Push(step.First);
                    break;
                case RowPatternStepKind.Start when at == 0:
                case RowPatternStepKind.End when at == end:
                    _open.Push(index + 1);
                    break;
                case RowPatternStepKind.Row or RowPatternStepKind.Match:
                    into.Add((index, labelled));
                    break;
                default:
                    break;
            }
        }
    }

    private static List<(int Variable, bool IsHidden)> Unfold(Labelled? last, int count)
    {
        var rows = new (int, bool)[count];
        for (var row = last; row is not null; row = row.Before)
        {
            rows[--count] = (row.Variable, row.IsHidden);
        }

        return [.. rows];
    }

    private sealed record Labelled(int Variable, bool IsHidden, Labelled? Before);
}
