using System.Globalization;

namespace Weir.Engines.Discovery.Types;

/// <summary>Counts what the values of one column look like, and decides on its type.</summary>
/// <remarks>One thread at a time.</remarks>
public sealed class ColumnTally
{
    private readonly long[] _counts = new long[(int)ValueKind.Text + 1];
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    private readonly string?[] _examples = new string?[(int)ValueKind.Text + 1];

    /// <summary>Values, those left empty included.</summary>
    public long Total { get; private set; }

    public long Present => Total - this[ValueKind.Empty];

    /// <summary>The words that stand for no value, as they are written.</summary>
    public IReadOnlyCollection<string> MissingWords => _missing;

    public long this[ValueKind kind] => _counts[(int)kind];

    public void Add(ReadOnlySpan<char> value) => Add(value, ValueKinds.Of(value));

    /// <summary>The same where blanks around a value are part of it: it is text then.</summary>
    public void AddUntrimmed(ReadOnlySpan<char> value) => Add(value, value.Length != value.Trim().Length ? ValueKind.Text : ValueKinds.Of(value));

    private void Add(ReadOnlySpan<char> value, ValueKind kind)
    {
        Total++;
        _counts[(int)kind]++;
        if (kind == ValueKind.Missing)
        {
            _missing.Add(value.Trim().ToString());
        }

        _examples[(int)kind] ??= value.Length > 40 ? $"{value[..40]}…" : value.ToString();
    }

    public void Merge(ColumnTally other)
    {
        Total += other.Total;
        _missing.UnionWith(other._missing);
        for (var at = 0; at < _counts.Length; at++)
        {
            _counts[at] += other._counts[at];
            _examples[at] ??= other._examples[at];
        }
    }

    /// <summary>The type every value has, and why.</summary>
    public TypeChoice Decide()
    {
        var missing = this[ValueKind.Missing];
        var values = Total - this[ValueKind.Empty] - missing;
        if (values == 0)
        {
            return new(HiveType.None, missing > 0 ? $"only '{Example(ValueKind.Missing)}': no value tells a type" : "no values");
        }

        var choice = Whole(values);
        return choice.Type.Kind == TypeKind.String || missing == 0 ? choice : choice with
        {
            Reason = string.Create(CultureInfo.InvariantCulture, $"{choice.Reason}; '{Example(ValueKind.Missing)}' ({missing} times) reads as NULL"),
        };
    }

    private TypeChoice Whole(long values)
    {
        var integers = this[ValueKind.Integer];
        var reals = this[ValueKind.Real];
        if (this[ValueKind.LeadingZero] > 0)
        {
            return new(HiveType.String, $"leading zeros ('{Example(ValueKind.LeadingZero)}') would be lost in a number");
        }

        if (this[ValueKind.LongInteger] > 0)
        {
            return new(HiveType.String, $"'{Example(ValueKind.LongInteger)}' does not fit 64 bits");
        }

        if (integers == values)
        {
            return new(HiveType.BigInt, "every value is an integer");
        }

        if (integers + reals == values)
        {
            return new(HiveType.Double, $"numbers, some with a fraction ('{Example(ValueKind.Real)}')");
        }

        if (this[ValueKind.Boolean] == values)
        {
            return new(HiveType.Boolean, "every value is true or false");
        }

        if (this[ValueKind.Date] == values)
        {
            return new(HiveType.Date, "every value is a date, yyyy-MM-dd");
        }

        if (this[ValueKind.Timestamp] == values)
        {
            return new(HiveType.Timestamp, "every value is a time, yyyy-MM-dd HH:mm:ss");
        }

        if (this[ValueKind.OtherTime] == values)
        {
            return new(HiveType.String, $"times in a spelling text tables do not read ('{Example(ValueKind.OtherTime)}'): parse them in the query");
        }

        return new(HiveType.String, Mixed(values));
    }

    private string Mixed(long values)
    {
        var kinds = Enum.GetValues<ValueKind>()
            .Where(kind => kind is not (ValueKind.Empty or ValueKind.Missing) && this[kind] > 0)
            .OrderByDescending(kind => this[kind])
            .ToList();
        return kinds is [ValueKind.Text]
            ? "text"
            : string.Create(CultureInfo.InvariantCulture, $"mixed: {string.Join(", ", kinds.Select(kind => $"{this[kind]} {Name(kind)} ('{Example(kind)}')"))} of {values}");
    }

    private static string Name(ValueKind kind) => kind switch
    {
        ValueKind.Integer or ValueKind.LongInteger => "integers",
        ValueKind.Real => "fractions",
        ValueKind.LeadingZero => "with leading zeros",
        ValueKind.Boolean => "true or false",
        ValueKind.Date => "dates",
        ValueKind.Timestamp or ValueKind.OtherTime => "times",
        _ => "texts",
    };

    private string Example(ValueKind kind) => _examples[(int)kind] ?? "";
}

/// <param name="Reason">Why, for a person.</param>
public sealed record TypeChoice(HiveType Type, string Reason);
