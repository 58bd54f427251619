using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Orc;
using Weir.Engines.Sql.Binding;

namespace Weir.Services.Athena.Scans;

/// <summary>From what a query says of single columns to what ORC files have statistics for. What does not translate is left out.</summary>
internal static class OrcRanges
{
    /// <param name="fields">The wanted columns as the files have them.</param>
    public static IReadOnlyList<OrcRange> Of(ColumnFilter filter, IReadOnlyList<ScanColumn> wanted, IReadOnlyList<DuckField> fields)
    {
        var ranges = new List<OrcRange>();
        Add(filter, wanted, fields, ranges);
        return ranges;
    }

    private static void Add(ColumnFilter filter, IReadOnlyList<ScanColumn> wanted, IReadOnlyList<DuckField> fields, List<OrcRange> ranges)
    {
        switch (filter)
        {
            case AllOfFilter all:
                foreach (var term in all.Terms)
                {
                    Add(term, wanted, fields, ranges);
                }

                break;
            case ColumnTest test:
                var at = wanted.Index().FirstOrDefault(entry => entry.Item.Name == test.Column.Name, (-1, null!)).Index;
                if (at >= 0 && KeepsOrder(fields[at].Type, DeclaredTypes.Of(wanted[at])) && RangeOf(test, at) is { } range)
                {
                    ranges.Add(range);
                }

                break;
        }
    }

    /// <summary>Other casts can change which value is the larger.</summary>
    private static bool KeepsOrder(DuckType inFile, DuckType declared) =>
        inFile.ToString() == declared.ToString() || (IsInteger(inFile.Kind) && IsInteger(declared.Kind))
        || (inFile.Kind == DuckKind.Float && declared.Kind == DuckKind.Double);

    private static bool IsInteger(DuckKind kind) => kind is DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt;

    private static OrcRange? RangeOf(ColumnTest test, int column)
    {
        var range = new OrcRange(column);
        switch (test.Kind)
        {
            case ColumnTestKind.IsNull:
                return range with { IsNull = true };
            case ColumnTestKind.NotNull or ColumnTestKind.NotEqual:
                return range;
            case ColumnTestKind.Less or ColumnTestKind.LessOrEqual:
                return range with { Most = DayEnd(test.Values[0], test.AsDate) };
            case ColumnTestKind.Greater or ColumnTestKind.GreaterOrEqual or ColumnTestKind.StartsWith:
                return range with { Least = test.Values[0] };
            case ColumnTestKind.Equal or ColumnTestKind.In when !test.Values.IsEmpty && test.Values.All(value => value.GetType() == test.Values[0].GetType()):
                var sorted = test.Values.Sort((one, other) =>
                    one is string text ? string.CompareOrdinal(text, (string)other) : ((IComparable)one).CompareTo(other));
                range = range with { Least = sorted[0], Most = DayEnd(sorted[^1], test.AsDate) };

                // UTF-16 and UTF-8 sort some rare letters differently: several texts are looked up by themselves alone.
                return test.AsDate ? range
                    : sorted is [string, _, ..] ? new OrcRange(column) { Values = sorted }
                    : range with { Values = sorted };
            default:
                return null;
        }
    }

    private static object DayEnd(object value, bool isDay) => isDay && value is DateTime day ? day.AddDays(1) : value;
}
