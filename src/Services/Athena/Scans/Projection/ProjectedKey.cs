using System.Globalization;
using Weir.Engines.Sql.Binding;

namespace Weir.Services.Athena.Scans.Projection;

/// <summary>The values that a partition column can have, by their number: thought of, not listed.</summary>
internal abstract class ProjectedKey(string name, bool isText)
{
    public string Name => name;

    /// <summary>Whether the column holds text: then it is compared as text.</summary>
    protected bool IsText => isText;

    public abstract long Count { get; }

    /// <summary>The value as it stands in a partition's name.</summary>
    public abstract string Text(long index);

    /// <summary>Whether values come in the order in which conditions compare them.</summary>
    protected abstract bool IsOrdered { get; }

    /// <summary>The value that a constant of a condition is compared with; its type is the constant's.</summary>
    protected abstract IComparable? Comparable(long index, object constant);

    /// <summary>The number of a value; -1 where there is none such, null where only looking at each would tell.</summary>
    protected abstract long? Find(object constant);

    /// <summary>The values that can meet a condition, as far as that can be told without looking at each.</summary>
    public IndexSet Select(ColumnFilter filter)
    {
        switch (filter)
        {
            case AllOfFilter all:
                return all.Terms.Aggregate(Everything, (found, term) => found.And(Select(term)));
            case AnyOfFilter any:
                return any.Terms.Aggregate(IndexSet.None, (found, term) => found.Or(Select(term)));
            case ColumnTest test when test.Column.Name == name && !test.AsDate:
                return Select(test);
            default:
                return Everything;
        }
    }

    private IndexSet Everything => IndexSet.Range(0, Count - 1);

    private IndexSet Select(ColumnTest test)
    {
        var isOrdered = IsOrdered && Count > 0 && test.Values.Length > 0 && Comparable(0, test.Values[0]) is not null;
        switch (test.Kind)
        {
            case ColumnTestKind.IsNull:
                return IndexSet.None;
            case ColumnTestKind.Equal or ColumnTestKind.In:
                return test.Values.Aggregate(IndexSet.None, (found, value) => found.Or(Find(value) switch
                {
                    null => Everything,
                    var index and >= 0 => IndexSet.Range(index.Value, index.Value),
                    _ => IndexSet.None,
                }));
            case ColumnTestKind.Less:
                return isOrdered ? IndexSet.Range(0, First(test.Values[0], isAfter: false) - 1) : Everything;
            case ColumnTestKind.LessOrEqual:
                return isOrdered ? IndexSet.Range(0, First(test.Values[0], isAfter: true) - 1) : Everything;
            case ColumnTestKind.Greater:
                return isOrdered ? IndexSet.Range(First(test.Values[0], isAfter: true), Count - 1) : Everything;
            case ColumnTestKind.GreaterOrEqual:
                return isOrdered ? IndexSet.Range(First(test.Values[0], isAfter: false), Count - 1) : Everything;
            case ColumnTestKind.StartsWith when isOrdered && isText && test.Values[0] is string prefix:
                return IndexSet.Range(First(prefix, isAfter: false), First(prefix + '\uFFFF', isAfter: true) - 1);
            case ColumnTestKind.StartsWith or ColumnTestKind.NotNull or ColumnTestKind.NotEqual:
            default:
                return Everything;
        }
    }

    /// <summary>The first value at a constant or after it (or only after it).</summary>
    private long First(object constant, bool isAfter)
    {
        var (low, high) = (0L, Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var value = Comparable(middle, constant)!;
            var order = value is string text ? string.CompareOrdinal(text, (string)constant) : value.CompareTo(constant);
            if (order < 0 || (isAfter && order == 0))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

/// <summary>Values from a list.</summary>
internal sealed class EnumKey(string name, bool isText, string[] values) : ProjectedKey(name, isText)
{
    public override long Count => values.Length;

    protected override bool IsOrdered => false;

    public override string Text(long index) => values[index];

    protected override IComparable? Comparable(long index, object constant) => null;

    protected override long? Find(object constant) => constant is string text ? Array.IndexOf(values, text) : null;
}

/// <summary>Whole numbers from one to another in steps.</summary>
internal sealed class IntegerKey(string name, bool isText, long first, long last, long interval, int digits) : ProjectedKey(name, isText)
{
    public override long Count => last < first ? 0 : ((last - first) / interval) + 1;

    protected override bool IsOrdered => !IsText || (first >= 0 && Text(0).Length == Text(Math.Max(0, Count - 1)).Length);

    public override string Text(long index)
    {
        var value = first + (index * interval);
        var text = Math.Abs((decimal)value).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        return value < 0 ? "-" + text : text;
    }

    protected override IComparable? Comparable(long index, object constant) => constant switch
    {
        string when IsText => Text(index),
        decimal when !IsText => (decimal)(first + (index * interval)),
        double when !IsText => (double)(first + (index * interval)),
        _ => null,
    };

    protected override long? Find(object constant)
    {
        long value;
        switch (constant)
        {
            case string text when IsText:
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
                {
                    return -1;
                }

                break;
            case decimal number when !IsText:
                if (number != decimal.Truncate(number) || number is < long.MinValue or > long.MaxValue)
                {
                    return -1;
                }

                value = (long)number;
                break;
            default:
                return null;
        }

        return value >= first && value <= last && (value - first) % interval == 0 && (constant is not string same || Text((value - first) / interval) == same)
            ? (value - first) / interval
            : -1;
    }
}

/// <summary>Times from one to another in steps of a unit.</summary>
internal sealed class DateKey(string name, bool isText, JavaDateFormat format, DateTime first, DateTime last, int interval, string unit)
    : ProjectedKey(name, isText)
{
    public override long Count { get; } = CountOf(first, last, interval, unit);

    protected override bool IsOrdered => !IsText || format.IsOrdered;

    public override string Text(long index) => format.Format(Add(first, index * interval, unit));

    protected override IComparable? Comparable(long index, object constant) => constant switch
    {
        string when IsText => Text(index),
        DateTime when !IsText => Add(first, index * interval, unit),
        _ => null,
    };

    protected override long? Find(object constant)
    {
        DateTime time;
        switch (constant)
        {
            case string text when IsText:
                if (!format.TryParseTime(text, out time) || format.Format(time) != text)
                {
                    return -1;
                }

                break;
            case DateTime given when !IsText:
                time = given;
                break;
            default:
                return null;
        }

        var near = Steps(first, time, interval, unit);
        var wanted = format.Format(time);
        for (var index = Math.Max(0, near - 1); index <= near + 1 && index < Count; index++)
        {
            if (Text(index) == wanted)
            {
                return index;
            }
        }

        return -1;
    }

    public static DateTime Add(DateTime time, long count, string unit)
    {
        try
        {
            return unit switch
            {
                "YEARS" => time.AddYears(checked((int)count)),
                "MONTHS" => time.AddMonths(checked((int)count)),
                "WEEKS" => time.AddDays(7.0 * count),
                "DAYS" => time.AddDays(count),
                "HOURS" => time.AddHours(count),
                "MINUTES" => time.AddMinutes(count),
                _ => time.AddSeconds(count),
            };
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            return count < 0 ? DateTime.MinValue : DateTime.MaxValue;
        }
    }

    private static long CountOf(DateTime first, DateTime last, int interval, string unit)
    {
        var count = Steps(first, last, interval, unit);
        while (count >= 0 && Add(first, count * interval, unit) > last)
        {
            count--;
        }

        return count + 1;
    }

    /// <summary>How many steps lie between two times; with months and years at most one too many.</summary>
    private static long Steps(DateTime from, DateTime to, int interval, string unit)
    {
        var span = to - from;
        var units = unit switch
        {
            "YEARS" => to.Year - from.Year,
            "MONTHS" => (12 * (to.Year - from.Year)) + to.Month - from.Month,
            "WEEKS" => (long)Math.Floor(span.TotalDays / 7),
            "DAYS" => (long)Math.Floor(span.TotalDays),
            "HOURS" => (long)Math.Floor(span.TotalHours),
            "MINUTES" => (long)Math.Floor(span.TotalMinutes),
            _ => (long)Math.Floor(span.TotalSeconds),
        };
        return (long)Math.Floor((double)units / interval);
    }
}

/// <summary>Only the values that the query itself names.</summary>
internal sealed class InjectedKey(string name, bool isText, string[] values) : ProjectedKey(name, isText)
{
    public override long Count => values.Length;

    protected override bool IsOrdered => false;

    public override string Text(long index) => values[index];

    protected override IComparable? Comparable(long index, object constant) => null;

    protected override long? Find(object constant) => null;
}
