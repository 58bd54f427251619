using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Decides from partition values whether a partition can hold rows that the query keeps. In doubt it keeps.</summary>
public sealed class PartitionPredicate
{
    private readonly ImmutableArray<BoundExpression> _conjuncts;
    private readonly ImmutableArray<(int Symbol, SqlType Type)> _columns;

    internal PartitionPredicate(ImmutableArray<BoundExpression> conjuncts, ImmutableArray<(int Symbol, SqlType Type)> columns)
    {
        _conjuncts = conjuncts;
        _columns = columns;
    }

    /// <summary>Whether every partition is kept whatever its values.</summary>
    public bool KeepsAll => _conjuncts.IsEmpty;

    /// <param name="values">Values as the catalog holds them, in the order of the table's partition columns.</param>
    public bool Keeps(IReadOnlyList<string> values) => Decide(values) is not false;

    /// <summary>True when the query keeps all rows of such a partition, false when none; null in doubt.</summary>
    /// <param name="values">Values as the catalog holds them, in the order of the table's partition columns.</param>
    public bool? Decide(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var row = new Dictionary<int, object?>();
        for (var i = 0; i < _columns.Length && i < values.Count; i++)
        {
            row[_columns[i].Symbol] = values[i] == "__HIVE_DEFAULT_PARTITION__" ? null : Read(values[i], _columns[i].Type);
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

    /// <summary>The values a column may take when the query names them one by one (= or IN); null when it does not.</summary>
    public IReadOnlyList<string>? ValuesOf(int partitionColumn)
    {
        var symbol = _columns[partitionColumn].Symbol;
        foreach (var conjunct in _conjuncts)
        {
            if (conjunct is BoundCall { Name: "=" or "in" } call && call.Arguments[0] is BoundColumn { Symbol.Id: var id } && id == symbol
                && call.Arguments.Skip(1).All(argument => Evaluate(argument, []) is not (null or Unsure)))
            {
                return [.. call.Arguments.Skip(1).Select(argument => Convert.ToString(Evaluate(argument, []), CultureInfo.InvariantCulture)!)];
            }
        }

        return null;
    }

    /// <summary>The value of an expression without columns.</summary>
    internal static bool TryConstant(BoundExpression expression, out object? value)
    {
        value = Evaluate(expression, []);
        return value is not Unsure;
    }

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
                return Evaluate(not.Arguments[0], row) is bool truth ? !truth : Evaluate(not.Arguments[0], row) is null ? null : Unsure.Value;
            case BoundCall { Name: "is null" } test:
                return Evaluate(test.Arguments[0], row) is var tested && tested is Unsure ? tested : tested is null;
            case BoundCall { Name: "cast" } cast:
                return Converted(Evaluate(cast.Arguments[0], row), cast.Type);
            case BoundCall { Name: "in" } list:
                return In(list, row);
            case BoundCall { Name: "=" or "<>" or "<" or "<=" or ">" or ">=" } comparison:
                return Compare(comparison.Name, Evaluate(comparison.Arguments[0], row), Evaluate(comparison.Arguments[1], row));
            case BoundCall call:
                return Called(call, row);
            default:
                return Unsure.Value;
        }
    }

    private static object? Called(BoundCall call, Dictionary<int, object?> row)
    {
        var values = ImmutableArray.CreateBuilder<object>(call.Arguments.Length);
        foreach (var argument in call.Arguments)
        {
            var value = Evaluate(argument, row);
            if (value is null or Unsure)
            {
                // A function of NULL need not be NULL (coalesce): only those known say so.
                return Unsure.Value;
            }

            values.Add(value);
        }

        return PartitionFunctions.TryCall(call, values.ToImmutable(), out var result) ? result : Unsure.Value;
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

        var order = left is string text ? string.CompareOrdinal(text, (string)right) : ((IComparable)left).CompareTo(right);
        return name switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static object? Converted(object? value, SqlType type) => value switch
    {
        null or Unsure => value,
        decimal number when type.IsText => number.ToString(CultureInfo.InvariantCulture),
        decimal number when type.IsInteger || type.Kind == SqlTypeKind.Decimal => number,
        decimal number when type.IsFloating => (double)number,
        string text => Read(text, type),
        DateTime time when type.Kind is SqlTypeKind.Date or SqlTypeKind.Timestamp => type.Kind == SqlTypeKind.Date ? time.Date : time,
        DateTime time when type.IsText && time.TimeOfDay == TimeSpan.Zero => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Unsure.Value,
    };

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
