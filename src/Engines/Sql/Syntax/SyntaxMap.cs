using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary>Copies expressions with some parts replaced. Subqueries are left as they are.</summary>
internal static class SyntaxMap
{
    /// <param name="replace">What stands instead of a part; null to go on into it.</param>
    public static Expression Map(Expression expression, Func<Expression, Expression?> replace)
    {
        if (replace(expression) is { } replaced)
        {
            return replaced;
        }

        Expression One(Expression part) => Map(part, replace);
        Expression? Maybe(Expression? part) => part is null ? null : Map(part, replace);
        ImmutableArray<Expression> All(ImmutableArray<Expression> parts) => [.. parts.Select(One)];
        return expression switch
        {
            Dereference part => part with { Base = One(part.Base) },
            Unary unary => unary with { Operand = One(unary.Operand) },
            Arithmetic arithmetic => arithmetic with { Left = One(arithmetic.Left), Right = One(arithmetic.Right) },
            Comparison comparison => comparison with { Left = One(comparison.Left), Right = One(comparison.Right) },
            Logical logical => logical with { Terms = All(logical.Terms) },
            Not not => not with { Operand = One(not.Operand) },
            IsNull test => test with { Operand = One(test.Operand) },
            IsDistinctFrom test => test with { Left = One(test.Left), Right = One(test.Right) },
            Between between => between with { Operand = One(between.Operand), Low = One(between.Low), High = One(between.High) },
            InList list => list with { Operand = One(list.Operand), Items = All(list.Items) },
            InQuery query => query with { Operand = One(query.Operand) },
            Like like => like with { Operand = One(like.Operand), Pattern = One(like.Pattern), Escape = Maybe(like.Escape) },
            Quantified quantified => quantified with { Operand = One(quantified.Operand) },
            Case branches => branches with
            {
                Operand = Maybe(branches.Operand),
                Whens = [.. branches.Whens.Select(when => when with { Condition = One(when.Condition), Result = One(when.Result) })],
                Else = Maybe(branches.Else),
            },
            Cast cast => cast with { Operand = One(cast.Operand) },
            AtTimeZone zoned => zoned with { Operand = One(zoned.Operand), Zone = One(zoned.Zone) },
            Extract extract => extract with { Operand = One(extract.Operand) },
            FunctionCall call => call with
            {
                Arguments = All(call.Arguments),
                OrderBy = [.. call.OrderBy.Select(sort => sort with { Key = One(sort.Key) })],
                WithinGroup = [.. call.WithinGroup.Select(sort => sort with { Key = One(sort.Key) })],
                Filter = Maybe(call.Filter),
            },
            Lambda lambda => lambda with { Body = Map(lambda.Body, part => Shadows(lambda, part) ? part : replace(part)) },
            Subscript subscript => subscript with { Base = One(subscript.Base), Index = One(subscript.Index) },
            ArrayConstructor array => array with { Items = All(array.Items) },
            RowConstructor row => row with { Items = All(row.Items) },
            JsonPathCall call => call with { Input = One(call.Input), Passing = [.. call.Passing.Select(item => item with { Value = One(item.Value) })] },
            JsonObjectCall call => call with { Members = [.. call.Members.Select(item => item with { Key = One(item.Key), Value = One(item.Value) })] },
            JsonArrayCall call => call with { Items = [.. call.Items.Select(item => item with { Value = One(item.Value) })] },
            _ => expression,
        };
    }

    /// <summary>A lambda's parameter hides what has its name around it.</summary>
    private static bool Shadows(Lambda lambda, Expression part)
    {
        while (part is Dereference inner)
        {
            part = inner.Base;
        }

        return part is NameExpression name
            && lambda.Parameters.Any(parameter => parameter.Value.Equals(name.Name.Value, StringComparison.OrdinalIgnoreCase));
    }
}
