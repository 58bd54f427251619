using System.Globalization;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>An expression over one row, and the variable whose row it is; null for any.</summary>
internal sealed record RowExpression(Expression Value, Identifier? Variable);

/// <summary>Expressions over one row of the input, and those over rows at an offset from it.</summary>
internal sealed class RowExpressions(PatternNames names)
{
    public const string Window = "$w";
    public const string Label = "$l";

    private readonly List<SelectExpression> _shifted = [];

    /// <summary>What PREV and NEXT see, as columns to compute before anything is matched.</summary>
    public IReadOnlyList<SelectExpression> Shifted => _shifted;

    public static bool Is(FunctionCall call, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (call.Name.Parts is [var name] && name.Value.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The offset of FIRST, LAST, PREV or NEXT.</summary>
    public static long Offset(FunctionCall call, long otherwise)
    {
        if (call.Arguments.Length is 0 or > 2)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"{call.Name.Lower} pattern recognition function requires 1 or 2 arguments", call.At);
        }

        return call.Arguments.Length == 1 ? otherwise
            : Constant(call.Arguments[1]) is { } number ? number switch
            {
                < 0 => throw new SqlException(
                    SqlErrorCode.NumericValueOutOfRange,
                    $"{call.Name.Lower} pattern recognition navigation function requires a non-negative number as the second argument (actual: {number})", call.At),
                > int.MaxValue => throw new SqlException(
                    SqlErrorCode.NumericValueOutOfRange,
                    $"The second argument of {call.Name.Lower} pattern recognition navigation function must not exceed {int.MaxValue} (actual: {number})", call.At),
                _ => number,
            }
            : throw new SqlException(
                SqlErrorCode.InvalidFunctionArgument, $"{call.Name.Lower} pattern recognition navigation function requires a number as the second argument", call.At);
    }

    private static long? Constant(Expression expression) => expression switch
    {
        LongLiteral literal => literal.Value,
        Unary { Operator: UnaryOperator.Minus, Operand: LongLiteral literal } => -literal.Value,
        _ => null,
    };

    /// <summary>Columns by our own names; all of one variable.</summary>
    public RowExpression Row(Expression expression)
    {
        Identifier? variable = null;
        var isFree = false;
        void Take(Identifier? next, SourcePosition at)
        {
            if ((isFree && next is not null) || (variable is not null && (next is null || !next.Value.Equals(variable.Value, StringComparison.OrdinalIgnoreCase))))
            {
                throw new SqlException(
                    SqlErrorCode.InvalidArguments, "All labels and classifiers inside the call to a navigation function or aggregation must match", at);
            }

            (variable, isFree) = (next, next is null);
        }

        var value = SyntaxMap.Map(expression, part =>
        {
            if (names.Find(part) is var (column, label))
            {
                Take(label, part.At);
                return PatternNames.Column(column) with { At = part.At };
            }

            if (part is FunctionCall call && Is(call, "classifier"))
            {
                Take(call.Arguments is [NameExpression only] ? only.Name : null, call.At);
                return PatternNames.Own(Label) with { At = part.At };
            }

            return part is FunctionCall inner && Is(inner, "first", "last", "prev", "next", "match_number")
                ? throw new SqlException(SqlErrorCode.NestedWindow, $"Cannot nest {inner.Name.Lower} pattern navigation function: {SqlPrinter.Print(inner)}", inner.At)
                : null;
        });
        return new(value, variable);
    }

    /// <summary>The value of a row so many rows after this one (before, when negative).</summary>
    public static Expression At(Expression value, long offset, SourcePosition at) => offset == 0 ? value
        : new FunctionCall(new([new(offset < 0 ? "lag" : "lead")]), [value, new LongLiteral(Math.Abs(offset))])
        {
            At = at,
            Over = new WindowName(new(Window, Quoted: true)),
        };

    /// <summary>The same as a column computed beforehand.</summary>
    public Expression Shift(RowExpression row, long offset, SourcePosition at)
    {
        if (offset == 0)
        {
            return row.Value;
        }

        if (SyntaxTree.All(row.Value).Any(part => part is NameExpression { Name.Value: Label }))
        {
            throw new SqlException(SqlErrorCode.NotSupported, "CLASSIFIER inside PREV or NEXT is not supported", at);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"$x{_shifted.Count}");
        _shifted.Add(new(At(row.Value, offset, at), new(name, Quoted: true)));
        return PatternNames.Own(name) with { At = at };
    }
}
