namespace Weir.Engines.Sql.Runtime;

/// <summary>
/// Runs a pattern whose definitions depend on the rows matched before: one choice after the other in the pattern's order of preference, going
/// back where one fails. One thread.
/// </summary>
/// <remarks>
/// The same step after the same rows is tried once. Rows may still be labelled in very many ways: how many steps all matches of a partition
/// together may take is bounded.
/// </remarks>
internal sealed class DependentRowMatcher(IReadOnlyList<RowPatternStep> steps, RowConditions conditions, RowColumns columns)
{
    private const long StepsMax = 50_000_000;

    private readonly RowMatch _match = new(conditions, columns);
    private readonly Stack<(int Step, int Rows)> _choices = new();
    private readonly List<HashSet<int>> _seen = [];
    private long _steps;

    /// <summary>The preferred match that begins at a row: the variable of each of its rows; null for none.</summary>
    /// <param name="rows">Bits of the variables that each row may be, as far as other rows do not matter.</param>
    public List<(int Variable, bool IsHidden)>? Match(long[] rows, int start, long number)
    {
        _match.Begin(start, number);
        _choices.Clear();
        Forget(0);
        var index = 0;
        while (true)
        {
            if (++_steps > StepsMax)
            {
                throw new SqlException(SqlErrorCode.NotSupported, $"The row pattern takes more than {StepsMax} steps in one partition");
            }

            var step = steps[index];
            if (step.Kind == RowPatternStepKind.Match)
            {
                return _match.Rows;
            }

            if (Next(step, index, rows, start) is { } next)
            {
                index = next;
            }
            else if (_choices.TryPop(out var choice))
            {
                _match.CutTo(choice.Rows);
                index = choice.Step;
            }
            else
            {
                return null;
            }
        }
    }

    /// <summary>The step after one; null where it fails.</summary>
    private int? Next(RowPatternStep step, int index, long[] rows, int start)
    {
        var at = start + _match.Count;
        switch (step.Kind)
        {
            case RowPatternStepKind.Split when _seen[_match.Count].Add(index):
                _choices.Push((step.Second, _match.Count));
                return step.First;
            case RowPatternStepKind.Start when at == 0:
            case RowPatternStepKind.End when at == rows.Length:
                return index + 1;
            case RowPatternStepKind.Row when at < rows.Length && (rows[at] & (1L << step.First)) != 0:
                _match.Add(step.First, step.IsHidden);
                if (conditions.Conditions.TryGetValue(step.First, out var condition) && condition.Evaluate(_match) is not true)
                {
                    _match.CutTo(_match.Count - 1);
                    return null;
                }

                Forget(_match.Count);
                return index + 1;
            default:
                return null;
        }
    }

    private void Forget(int count)
    {
        if (count == _seen.Count)
        {
            _seen.Add([]);
        }

        _seen[count].Clear();
    }
}
