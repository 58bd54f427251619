using System.Globalization;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Runtime;

/// <summary>The rows of a match so far, and what definitions see of them. One thread.</summary>
/// <remarks>What is counted over rows is kept for each length of the match, so that going back costs nothing.</remarks>
internal sealed class RowMatch
{
    private readonly RowConditions _conditions;
    private readonly List<int>[] _places;
    private readonly List<Total>[] _totals;
    private readonly List<(int Variable, bool IsHidden)> _rows = [];
    private int _start;
    private long _number;

    public RowMatch(RowConditions conditions, RowColumns columns)
    {
        (_conditions, Columns) = (conditions, columns);
        _places = [.. conditions.Names.Select(_ => new List<int>())];
        _totals = [.. conditions.Values.Select(_ => new List<Total>())];
    }

    public RowColumns Columns { get; }

    public int Count => _rows.Count;

    public List<(int Variable, bool IsHidden)> Rows => [.. _rows];

    public void Begin(int start, long number)
    {
        CutTo(0);
        (_start, _number) = (start, number);
    }

    public void Add(int variable, bool isHidden)
    {
        _places[variable].Add(_rows.Count);
        _rows.Add((variable, isHidden));
        for (var at = 0; at < _totals.Length; at++)
        {
            if (_conditions.Values[at] is { Kind: PatternValueKind.Aggregate } value)
            {
                var before = _totals[at].Count == 0 ? default : _totals[at][^1];
                _totals[at].Add((value.Labels & (1L << variable)) == 0 ? before : Next(before, value));
            }
        }
    }

    public void CutTo(int count)
    {
        while (_rows.Count > count)
        {
            var variable = _rows[^1].Variable;
            _places[variable].RemoveAt(_places[variable].Count - 1);
            _rows.RemoveAt(_rows.Count - 1);
            foreach (var totals in _totals)
            {
                if (totals.Count > _rows.Count)
                {
                    totals.RemoveAt(totals.Count - 1);
                }
            }
        }
    }

    public object? Value(int index)
    {
        var value = _conditions.Values[index];
        switch (value.Kind)
        {
            case PatternValueKind.MatchNumber:
                return _number;
            case PatternValueKind.Aggregate:
                return Finish(_totals[index][^1], value);
        }

        var place = Place(value);
        if (place < 0)
        {
            return null;
        }

        if (value.Kind == PatternValueKind.Row)
        {
            return Columns.Read(value.Column, _start + place + value.Shift);
        }

        // Rows outside the match have no variable.
        var labelled = place + value.Shift;
        return labelled >= 0 && labelled < _rows.Count ? _conditions.Names[_rows[(int)labelled].Variable] : null;
    }

    /// <summary>The place in the match of the row that a value is of; negative for none.</summary>
    private long Place(RowValue value)
    {
        if (value.Labels == -1)
        {
            return value.Offset >= _rows.Count ? -1 : value.IsFirst ? value.Offset : _rows.Count - 1 - value.Offset;
        }

        if (long.PopCount(value.Labels) == 1)
        {
            var places = _places[(int)long.TrailingZeroCount(value.Labels)];
            return value.Offset >= places.Count ? -1 : places[(int)(value.IsFirst ? value.Offset : places.Count - 1 - value.Offset)];
        }

        var left = value.Offset;
        for (var at = 0; at < _rows.Count; at++)
        {
            var place = value.IsFirst ? at : _rows.Count - 1 - at;
            if ((value.Labels & (1L << _rows[place].Variable)) != 0 && left-- == 0)
            {
                return place;
            }
        }

        return -1;
    }

    private Total Next(Total before, RowValue value)
    {
        if (value.Column.Length == 0)
        {
            return before with { Count = before.Count + 1 };
        }

        if (Columns.Read(value.Column, _start + _rows.Count - 1) is not { } item)
        {
            return before;
        }

        var next = before with { Count = before.Count + 1 };
        return value.Function switch
        {
            "min" => next with { Item = before.Item is null || IsBefore(item, before.Item) ? item : before.Item },
            "max" => next with { Item = before.Item is null || IsAfter(item, before.Item) ? item : before.Item },
            "sum" or "avg" => next with
            {
                Item = before.Item is null ? item : item switch
                {
                    long whole when value.Function == "sum" => RowNumbers.Sum((long)before.Item, whole),
                    long whole => Convert.ToDouble(before.Item, CultureInfo.InvariantCulture) + whole,
                    double number => (double)before.Item + number,
                    decimal number => (decimal)before.Item + number,
                    _ => item,
                },
            },
            _ => next,
        };
    }

    /// <summary>NaN loses against every number.</summary>
    private static bool IsBefore(object item, object other) => item is not double.NaN && (other is double.NaN || RowFormula.Compare(item, other) < 0);

    private static bool IsAfter(object item, object other) => item is not double.NaN && (other is double.NaN || RowFormula.Compare(item, other) > 0);

    private static object? Finish(Total total, RowValue value) => value.Function switch
    {
        "count" => total.Count,
        _ when total.Count == 0 => null,
        "avg" when total.Item is decimal sum => RowNumbers.Scaled(sum / total.Count, value.Scale),
        "avg" when value.Type == 'f' => (double)(float)((double)total.Item! / total.Count),
        "avg" => Convert.ToDouble(total.Item, CultureInfo.InvariantCulture) / total.Count,
        _ => total.Item,
    };

    private readonly record struct Total(long Count, object? Item);
}
