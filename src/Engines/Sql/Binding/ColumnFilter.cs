using System.Collections.Immutable;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>A condition on single columns: weaker than the query's own or the same, never stronger.</summary>
public abstract record ColumnFilter
{
    public static ColumnFilter All { get; } = new AllOfFilter([]);
}

public sealed record AllOfFilter(ImmutableArray<ColumnFilter> Terms) : ColumnFilter;

public sealed record AnyOfFilter(ImmutableArray<ColumnFilter> Terms) : ColumnFilter;

/// <summary>How a column is tested.</summary>
public enum ColumnTestKind { IsNull, NotNull, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, StartsWith }

/// <param name="Values">bool, decimal (any number that is no double), double, string or <see cref="DateTime"/>; never NULL.</param>
/// <param name="AsDate">It is not the column but its day that is tested.</param>
public sealed record ColumnTest(SqlColumn Column, ColumnTestKind Kind, ImmutableArray<object> Values, bool AsDate = false) : ColumnFilter;

/// <summary>Reads what can be said of single columns out of bound conditions.</summary>
internal static class ColumnFilterReader
{
    public static ColumnFilter Of(IEnumerable<BoundExpression> conditions, BoundScan scan)
    {
        ImmutableArray<ColumnFilter> terms = [.. conditions.Select(condition => Read(condition, scan)).Where(term => term != ColumnFilter.All)];
        return terms is [var only] ? only : terms.IsEmpty ? ColumnFilter.All : new AllOfFilter(terms);
    }

    private static ColumnFilter Read(BoundExpression condition, BoundScan scan)
    {
        if (condition is not BoundCall call)
        {
            return ColumnFilter.All;
        }

        switch (call.Name)
        {
            case "and":
                return Of(call.Arguments, scan);
            case "or":
                ImmutableArray<ColumnFilter> terms = [.. call.Arguments.Select(term => Read(term, scan))];
                return terms.Contains(ColumnFilter.All) ? ColumnFilter.All : new AnyOfFilter(terms);
            case "is null":
                return ColumnOf(call.Arguments[0], scan) is ({ } tested, false) ? new ColumnTest(tested, ColumnTestKind.IsNull, []) : ColumnFilter.All;
            case "not" when call.Arguments[0] is BoundCall { Name: "is null" } test:
                return ColumnOf(test.Arguments[0], scan) is ({ } there, false) ? new ColumnTest(there, ColumnTestKind.NotNull, []) : ColumnFilter.All;
            case "in":
                return In(call, scan);
            case "like" when call.Arguments.Length == 2:
                return Like(call, scan);
            default:
                return Kind(call.Name) is { } kind && call.Arguments.Length == 2
                    ? Compare(call.Arguments[0], kind, call.Arguments[1], scan) ?? Compare(call.Arguments[1], Turned(kind), call.Arguments[0], scan) ?? ColumnFilter.All
                    : ColumnFilter.All;
        }
    }

    private static ColumnTest? Compare(BoundExpression column, ColumnTestKind kind, BoundExpression value, BoundScan scan) =>
        ColumnOf(column, scan) is ({ } found, var asDate) && PartitionPredicate.TryConstant(value, out var constant) && constant is not null
            ? new(found, kind, [constant], asDate)
            : null;

    private static ColumnFilter In(BoundCall call, BoundScan scan)
    {
        if (ColumnOf(call.Arguments[0], scan) is not ({ } column, var asDate))
        {
            return ColumnFilter.All;
        }

        var values = ImmutableArray.CreateBuilder<object>();
        foreach (var item in call.Arguments.AsSpan()[1..])
        {
            if (!PartitionPredicate.TryConstant(item, out var value))
            {
                return ColumnFilter.All;
            }

            if (value is not null)
            {
                values.Add(value);
            }
        }

        return new ColumnTest(column, ColumnTestKind.In, values.ToImmutable(), asDate);
    }

    private static ColumnFilter Like(BoundCall call, BoundScan scan)
    {
        if (ColumnOf(call.Arguments[0], scan) is not ({ } column, false) || column.Type.Kind != SqlTypeKind.Varchar
            || !PartitionPredicate.TryConstant(call.Arguments[1], out var value) || value is not string pattern)
        {
            return ColumnFilter.All;
        }

        var end = pattern.AsSpan().IndexOfAny('%', '_');
        return end < 0 ? new ColumnTest(column, ColumnTestKind.Equal, [pattern])
            : end > 0 ? new ColumnTest(column, ColumnTestKind.StartsWith, [pattern[..end]])
            : ColumnFilter.All;
    }

    /// <summary>The scan's column an expression is, also through casts that keep every value as it is.</summary>
    private static (SqlColumn? Column, bool AsDate) ColumnOf(BoundExpression expression, BoundScan scan)
    {
        switch (expression)
        {
            case BoundColumn column:
                return (scan.Columns.FirstOrDefault(entry => entry.Symbol.Id == column.Symbol.Id).Column, false);
            case BoundCall { Name: "cast" } cast when Keeps(cast.Arguments[0].Type, cast.Type):
                return ColumnOf(cast.Arguments[0], scan);
            case BoundCall { Name: "cast" or "date", Type.Kind: SqlTypeKind.Date, Arguments: [{ Type.Kind: SqlTypeKind.Timestamp } time] }:
                return ColumnOf(time, scan) is ({ } found, false) ? (found, true) : default;
            default:
                return default;
        }
    }

    private static bool Keeps(SqlType from, SqlType to) =>
        (from.IsInteger && (to.IsInteger ? to.Kind > from.Kind : to.Kind == SqlTypeKind.Decimal))
        || (from.Kind == SqlTypeKind.Decimal && to.Kind == SqlTypeKind.Decimal && to.Scale >= from.Scale)
        || (from.Kind == SqlTypeKind.Varchar && to.Kind == SqlTypeKind.Varchar && to.Precision >= from.Precision)
        || (from.Kind == SqlTypeKind.Real && to.Kind == SqlTypeKind.Double)
        || (from.Kind == SqlTypeKind.Date && to.Kind == SqlTypeKind.Timestamp)
        || (from.Kind == to.Kind && from.Kind is SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned && to.Precision >= from.Precision);

    private static ColumnTestKind? Kind(string name) => name switch
    {
        "=" => ColumnTestKind.Equal,
        "<>" => ColumnTestKind.NotEqual,
        "<" => ColumnTestKind.Less,
        "<=" => ColumnTestKind.LessOrEqual,
        ">" => ColumnTestKind.Greater,
        ">=" => ColumnTestKind.GreaterOrEqual,
        _ => null,
    };

    private static ColumnTestKind Turned(ColumnTestKind kind) => kind switch
    {
        ColumnTestKind.Less => ColumnTestKind.Greater,
        ColumnTestKind.LessOrEqual => ColumnTestKind.GreaterOrEqual,
        ColumnTestKind.Greater => ColumnTestKind.Less,
        ColumnTestKind.GreaterOrEqual => ColumnTestKind.LessOrEqual,
        _ => kind,
    };
}
