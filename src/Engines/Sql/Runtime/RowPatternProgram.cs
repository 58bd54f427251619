using System.Globalization;

namespace Weir.Engines.Sql.Runtime;

/// <summary>A row pattern compiled to steps that are tried side by side, the preferred first: time grows with rows times steps, never with choices.</summary>
internal sealed class RowPatternProgram
{
    /// <summary>Quantifiers with bounds are written out.</summary>
    private const int StepsMax = 100_000;

    private readonly string _text;
    private readonly List<RowPatternStep> _steps = [];
    private int _at;
    private bool _isHidden;

    private RowPatternProgram(string text) => _text = text;

    public required char Rows { get; init; }

    public required char Skip { get; init; }

    public required int[] SkipTo { get; init; }

    public IReadOnlyList<RowPatternStep> Steps => _steps;

    /// <param name="specification">As <see cref="Binding.Patterns.PatternText"/> writes it.</param>
    public static RowPatternProgram Compile(string specification)
    {
        var gap = specification.IndexOf(' ', StringComparison.Ordinal);
        var program = new RowPatternProgram(specification[(gap + 1)..])
        {
            Rows = specification[0],
            Skip = specification[1],
            SkipTo = [.. specification[2..gap].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => int.Parse(part, CultureInfo.InvariantCulture))],
        };
        program.Part();
        program.Add(new(RowPatternStepKind.Match));
        return program;
    }

    private int Add(RowPatternStep step)
    {
        if (_steps.Count >= StepsMax)
        {
            throw new SqlException(SqlErrorCode.NotSupported, "The row pattern is too large");
        }

        _steps.Add(step);
        return _steps.Count - 1;
    }

    private void Part()
    {
        switch (_text[_at++])
        {
            case 'v':
                var end = _text.IndexOf(' ', _at);
                Add(new(RowPatternStepKind.Row, int.Parse(_text.AsSpan(_at, end - _at), CultureInfo.InvariantCulture), IsHidden: _isHidden));
                _at = end + 1;
                break;
            case 's':
                for (_at++; _text[_at] != ']';)
                {
                    Part();
                }

                _at++;
                break;
            case 'a':
                Alternatives();
                break;
            case 'q':
                Quantified();
                break;
            case 'x':
                _at++;
                var outer = _isHidden;
                _isHidden = true;
                Part();
                _isHidden = outer;
                _at++;
                break;
            case '^':
                Add(new(RowPatternStepKind.Start));
                break;
            default:
                Add(new(RowPatternStepKind.End));
                break;
        }
    }

    private void Alternatives()
    {
        var ends = new List<int>();
        for (_at++; _text[_at] != ']';)
        {
            var split = Add(default);
            Part();
            ends.Add(Add(default));
            _steps[split] = new(RowPatternStepKind.Split, split + 1, _steps.Count);
        }

        // The last one's way out leads nowhere else.
        var dead = Add(new(RowPatternStepKind.Fail));
        _at++;
        foreach (var at in ends)
        {
            _steps[at] = new(RowPatternStepKind.Split, dead + 1, dead + 1);
        }
    }

    private void Quantified()
    {
        var open = _text.IndexOf('[', _at);
        var words = _text[_at..open].Split(',');
        var (min, isReluctant) = (long.Parse(words[0], CultureInfo.InvariantCulture), words[2] == "1");
        var max = words[1] == "-" ? (long?)null : long.Parse(words[1], CultureInfo.InvariantCulture);
        var (start, after) = (open + 1, 0);
        void Once()
        {
            _at = start;
            Part();
            after = _at;
        }

        RowPatternStep Choice(int inside, int past) => isReluctant ? new(RowPatternStepKind.Split, past, inside) : new(RowPatternStepKind.Split, inside, past);
        for (var i = 0L; i < min; i++)
        {
            Once();
        }

        if (max is null)
        {
            var split = Add(default);
            Once();
            Add(new(RowPatternStepKind.Split, split, split));
            _steps[split] = Choice(split + 1, _steps.Count);
        }
        else
        {
            var splits = new List<int>();
            for (var i = min; i < max; i++)
            {
                splits.Add(Add(default));
                Once();
            }

            foreach (var split in splits)
            {
                _steps[split] = Choice(split + 1, _steps.Count);
            }

            if (min == 0 && max == 0)
            {
                Once();
            }
        }

        _at = after + 1;
    }
}

internal enum RowPatternStepKind { Fail, Row, Split, Start, End, Match }

/// <param name="First">The variable of a row; the preferred way on of a split.</param>
/// <param name="Second">The other way.</param>
internal readonly record struct RowPatternStep(RowPatternStepKind Kind, int First = 0, int Second = 0, bool IsHidden = false);
