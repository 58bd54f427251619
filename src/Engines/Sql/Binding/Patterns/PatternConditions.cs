using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>DEFINE: which variables a row may be, as bits of a number.</summary>
/// <remarks>A condition may look at its own row and at rows an offset away; one that depends on the rows matched so far is refused by name.</remarks>
internal sealed class PatternConditions(PatternNames names, RowExpressions rows)
{
    public Expression Mask(MatchRecognize match)
    {
        var defined = new HashSet<int>();
        Expression? sum = null;
        foreach (var definition in match.Definitions)
        {
            var index = names.IndexOf(definition.Variable);
            if (index < 0)
            {
                throw new SqlException(
                    SqlErrorCode.InvalidArguments, $"defined variable: {definition.Variable.Value} is not a primary pattern variable", definition.At);
            }

            if (!defined.Add(index))
            {
                throw new SqlException(SqlErrorCode.InvalidArguments, $"pattern variable with name: {definition.Variable.Value} is defined twice", definition.At);
            }

            var bit = new Case(null, [new(Condition(definition.Variable, definition.Condition), Number(1L << index))], Number(0)) { At = definition.At };
            sum = sum is null ? bit : new Arithmetic(ArithmeticOperator.Add, sum, bit) { At = definition.At };
        }

        var always = Enumerable.Range(0, names.Variables.Count).Where(index => !defined.Contains(index)).Sum(index => 1L << index);
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
                    Current(variable, Inner(call.Arguments[0]), call), RowExpressions.Is(call, "prev") ? -offset : offset, call.At);
            }

            if (RowExpressions.Is(call, "last") && RowExpressions.Offset(call, 0) == 0)
            {
                return Current(variable, call.Arguments[0], call);
            }

            if (RowExpressions.Is(call, "classifier") && call.Arguments.IsEmpty)
            {
                return new StringLiteral(PatternNames.Shown(variable)) { At = call.At };
            }

            if (RowExpressions.Is(call, "first", "last", "classifier", "match_number") || call.IsStar
                || (call.Over is null && Registry.Find(call.Name.Lower) is [{ Kind: FunctionKind.Aggregate }, ..]))
            {
                throw Refused(variable, call);
            }
        }

        return names.Find(part) is null ? null : Current(variable, part, part);
    });

    /// <summary>PREV(LAST(x)) is PREV(x).</summary>
    private static Expression Inner(Expression argument) =>
        argument is FunctionCall call && RowExpressions.Is(call, "last") && RowExpressions.Offset(call, 0) == 0 ? call.Arguments[0] : argument;

    private Expression Current(Identifier variable, Expression argument, Expression whole)
    {
        if (SyntaxTree.All(argument).OfType<FunctionCall>().FirstOrDefault(call => RowExpressions.Is(call, "first", "last", "classifier")) is { } nested)
        {
            throw Refused(variable, nested);
        }

        var row = rows.Row(argument);
        return row.Variable is null || names.Labels(row.Variable) is { } labels && labels.Contains(names.IndexOf(variable))
            ? row.Value
            : throw Refused(variable, whole);
    }

    private static SqlException Refused(Identifier variable, Expression part) => new(
        SqlErrorCode.NotSupported,
        $"The definition of {variable.Value} depends on the rows matched before: {SqlPrinter.Print(part)} is not supported there", part.At);
}
