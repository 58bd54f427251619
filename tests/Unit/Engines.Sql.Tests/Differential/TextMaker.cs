using System.Globalization;
using System.Numerics;

namespace Weir.Tests.Differential;

/// <summary>Texts, arrays, and numbers taken from them.</summary>
internal sealed class TextMaker(ExpressionMaker expressions, Random random)
{
    private static readonly ValueType Text = new(ValueKind.Text);

    public Made Make(int depth)
    {
        var text = expressions.Make(ValueKind.Text, depth);
        switch (random.Next(6))
        {
            case 0:
                var other = expressions.Make(ValueKind.Text, depth);
                return new($"({text.Sql} || {other.Sql})", Text, row => ExpressionMaker.Both(text, other, row, (a, b) => new((string)a + (string)b)));
            case 1:
                return new($"upper({text.Sql})", Text, row => ExpressionMaker.One(text, row, value => new(((string)value).ToUpperInvariant())));
            case 2:
                return new($"reverse({text.Sql})", Text, row => ExpressionMaker.One(text, row, value => new(new string([.. ((string)value).Reverse()]))));
            case 3:
                var (start, length) = (random.Next(-4, 6), random.Next(-1, 5));
                return new(
                    string.Create(CultureInfo.InvariantCulture, $"substr({text.Sql}, {start}, {length})"), Text,
                    row => ExpressionMaker.One(text, row, value => new(Part((string)value, start, length))));
            case 4:
                var number = expressions.Make((ValueKind)random.Next(4), depth);
                return new($"CAST({number.Sql} AS varchar)", Text, row => ExpressionMaker.One(number, row, value => new(value.ToString())));
            default:
                var truth = expressions.Make(ValueKind.Boolean, depth);
                return new($"CAST({truth.Sql} AS varchar)", Text, row => ExpressionMaker.One(truth, row, value => new((bool)value ? "true" : "false")));
        }
    }

    public Made Measure(int depth)
    {
        if (random.Next(2) == 0)
        {
            var array = expressions.Make(ValueKind.Array, depth);
            return new($"cardinality({array.Sql})", new(ValueKind.BigInt), row => ExpressionMaker.One(array, row, value => new(new BigInteger(((BigInteger?[])value).Length))));
        }

        var text = expressions.Make(ValueKind.Text, depth);
        return new($"length({text.Sql})", new(ValueKind.BigInt), row => ExpressionMaker.One(text, row, value => new(new BigInteger(((string)value).Length))));
    }

    /// <summary>A subscript, which fails outside, or element_at, which does not.</summary>
    public Made Element(int depth)
    {
        var array = expressions.Make(ValueKind.Array, depth);
        var index = random.Next(-3, 5);
        var strict = random.Next(2) == 0;
        return new(
            strict
                ? string.Create(CultureInfo.InvariantCulture, $"({array.Sql})[{index}]")
                : string.Create(CultureInfo.InvariantCulture, $"element_at({array.Sql}, {index})"),
            new(ValueKind.Integer),
            row => ExpressionMaker.One(array, row, value =>
            {
                var items = (BigInteger?[])value;
                var at = index < 0 && !strict ? items.Length + index : index - 1;
                return index == 0 ? Outcome.Failure
                    : at >= 0 && at < items.Length ? new(items[at])
                    : strict ? Outcome.Failure : Outcome.Null;
            }));
    }

    public Made Array(int depth)
    {
        if (random.Next(3) == 0)
        {
            var (a, b) = (expressions.Make(ValueKind.Array, depth), expressions.Make(ValueKind.Array, depth));
            return new($"({a.Sql} || {b.Sql})", new(ValueKind.Array), row => ExpressionMaker.Both(
                a, b, row, (x, y) => new(((BigInteger?[])x).Concat((BigInteger?[])y).ToArray())));
        }

        var items = Enumerable.Range(0, random.Next(1, 4)).Select(_ => expressions.Make((ValueKind)random.Next(3), depth - 1)).ToArray();
        return new($"ARRAY[CAST({items[0].Sql} AS integer){string.Concat(items.Skip(1).Select(item => ", " + item.Sql))}]", new(ValueKind.Array), row =>
        {
            var values = items.Select(item => item.Evaluate(row)).ToArray();
            return values.Any(value => value.IsOpen) ? Outcome.Open
                : values.Any(value => value.IsFailure) ? Outcome.Failure
                : new(values.Select(value => (BigInteger?)value.Value).ToArray());
        });
    }

    private static string Part(string text, int start, int length)
    {
        var from = start < 0 ? text.Length + start : start - 1;
        return start == 0 || from < 0 || from >= text.Length || length <= 0 ? "" : text.Substring(from, Math.Min(length, text.Length - from));
    }
}
