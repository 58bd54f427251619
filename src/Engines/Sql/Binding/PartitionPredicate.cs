using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>
/// Decides from partition values whether a partition can hold rows that the query keeps. In doubt it keeps. Comparisons of columns with
/// constants are decided here, one partition after the other; all other conditions by the engine, over many partitions at once.
/// </summary>
public sealed class PartitionPredicate
{
    private const string NullValue = "__HIVE_DEFAULT_PARTITION__";

    private readonly ImmutableArray<BoundExpression> _conjuncts;
    private readonly ImmutableArray<BoundExpression> _asked;
    private readonly ImmutableArray<(ColumnSymbol Symbol, SqlType Type)> _columns;
    private readonly Func<BoundExpression, string> _print;

    /// <param name="print">An expression as DuckDB text.</param>
    internal PartitionPredicate(
        ImmutableArray<BoundExpression> conjuncts, ImmutableArray<(ColumnSymbol Symbol, SqlType Type)> columns, Func<BoundExpression, string> print)
    {
        _conjuncts = [.. conjuncts.Where(IsKnown)];
        _asked = [.. conjuncts.Where(conjunct => !IsKnown(conjunct))];
        _columns = columns;
        _print = print;
    }

    /// <summary>Whether every partition is kept whatever its values.</summary>
    public bool KeepsAll => _conjuncts.IsEmpty && _asked.IsEmpty;

    /// <summary>Whether <see cref="Question"/> rules out more than <see cref="Keeps"/>.</summary>
    public bool HasQuestion => !_asked.IsEmpty;

    /// <param name="values">Values as the catalog holds them, in the order of the table's partition columns.</param>
    public bool Keeps(IReadOnlyList<string> values) => Decide(values) is not false;

    /// <summary>True when the query keeps all rows of such a partition unless <see cref="Question"/> says otherwise, false when none; null in doubt.</summary>
    /// <param name="values">Values as the catalog holds them, in the order of the table's partition columns.</param>
    public bool? Decide(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (_conjuncts.IsEmpty)
        {
            return true;
        }

        var row = new Dictionary<int, object?>();
        for (var i = 0; i < _columns.Length && i < values.Count; i++)
        {
            row[_columns[i].Symbol.Id] = values[i] == NullValue ? null : Read(values[i], _columns[i].Type);
        }

        var isSure = true;
        foreach (var conjunct in _conjuncts)
        {
            var result = Evaluate(conjunct, row);
            if (result is false or null)
            {
                return false;
            }

            isSure &= result is true;
        }

        return isSure ? true : null;
    }

    /// <summary>What to ask the engine: DuckDB text that gives <c>place</c> for the partitions that are kept.</summary>
    /// <param name="table">
    /// Has a row for each partition: <c>place</c>, and its values in <c>p0</c>, <c>p1</c> …, text or NULL, in the order of the table's partition columns.
    /// </param>
    /// <param name="isGuarded">A value that a condition fails for is kept, instead of failing for all.</param>
    public string Question(string table, bool isGuarded)
    {
        var used = _asked.SelectMany(conjunct => Conditions.Columns(conjunct) ?? []).ToHashSet();
        var columns = _columns.Select((column, at) => (column.Symbol, column.Type, Text: string.Create(CultureInfo.InvariantCulture, $"p{at}")))
            .Where(column => used.Contains(column.Symbol.Id)).ToArray();
        var typed = columns.Select(column => column.Type.Kind == SqlTypeKind.Char
            ? $"rtrim({column.Text}, ' ') AS {column.Symbol}"
            : $"{(isGuarded ? "TRY_" : "")}CAST({column.Text} AS {DuckTypes.Name(column.Type)}) AS {column.Symbol}");
        var conditions = string.Join(" AND ", _asked.Select(conjunct => isGuarded ? Guarded(conjunct) : $"({_print(conjunct)})"));
        var unread = isGuarded
            ? string.Concat(columns.Select(column => $" OR ({column.Text} IS NOT NULL AND {column.Symbol} IS NULL)"))
            : "";
        return $"SELECT place FROM (SELECT place, {string.Join(", ", columns.Select(column => column.Text).Concat(typed))} FROM {table}) AS k WHERE ({conditions}){unread}";
    }

    /// <summary>The value of an expression without columns.</summary>
    internal static bool TryConstant(BoundExpression expression, out object? value)
    {
        value = Evaluate(expression, []);
        return value is not Unsure;
    }

    private string Guarded(BoundExpression conjunct)
    {
        var one = new BoundLiteral(SqlType.Integer, 1L, "1");
        var answer = new BoundCase(SqlType.Integer, [(conjunct, one)], new BoundLiteral(SqlType.Integer, 0L, "0"));
        return $"({_print(new BoundCall("try", SqlType.Integer, "TRY({0})", [answer]))} IS DISTINCT FROM 0)";
    }

    /// <summary>Whether <see cref="Evaluate"/> decides it for values of the columns' types.</summary>
    private static bool IsKnown(BoundExpression expression) => expression switch
    {
        BoundLiteral literal => literal.Value is not null || literal.IsNull,
        BoundColumn column => column.Type.Kind is SqlTypeKind.Varchar or SqlTypeKind.Double or SqlTypeKind.Boolean or SqlTypeKind.Date or SqlTypeKind.Timestamp
            || column.Type.IsInteger || column.Type.Kind == SqlTypeKind.Decimal,
        BoundCall { Name: "cast", Arguments: [var value] } cast => IsKnown(value) && IsKept(value.Type, cast.Type),
        BoundCall { Name: "and" or "or" or "not" or "is null" or "in" or "=" or "<>" or "<" or "<=" or ">" or ">=" } call => call.Arguments.All(IsKnown),
        _ => false,
    };

    /// <summary>Whether every value of the one type is one of the other, and <see cref="Converted"/> knows which.</summary>
    private static bool IsKept(SqlType from, SqlType to) =>
        (from.Kind == SqlTypeKind.Varchar && to.Kind == SqlTypeKind.Varchar && to.Precision >= from.Precision)
        || (from.IsInteger && (to.IsInteger ? to.Kind >= from.Kind : to.Kind is SqlTypeKind.Double || (to.Kind == SqlTypeKind.Decimal && to.Precision - to.Scale >= 19)))
        || (from.Kind == SqlTypeKind.Decimal && to.Kind == SqlTypeKind.Decimal && to.Scale >= from.Scale && to.Precision - to.Scale >= from.Precision - from.Scale)
        || (from.Kind == SqlTypeKind.Date && to.Kind is SqlTypeKind.Date or SqlTypeKind.Timestamp)
        || (from.Kind == SqlTypeKind.Timestamp && to.Kind == SqlTypeKind.Timestamp && to.Precision >= from.Precision);

    private sealed class Unsure
    {
        public static readonly Unsure Value = new();
    }

    /// <returns>A bool, long, decimal, double or string; null for NULL; <see cref="Unsure"/> when it cannot be told.</returns>
    private static object? Evaluate(BoundExpression expression, Dictionary<int, object?> row)
    {
        switch (expression)
        {
            case BoundLiteral { Value: null, IsNull: false }:
                return Unsure.Value;
            case BoundLiteral literal:
                return literal.Value is string text ? Read(text, literal.Type) : literal.Value is long number ? (decimal)number : literal.Value;
            case BoundColumn column:
                return row.TryGetValue(column.Symbol.Id, out var value) ? value : Unsure.Value;
            case BoundCall { Name: "and" or "or" } logic:
                return Logic(logic, row);
            case BoundCall { Name: "not" } not:
                return Evaluate(not.Arguments[0], row) switch
                {
                    bool truth => !truth,
                    null => null,
                    _ => Unsure.Value,
                };
            case BoundCall { Name: "is null" } test:
                return Evaluate(test.Arguments[0], row) is var tested && tested is Unsure ? tested : tested is null;
            case BoundCall { Name: "cast" } cast:
                return Converted(Evaluate(cast.Arguments[0], row), cast.Type);
            case BoundCall { Name: "in" } list:
                return In(list, row);
            case BoundCall { Name: "=" or "<>" or "<" or "<=" or ">" or ">=" } comparison:
                return Compare(comparison.Name, Evaluate(comparison.Arguments[0], row), Evaluate(comparison.Arguments[1], row));
            case BoundCall { Name: "negate", Arguments: [var negated] }:
                return Evaluate(negated, row) is decimal known ? -known : Unsure.Value;
            default:
                return Unsure.Value;
        }
    }

    private static object? Logic(BoundCall logic, Dictionary<int, object?> row)
    {
        var decisive = logic.Name == "or";
        object? result = !decisive;
        foreach (var term in logic.Arguments)
        {
            var value = Evaluate(term, row);
            if (value is bool truth && truth == decisive)
            {
                return decisive;
            }

            if (value is Unsure)
            {
                result = Unsure.Value;
            }
            else if (value is null && result is not Unsure)
            {
                result = null;
            }
        }

        return result;
    }

    private static object? In(BoundCall list, Dictionary<int, object?> row)
    {
        var value = Evaluate(list.Arguments[0], row);
        object? result = false;
        foreach (var item in list.Arguments.AsSpan()[1..])
        {
            var same = Compare("=", value, Evaluate(item, row));
            if (same is true)
            {
                return true;
            }

            result = same is Unsure ? same : result is Unsure ? result : same is null ? null : result;
        }

        return result;
    }

    private static object? Compare(string name, object? left, object? right)
    {
        if (left is Unsure || right is Unsure)
        {
            return Unsure.Value;
        }

        if (left is null || right is null)
        {
            return null;
        }

        if (left.GetType() != right.GetType())
        {
            return Unsure.Value;
        }

        // Texts are ordered by their bytes, which UTF-16 does otherwise for what it writes in two parts.
        if (left is string first && right is string second)
        {
            return name is not ("=" or "<>") && (first.AsSpan().ContainsAnyInRange('\ud800', '\udfff') || second.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
                ? Unsure.Value
                : Ordered(name, string.CompareOrdinal(first, second));
        }

        return Ordered(name, ((IComparable)left).CompareTo(right));
    }

    private static bool Ordered(string name, int order) => name switch
    {
        "=" => order == 0,
        "<>" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static object? Converted(object? value, SqlType type) => value switch
    {
        null or Unsure => value,
        decimal number when type.IsText => number.ToString(CultureInfo.InvariantCulture),
        decimal number when type.IsInteger || type.Kind == SqlTypeKind.Decimal => number,
        decimal number when type.IsFloating => (double)number,
        string text => Read(text, type),
        DateTime time when type.Kind == SqlTypeKind.Date => time.Date,
        DateTime time when type.Kind == SqlTypeKind.Timestamp && IsOf(time.Ticks, type.Precision) => time,
        DateTimeOffset time when type.Kind == SqlTypeKind.TimestampZoned && IsOf(time.Ticks, type.Precision) => time,
        DateTime time when type.IsText && time.TimeOfDay == TimeSpan.Zero => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Unsure.Value,
    };

    /// <summary>Whether a time has no more digits of a second than it may have: else it would be rounded.</summary>
    private static bool IsOf(long ticks, int digits) => digits >= 7 || ticks % (long)Math.Pow(10, 7 - digits) == 0;

    private static object Read(string text, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Varchar => text,
        SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt or SqlTypeKind.Decimal =>
            decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : Unsure.Value,
        SqlTypeKind.Double =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : Unsure.Value,
        SqlTypeKind.Boolean => bool.TryParse(text, out var truth) ? truth : Unsure.Value,
        SqlTypeKind.Date or SqlTypeKind.Timestamp =>
            DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : Unsure.Value,
        _ => Unsure.Value,
    };
}
