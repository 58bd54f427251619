using System.Text;
using Weir.Engines.Formats.Parquet;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Scans;

/// <summary>Whether a row group can hold rows that meet a condition, by its statistics. In doubt it can.</summary>
internal static class ParquetPruning
{
    /// <summary>Timestamps are rounded to milliseconds when they are read.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    public static bool CanMeet(ColumnFilter filter, ParquetRowGroup group) => filter switch
    {
        AllOfFilter all => all.Terms.All(term => CanMeet(term, group)),
        AnyOfFilter any => any.Terms.Any(term => CanMeet(term, group)),
        ColumnTest test => group.Chunks.FirstOrDefault(chunk => chunk.IsWhole && chunk.Root == test.Column.Name) is not { } chunk
            || CanMeet(test, chunk, group.Rows),
        _ => true,
    };

    /// <summary>The conditions as a file names its columns; those on columns that it names by nothing, or holds otherwise than they are read, are left out.</summary>
    /// <param name="nameOf">What the file calls a column, in lower case; null for nothing.</param>
    public static ColumnFilter Renamed(ColumnFilter filter, Func<SqlColumn, string?> nameOf)
    {
        switch (filter)
        {
            case AllOfFilter all:
                return new AllOfFilter([.. all.Terms.Select(term => Renamed(term, nameOf))]);
            case AnyOfFilter any:
                ColumnFilter[] terms = [.. any.Terms.Select(term => Renamed(term, nameOf))];
                return Array.Exists(terms, term => term == ColumnFilter.All) ? ColumnFilter.All : new AnyOfFilter([.. terms]);
            case ColumnTest test when test.Column.Type.Kind != SqlTypeKind.TimestampZoned && nameOf(test.Column) is { } name:
                return test with { Column = test.Column with { Name = name } };
            default:
                return ColumnFilter.All;
        }
    }

    private static bool CanMeet(ColumnTest test, ParquetChunk chunk, long rows)
    {
        if (test.Kind == ColumnTestKind.IsNull)
        {
            return chunk.Nulls != 0;
        }

        if (chunk.Nulls == rows)
        {
            return false;
        }

        return test.Kind switch
        {
            ColumnTestKind.NotNull => true,
            ColumnTestKind.In => test.Values.Any(value => CanEqual(chunk, value, test)),
            ColumnTestKind.Equal => CanEqual(chunk, test.Values[0], test),
            ColumnTestKind.Less => Order(chunk.Min, test.Values[0], test, -1) is null or < 0,
            ColumnTestKind.LessOrEqual => Order(chunk.Min, test.Values[0], test, -1) is null or <= 0,
            ColumnTestKind.Greater => Order(chunk.Max, test.Values[0], test, 1) is null or > 0,
            ColumnTestKind.GreaterOrEqual => Order(chunk.Max, test.Values[0], test, 1) is null or >= 0,
            ColumnTestKind.StartsWith => CanStart(chunk, (string)test.Values[0]),
            _ => true,
        };
    }

    private static bool CanEqual(ParquetChunk chunk, object value, ColumnTest test) =>
        Order(chunk.Min, value, test, -1) is null or <= 0 && Order(chunk.Max, value, test, 1) is null or >= 0;

    private static bool CanStart(ParquetChunk chunk, string prefix)
    {
        var start = Encoding.UTF8.GetBytes(prefix);
        return (chunk.Max is not byte[] max || max.AsSpan().SequenceCompareTo(start) >= 0)
            && (chunk.Min is not byte[] min || min.AsSpan(0, Math.Min(min.Length, start.Length)).SequenceCompareTo(start) <= 0);
    }

    /// <summary>How a bound compares with a value; null when it cannot be told.</summary>
    /// <param name="slack">Which way the bound may be off.</param>
    private static int? Order(object? bound, object value, ColumnTest test, int slack) => (bound, value) switch
    {
        (decimal left, decimal right) => left.CompareTo(right),
        (double left, double right) => left.CompareTo(right),
        (bool left, bool right) => left.CompareTo(right),
        (byte[] left, string right) => left.AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)),
        (DateTime left, DateTime right) when test.Column.Type.Kind == SqlTypeKind.Date => left.CompareTo(right),
        (DateTime left, DateTime right) when test.AsDate => Widened(left, slack).Date.CompareTo(right.Date),
        (DateTime left, DateTime right) => Widened(left, slack).CompareTo(right),
        _ => null,
    };

    private static DateTime Widened(DateTime time, int slack) =>
        slack < 0
            ? time.Ticks > Rounding.Ticks ? time - Rounding : time
            : time.Ticks < DateTime.MaxValue.Ticks - Rounding.Ticks ? time + Rounding : time;
}
