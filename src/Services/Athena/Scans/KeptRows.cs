using Weir.Contracts;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Scans;

/// <summary>
/// How many of a scan's rows a condition keeps, by the statistics of the table's columns, for the order of joins: it never changes an answer.
/// </summary>
/// <remarks>
/// DuckDB takes only a number of rows from a reader of ours, and guesses that any condition on them keeps a fifth. So the number it is
/// told is the one that its guess makes the right one of.
/// </remarks>
internal static class KeptRows
{
    private const double Guess = 0.2;

    /// <summary>By what the number of rows is to be multiplied.</summary>
    public static double Factor(ColumnFilter filter, IReadOnlyDictionary<string, CatalogColumnStatistics> statistics, long rows) =>
        Part(filter, statistics, Math.Max(1, rows)) is { } part ? part / Guess : 1;

    /// <summary>The columns a condition speaks of.</summary>
    public static IEnumerable<string> Columns(ColumnFilter filter) => filter switch
    {
        AllOfFilter all => all.Terms.SelectMany(Columns),
        AnyOfFilter any => any.Terms.SelectMany(Columns),
        ColumnTest test => [test.Column.Name],
        _ => [],
    };

    private static double? Part(ColumnFilter filter, IReadOnlyDictionary<string, CatalogColumnStatistics> statistics, long rows)
    {
        switch (filter)
        {
            case AllOfFilter all:
                var terms = all.Terms.Select(term => Part(term, statistics, rows)).ToArray();
                var known = terms.OfType<double>().ToArray();
                return known.Length == 0 ? null : known.Aggregate(known.Length < terms.Length ? Guess : 1, (part, term) => part * term);
            case AnyOfFilter any:
                var options = any.Terms.Select(term => Part(term, statistics, rows)).ToArray();
                return options.Length == 0 || options.Contains(null) ? null : Math.Min(1, options.Sum()!.Value);
            case ColumnTest { AsDate: false, Column.IsPartition: false } test when statistics.TryGetValue(test.Column.Name, out var column):
                return Part(test, column, rows);
            default:
                return null;
        }
    }

    private static double? Part(ColumnTest test, CatalogColumnStatistics column, long rows)
    {
        var nulls = Math.Clamp((double)(column.Nulls ?? 0) / rows, 0, 1);
        var one = column.Distinct is > 0 and var distinct ? (1 - nulls) / distinct : (double?)null;
        return test.Kind switch
        {
            ColumnTestKind.IsNull => column.Nulls is null ? null : nulls,
            ColumnTestKind.NotNull => column.Nulls is null ? null : 1 - nulls,
            ColumnTestKind.Equal or ColumnTestKind.In => one is null ? null : Math.Min(1 - nulls, one.Value * test.Values.Count(value => IsWithin(Number(value, test), column))),
            ColumnTestKind.NotEqual => one is null ? null : Math.Max(0, 1 - nulls - one.Value),
            ColumnTestKind.Less or ColumnTestKind.LessOrEqual => Below(Number(test.Values[0], test), column) * (1 - nulls),
            ColumnTestKind.Greater or ColumnTestKind.GreaterOrEqual => (1 - Below(Number(test.Values[0], test), column)) * (1 - nulls),
            ColumnTestKind.StartsWith => null,
        };
    }

    private static bool IsWithin(double? value, CatalogColumnStatistics column) =>
        value is not { } number || (!(number < column.Least) && !(number > column.Greatest));

    /// <summary>Which part of the values' range lies below one of them.</summary>
    private static double? Below(double? value, CatalogColumnStatistics column)
    {
        if (value is not { } number || column.Least is not { } least || column.Greatest is not { } greatest)
        {
            return null;
        }

        return greatest > least ? Math.Clamp((number - least) / (greatest - least), 0, 1) : number > least ? 1 : 0;
    }

    /// <summary>As statistics have it: a day since 1970, of a timestamp the second.</summary>
    private static double? Number(object value, ColumnTest test) => value switch
    {
        decimal number => (double)number,
        double number => number,
        DateTime time => test.Column.Type.Kind == SqlTypeKind.Date ? (time - DateTime.UnixEpoch).TotalDays : (time - DateTime.UnixEpoch).TotalSeconds,
        _ => null,
    };
}
