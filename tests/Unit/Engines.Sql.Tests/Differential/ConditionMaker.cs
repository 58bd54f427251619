using System.Globalization;

namespace Weir.Tests.Differential;

/// <summary>Conditions in three-valued logic, and what chooses between values.</summary>
internal sealed class ConditionMaker(ExpressionMaker expressions, Random random)
{
    private static readonly string[] Comparisons = ["=", "<>", "<", "<=", ">", ">="];

    public Made Make(int depth) => random.Next(9) switch
    {
        0 => Logic("AND", depth),
        1 => Logic("OR", depth),
        2 => Not(expressions.Make(ValueKind.Boolean, depth)),
        3 => IsNull(expressions.Any(depth)),
        4 => Distinct(depth),
        5 => Between(depth),
        6 => In(depth),
        _ => Compared(depth),
    };

    /// <summary>CASE, IF, COALESCE, NULLIF or TRY of a kind.</summary>
    public Made Choice(ValueKind kind, int depth)
    {
        var first = expressions.Make(kind, depth);
        var type = first.Type;
        var second = Fitted(kind, type, depth);
        var condition = expressions.Make(ValueKind.Boolean, depth);
        switch (random.Next(5))
        {
            case 0:
                return new($"CASE WHEN {condition.Sql} THEN {first.Sql} ELSE {second.Sql} END", type, row => Pick(condition, first, second, row));
            case 1:
                return new($"IF({condition.Sql}, {first.Sql}, {second.Sql})", type, row => Pick(condition, first, second, row));
            case 2:
                return new($"COALESCE({first.Sql}, {second.Sql})", type, row => first.Evaluate(row) is { IsNull: false } value ? value : second.Evaluate(row));
            case 3 when kind != ValueKind.Array:
                return new($"NULLIF({first.Sql}, {second.Sql})", type, row =>
                {
                    var (a, b) = (first.Evaluate(row), second.Evaluate(row));
                    return !a.IsValue || !b.IsValue ? Outcome.Open
                        : a.IsNull || b.IsNull ? a
                        : Numbers.Compare(type, a.Value!, type, b.Value!) is not { } order ? Outcome.Open
                        : order == 0 ? Outcome.Null : a;
                });
            default:
                return new($"TRY({first.Sql})", type, row => first.Evaluate(row) is { IsFailure: true } ? Outcome.Null : first.Evaluate(row));
        }
    }

    /// <summary>Another of exactly that type.</summary>
    private Made Fitted(ValueKind kind, ValueType type, int depth)
    {
        var made = expressions.Make(kind, depth);
        var fitted = made.Type == type ? made : ExpressionMaker.Cast(made, type);
        return !ExpressionMaker.FailsAlways(fitted) ? fitted
            : Table.Column(kind, random) is var column && column.Type == type ? column : ExpressionMaker.Cast(column, type);
    }

    private static Outcome Pick(Made condition, Made first, Made second, Row row)
    {
        var chosen = condition.Evaluate(row);
        return !chosen.IsValue ? chosen : chosen.Value is true ? first.Evaluate(row) : second.Evaluate(row);
    }

    private Made Logic(string word, int depth)
    {
        var (left, right) = (expressions.Make(ValueKind.Boolean, depth), expressions.Make(ValueKind.Boolean, depth));
        var decides = word == "OR";
        return new($"({left.Sql} {word} {right.Sql})", new(ValueKind.Boolean), row =>
        {
            var (a, b) = (left.Evaluate(row), right.Evaluate(row));
            return !a.IsValue || !b.IsValue ? Outcome.Open
                : Equals(a.Value, decides) || Equals(b.Value, decides) ? new(decides)
                : a.IsNull || b.IsNull ? Outcome.Null
                : new(!decides);
        });
    }

    private static Made Not(Made operand) =>
        new($"(NOT {operand.Sql})", new(ValueKind.Boolean), row => ExpressionMaker.One(operand, row, value => new(!(bool)value)));

    private Made IsNull(Made operand)
    {
        var negated = random.Next(2) == 0;
        return new($"({operand.Sql} IS {(negated ? "NOT " : "")}NULL)", new(ValueKind.Boolean), row =>
            operand.Evaluate(row) is { IsValue: true } value ? new(value.IsNull != negated) : Outcome.Open);
    }

    private (Made Left, Made Right) Pair(int depth)
    {
        var kind = (ValueKind)random.Next((int)ValueKind.Array);
        return kind <= ValueKind.Double
            ? (expressions.AnyNumber(depth), expressions.AnyNumber(depth))
            : (expressions.Make(kind, depth), expressions.Make(kind, depth));
    }

    private Made Compared(int depth)
    {
        var (left, right) = Pair(depth);
        var op = Comparisons[random.Next(Comparisons.Length)];
        return new($"({left.Sql} {op} {right.Sql})", new(ValueKind.Boolean), row =>

            // An engine may compare without the arithmetic that would fail (x * 10 = 5).
            ExpressionMaker.Both(left, right, row, (a, b) => Holds(op, left.Type, a, right.Type, b)) is { IsFailure: false } outcome ? outcome : Outcome.Open);
    }

    private Made Distinct(int depth)
    {
        var (left, right) = Pair(depth);
        return new($"({left.Sql} IS DISTINCT FROM {right.Sql})", new(ValueKind.Boolean), row =>
        {
            var (a, b) = (left.Evaluate(row), right.Evaluate(row));
            return !a.IsValue || !b.IsValue ? Outcome.Open
                : a.IsNull || b.IsNull ? new(a.IsNull != b.IsNull)
                : Holds("<>", left.Type, a.Value!, right.Type, b.Value!);
        });
    }

    private Made Between(int depth)
    {
        var value = expressions.AnyNumber(depth);
        var (low, high) = (expressions.AnyNumber(depth), expressions.AnyNumber(depth));
        return new($"({value.Sql} BETWEEN {low.Sql} AND {high.Sql})", new(ValueKind.Boolean), row =>
        {
            var above = ExpressionMaker.Both(value, low, row, (a, b) => Holds(">=", value.Type, a, low.Type, b));
            var below = ExpressionMaker.Both(value, high, row, (a, b) => Holds("<=", value.Type, a, high.Type, b));
            return !above.IsValue || !below.IsValue ? Outcome.Open
                : above.Value is false || below.Value is false ? new(false)
                : above.IsNull || below.IsNull ? Outcome.Null
                : new(true);
        });
    }

    private Made In(int depth)
    {
        var kind = (ValueKind)random.Next((int)ValueKind.Array);
        var value = expressions.Make(kind, depth);
        var items = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Fitted(kind, value.Type, depth - 1)).ToArray();
        var negated = random.Next(3) == 0;
        return new($"({value.Sql} {(negated ? "NOT " : "")}IN ({string.Join(", ", items.Select(item => item.Sql))}))", new(ValueKind.Boolean), row =>
        {
            var found = items.Select(item => ExpressionMaker.Both(value, item, row, (a, b) => Holds("=", value.Type, a, item.Type, b))).ToArray();
            return found.Any(one => !one.IsValue) ? Outcome.Open
                : found.Any(one => one.Value is true) ? new(!negated)
                : found.Any(one => one.IsNull) ? Outcome.Null
                : new(negated);
        });
    }

    private static Outcome Holds(string op, ValueType leftType, object left, ValueType rightType, object right)
    {
        // NaN has an order of its own in places; its comparisons are the conformance cases' affair.
        if (Numbers.Compare(leftType, left, rightType, right) is not { } order)
        {
            return Outcome.Open;
        }

        return new(op switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => throw new ArgumentOutOfRangeException(nameof(op), string.Create(CultureInfo.InvariantCulture, $"{op}")),
        });
    }
}
