using System.Globalization;
using System.Numerics;

namespace Weir.Tests.Differential;

/// <summary>Makes random typed expressions over the table, each with the evaluator's answer.</summary>
internal sealed class ExpressionMaker(Random random)
{
    private static readonly ValueKind[] Integers = [ValueKind.TinyInt, ValueKind.SmallInt, ValueKind.Integer, ValueKind.BigInt];

    private ConditionMaker Conditions => new(this, random);

    /// <summary>An expression of a kind; its exact type is the expression's own.</summary>
    public Made Make(ValueKind kind, int depth)
    {
        var made = Unchecked(kind, depth);
        return FailsAlways(made) ? Table.Column(kind, random) : made;
    }

    /// <summary>
    /// A constant that fails may do so where no row computes it (docs/sql.md, known differences): such are not made. A row without
    /// columns tells.
    /// </summary>
    public static bool FailsAlways(Made made)
    {
        try
        {
            return made.Evaluate(new([])) is { IsValue: false };
        }
        catch (IndexOutOfRangeException)
        {
            return false;
        }
    }

    private Made Unchecked(ValueKind kind, int depth)
    {
        if (depth <= 0 || random.Next(6) == 0)
        {
            return Leaf(kind);
        }

        if (random.Next(5) == 0)
        {
            return Conditions.Choice(kind, depth - 1);
        }

        return kind switch
        {
            ValueKind.Boolean => Conditions.Make(depth - 1),
            ValueKind.Text => new TextMaker(this, random).Make(depth - 1),
            ValueKind.Date => Shifted(depth - 1),
            ValueKind.Array => new TextMaker(this, random).Array(depth - 1),
            _ => Number(kind, depth - 1),
        };
    }

    public Made Any(int depth) => Make((ValueKind)random.Next(10), depth);

    public Made AnyNumber(int depth) => Make((ValueKind)random.Next(6), depth);

    public Made Leaf(ValueKind kind) => random.Next(3) switch
    {
        0 => Literal(kind),
        _ => Table.Column(kind, random),
    };

    public static Made Literal(ValueType type, object? value) =>
        new(value is null ? $"CAST(NULL AS {type.Sql})" : Table.Written(type, value), type, _ => new(value));

    private Made Literal(ValueKind kind)
    {
        var type = Table.TypeOf(kind, random);
        return Literal(type, random.Next(8) == 0 ? null : Table.RandomValue(type, random));
    }

    private Made Number(ValueKind kind, int depth) => random.Next(8) switch
    {
        0 => Negated(Make(kind, depth)),
        1 => Cast(AnyNumber(depth), Table.TypeOf(kind, random)),
        2 when kind == ValueKind.BigInt => new TextMaker(this, random).Measure(depth),
        3 when kind == ValueKind.Integer => new TextMaker(this, random).Element(depth),
        _ => Arithmetic("+-*/%"[random.Next(5)], Make(kind, depth), kind == ValueKind.Double ? AnyNumber(depth) : Make(Narrower(kind), depth)),
    };

    private ValueKind Narrower(ValueKind kind) => kind == ValueKind.Decimal
        ? random.Next(2) == 0 ? ValueKind.Decimal : Integers[random.Next(3)]
        : Integers[random.Next((int)kind + 1)];

    private Made Arithmetic(char op, Made left, Made right)
    {
        var (a, b) = random.Next(2) == 0 || op is '/' or '%' ? (left, right) : (right, left);
        var type = Numbers.Type(op, a.Type, b.Type);
        var made = new Made($"({a.Sql} {op} {b.Sql})", type, row => Both(a, b, row, (x, y) => Numbers.Arithmetic(op, a.Type, x, b.Type, y)));

        // Decimals stay small enough for more to follow.
        return type is { Kind: ValueKind.Decimal, Precision: > 20 } ? Cast(made, new(ValueKind.Decimal, 18, Math.Min(4, type.Scale))) : made;
    }

    private static Made Negated(Made operand) => new($"(- {operand.Sql})", operand.Type, row => One(operand, row, value => operand.Type.Kind switch
    {
        ValueKind.Double => new(-(double)value),
        ValueKind.Decimal => new(-(BigInteger)value),
        _ => Numbers.Integer(operand.Type, -(BigInteger)value),
    }));

    public static Made Cast(Made operand, ValueType to) =>
        new($"CAST({operand.Sql} AS {to.Sql})", to, row => One(operand, row, value => Cast(operand.Type, value, to)));

    private static Outcome Cast(ValueType from, object value, ValueType to)
    {
        if (from.Kind == ValueKind.Double)
        {
            var number = (double)value;
            return to.Kind switch
            {
                ValueKind.Double => new(number),
                _ when !double.IsFinite(number) => Outcome.Failure,
                ValueKind.Decimal => DoubleToDecimal(number, to),
                _ when Math.Abs(number) > 1e15 => Outcome.Open,
                _ => Numbers.Integer(to, new BigInteger(Math.Round(number, MidpointRounding.AwayFromZero))),
            };
        }

        var digits = (BigInteger)value;
        return to.Kind switch
        {
            ValueKind.Double => new(Numbers.ToDouble(from, value)),
            ValueKind.Decimal => Numbers.Rescale(digits, from.Scale, to.Scale) is var scaled && BigInteger.Abs(scaled) < BigInteger.Pow(10, to.Precision)
                ? new(scaled)
                : Outcome.Failure,
            _ => Numbers.Integer(to, Numbers.Rescale(digits, from.Scale, 0)),
        };
    }

    /// <summary>A double becomes a decimal as it is written.</summary>
    private static Outcome DoubleToDecimal(double number, ValueType to)
    {
        if (Math.Abs(number) > 1e25)
        {
            return Outcome.Failure;
        }

        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var (mantissa, exponent) = shortest.Split('E') is [var m, var e] ? (m, int.Parse(e, CultureInfo.InvariantCulture)) : (shortest, 0);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var digits = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var scaled = scale < 0 ? digits * BigInteger.Pow(10, to.Scale - scale) : Numbers.Rescale(digits, scale, to.Scale);
        return BigInteger.Abs(scaled) < BigInteger.Pow(10, to.Precision) ? new(scaled) : Outcome.Failure;
    }

    private Made Shifted(int depth)
    {
        var date = Make(ValueKind.Date, depth);
        var days = random.Next(-400, 400);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"({date.Sql} + INTERVAL '{days}' DAY)"), date.Type,
            row => One(date, row, value => new((int)value + days)));
    }

    /// <summary>Applies to a value; NULL stays NULL, a failure a failure.</summary>
    public static Outcome One(Made operand, Row row, Func<object, Outcome> apply)
    {
        var value = operand.Evaluate(row);
        return !value.IsValue || value.IsNull ? value : apply(value.Value!);
    }

    public static Outcome Both(Made left, Made right, Row row, Func<object, object, Outcome> apply)
    {
        var (a, b) = (left.Evaluate(row), right.Evaluate(row));

        // One side fails where the other is NULL: whether it is computed at all is the engine's affair.
        return a.IsOpen || b.IsOpen ? Outcome.Open
            : a.IsFailure || b.IsFailure ? a.IsNull || b.IsNull ? Outcome.Open : Outcome.Failure
            : a.IsNull || b.IsNull ? Outcome.Null
            : apply(a.Value!, b.Value!);
    }
}
