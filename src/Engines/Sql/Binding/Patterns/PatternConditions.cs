using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>DEFINE: which variables a row may be, as bits of a number.</summary>
/// <remarks>
/// A condition that looks at its own row and at rows an offset away is decided beforehand; one that depends on the rows matched so far
/// (<see cref="Dependent"/>) is decided while they are matched.
/// </remarks>
internal sealed class PatternConditions(PatternNames names, RowExpressions rows)
{
    private bool _depends;

    /// <summary>The conditions that no mask says.</summary>
    public DependentConditions Dependent { get; } = new(names, rows);

    private static string Written(Identifier variable) => PatternNames.Written(variable);

    public Expression Mask(MatchRecognize match)
    {
        var (defined, masked) = (new HashSet<int>(), new HashSet<int>());
        Expression? sum = null;
        foreach (var definition in match.Definitions)
        {
            var index = names.IndexOf(definition.Variable);
            if (index < 0)
            {
                throw new SqlException(
                    SqlErrorCode.InvalidLabel, $"defined variable: {Written(definition.Variable)} is not a primary pattern variable", definition.At);
            }

            if (!defined.Add(index))
            {
                throw new SqlException(SqlErrorCode.InvalidLabel, $"pattern variable with name: {Written(definition.Variable)} is defined twice", definition.At);
            }

            _depends = false;
            var condition = Condition(definition.Variable, definition.Condition);
            if (_depends)
            {
                Dependent.Add(definition);
                continue;
            }

            masked.Add(index);
            var bit = new Case(null, [new(condition, Number(1L << index))], Number(0)) { At = definition.At };
            sum = sum is null ? bit : new Arithmetic(ArithmeticOperator.Add, sum, bit) { At = definition.At };
        }

        var always = Enumerable.Range(0, names.Variables.Count).Where(index => !masked.Contains(index)).Sum(index => 1L << index);
        return sum is null ? Number(always) : new Arithmetic(ArithmeticOperator.Add, sum, Number(always)) { At = match.At };
    }

    private static TypedLiteral Number(long value) =>
        new(new TypeSyntax("bigint", []), value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private Expression Condition(Identifier variable, Expression condition) => SyntaxMap.Map(condition, part =>
    {
        if (part is FunctionCall call)
        {
            if (RowExpressions.Is(call, "prev", "next"))
            {
                var offset = RowExpressions.Offset(call, 1);
                return RowExpressions.At(
                    Current(variable, Inner(call.Arguments[0])), RowExpressions.Is(call, "prev") ? -offset : offset, call.At);
            }

            if (RowExpressions.Is(call, "last") && RowExpressions.Offset(call, 0) == 0)
            {
                return Current(variable, call.Arguments[0]);
            }

            if (RowExpressions.Is(call, "classifier") && call.Arguments.IsEmpty)
            {
                return new StringLiteral(PatternNames.Shown(variable)) { At = call.At };
            }

            if (RowExpressions.Is(call, "first", "last", "classifier", "match_number") || call.IsStar
                || (call.Over is null && Registry.Find(call.Name.Lower) is [{ Kind: FunctionKind.Aggregate }, ..]))
            {
                return Depends();
            }
        }

        return names.Find(part) is null ? null : Current(variable, part);
    });

    /// <summary>PREV(LAST(x)) is PREV(x).</summary>
    private static Expression Inner(Expression argument) =>
        argument is FunctionCall call && RowExpressions.Is(call, "last") && RowExpressions.Offset(call, 0) == 0 ? call.Arguments[0] : argument;

    private Expression Current(Identifier variable, Expression argument)
    {
        if (SyntaxTree.All(argument).OfType<FunctionCall>().Any(call => RowExpressions.Is(call, "first", "last", "classifier")))
        {
            return Depends();
        }

        var row = rows.Row(argument);
        return row.Variable is null || names.Labels(row.Variable) is { } labels && labels.Contains(names.IndexOf(variable))
            ? row.Value
            : Depends();
    }

    private NullLiteral Depends()
    {
        _depends = true;
        return new();
    }
}
