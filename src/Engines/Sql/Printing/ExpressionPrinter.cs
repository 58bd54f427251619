using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Printing;

/// <summary>Writes syntax back as Trino SQL. Parsing what it wrote gives the same tree.</summary>
internal sealed class ExpressionPrinter(StringBuilder output, bool hive = false)
{
    private QueryPrinter? _queries;

    public StringBuilder Output => output;

    public QueryPrinter Queries => _queries ??= new(this);

    public void Name(Identifier name)
    {
        if (!name.Quoted && IsPlain(name.Value))
        {
            output.Append(name.Value);
        }
        else if (hive)
        {
            output.Append('`').Append(name.Value.Replace("`", "``", StringComparison.Ordinal)).Append('`');
        }
        else
        {
            output.Append('"').Append(name.Value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
    }

    public void Name(QualifiedName name) => Join(name.Parts, Name, ".");

    public void Names(ImmutableArray<Identifier> names)
    {
        output.Append('(');
        Join(names, Name);
        output.Append(')');
    }

    public void Text(string text)
    {
        if (hive)
        {
            text = text.Replace("\\", "\\\\", StringComparison.Ordinal);
        }

        output.Append('\'').Append(text.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
    }

    public void List(ImmutableArray<Expression> expressions) => Join(expressions, Print);

    public void Join<T>(ImmutableArray<T> items, Action<T> print, string separator = ", ")
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                output.Append(separator);
            }

            print(items[i]);
        }
    }

    public void Type(TypeSyntax type)
    {
        var zone = type.Name.IndexOf(' ', StringComparison.Ordinal);
        var angle = type.Name is "struct" or "uniontype" || (hive && type.Name is "array" or "map");
        var (open, close) = angle && type.Arguments is [{ Type: not null }, ..] ? ('<', '>') : ('(', ')');
        var head = zone > 0 && type.Name.StartsWith("time", StringComparison.Ordinal) ? type.Name[..zone] : type.Name;
        if (head == "struct" && type.Arguments.IsEmpty)
        {
            output.Append("struct<>");
            return;
        }

        if (zone > 0 || IsPlain(head))
        {
            output.Append(head);
        }
        else
        {
            Name(new Identifier(head, true));
        }

        if (!type.Arguments.IsEmpty)
        {
            output.Append(open);
            Join(type.Arguments, argument => TypeArgument(argument, open == '<'), open == '<' ? "," : ", ");
            output.Append(close);
        }

        if (head.Length != type.Name.Length)
        {
            output.Append(type.Name.AsSpan(zone));
        }
    }

    private void TypeArgument(TypeArgument argument, bool angle)
    {
        if (argument.Number is { } number)
        {
            output.Append(number);
            return;
        }

        if (argument.Field is { } field)
        {
            if (angle && TrinoDialect.Reserved.Contains(field.Value.ToUpperInvariant()))
            {
                output.Append(field.Value);
            }
            else
            {
                Name(field);
            }

            output.Append(angle ? ':' : ' ');
        }

        Type(argument.Type!);
    }

    public void Print(Expression expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SqlException(SqlErrorCode.StackOverflow, "statement is too large", expression.At);
        }

        switch (expression)
        {
            case NullLiteral:
                output.Append("NULL");
                break;
            case BooleanLiteral literal:
                output.Append(literal.Value ? "true" : "false");
                break;
            case StringLiteral literal:
                Text(literal.Value);
                break;
            case BinaryLiteral literal:
                output.Append("X'").Append(literal.Hex).Append('\'');
                break;
            case LongLiteral { Value: < 0 } literal:
                output.Append(CultureInfo.InvariantCulture, $"({literal.Value})");
                break;
            case LongLiteral literal:
                output.Append(literal.Value);
                break;
            case DecimalLiteral literal:
                output.Append(literal.Text);
                break;
            case DoubleLiteral literal:
                output.Append(literal.Text);
                break;
            case TypedLiteral literal:
                Type(literal.Type);
                output.Append(' ');
                Text(literal.Value);
                break;
            case IntervalLiteral literal:
                output.Append("INTERVAL ").Append(literal.Negative ? "-" : "");
                Text(literal.Value);
                output.Append(' ').Append(literal.From).Append(literal.To is null ? "" : $" TO {literal.To}");
                break;
            case NameExpression name:
                Name(name.Name);
                break;
            case Dereference part:
                Base(part.Base);
                output.Append('.');
                Name(part.Field);
                break;
            case Parameter:
                output.Append('?');
                break;
            case Unary unary:
                output.Append(unary.Operator == UnaryOperator.Minus ? "(- " : "(+ ");
                Print(unary.Operand);
                output.Append(')');
                break;
            case Arithmetic arithmetic:
                Binary(arithmetic.Left, Symbol(arithmetic.Operator), arithmetic.Right);
                break;
            case Comparison comparison:
                Binary(comparison.Left, Symbol(comparison.Operator), comparison.Right);
                break;
            case Logical logical:
                output.Append('(');
                Join(logical.Terms, Print, logical.IsAnd ? " AND " : " OR ");
                output.Append(')');
                break;
            case Not not:
                output.Append("(NOT ");
                Print(not.Operand);
                output.Append(')');
                break;
            case IsNull test:
                output.Append('(');
                Print(test.Operand);
                output.Append(test.Negated ? " IS NOT NULL)" : " IS NULL)");
                break;
            case IsDistinctFrom test:
                Binary(test.Left, test.Negated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM", test.Right);
                break;
            default:
                Compound(expression);
                break;
        }
    }

    private void Compound(Expression expression)
    {
        switch (expression)
        {
            case Between between:
                output.Append('(');
                Print(between.Operand);
                output.Append(between.Negated ? " NOT BETWEEN " : " BETWEEN ");
                Print(between.Low);
                output.Append(" AND ");
                Print(between.High);
                output.Append(')');
                break;
            case InList list:
                output.Append('(');
                Print(list.Operand);
                output.Append(list.Negated ? " NOT IN (" : " IN (");
                List(list.Items);
                output.Append("))");
                break;
            case InQuery query:
                output.Append('(');
                Print(query.Operand);
                output.Append(query.Negated ? " NOT IN " : " IN ");
                Nested(query.Query);
                output.Append(')');
                break;
            case Like like:
                output.Append('(');
                Print(like.Operand);
                output.Append(like.Negated ? " NOT LIKE " : " LIKE ");
                Print(like.Pattern);
                if (like.Escape is not null)
                {
                    output.Append(" ESCAPE ");
                    Print(like.Escape);
                }

                output.Append(')');
                break;
            case Exists exists:
                output.Append("(EXISTS ");
                Nested(exists.Query);
                output.Append(')');
                break;
            case Quantified quantified:
                output.Append('(');
                Print(quantified.Operand);
                output.Append(' ').Append(Symbol(quantified.Operator)).Append(' ')
                    .Append(quantified.Quantifier.ToString().ToUpperInvariant()).Append(' ');
                Nested(quantified.Query);
                output.Append(')');
                break;
            case ScalarQuery scalar:
                Nested(scalar.Query);
                break;
            case Case branches:
                Case(branches);
                break;
            case Cast cast:
                output.Append(cast.IsTry ? "TRY_CAST(" : "CAST(");
                Print(cast.Operand);
                output.Append(" AS ");
                Type(cast.Type);
                output.Append(')');
                break;
            case AtTimeZone zoned:
                output.Append('(');
                Print(zoned.Operand);
                output.Append(" AT TIME ZONE ");
                Primary(zoned.Zone);
                output.Append(')');
                break;
            case Extract extract:
                output.Append("EXTRACT(").Append(extract.Field).Append(" FROM ");
                Print(extract.Operand);
                output.Append(')');
                break;
            case CurrentValue current:
                output.Append(current.Name).Append(current.Precision is { } digits ? $"({digits})" : "");
                break;
            case Lambda lambda:
                output.Append('(');
                Names(lambda.Parameters);
                output.Append(" -> ");
                Print(lambda.Body);
                output.Append(')');
                break;
            case Subscript subscript:
                Base(subscript.Base);
                output.Append('[');
                Print(subscript.Index);
                output.Append(']');
                break;
            case ArrayConstructor array:
                output.Append("ARRAY[");
                List(array.Items);
                output.Append(']');
                break;
            case RowConstructor row:
                output.Append("ROW(");
                List(row.Items);
                output.Append(')');
                break;
            case FunctionCall call:
                new CallPrinter(this).Print(call);
                break;
            case JsonPathCall call:
                new JsonPrinter(this).Print(call);
                break;
            case JsonObjectCall call:
                new JsonPrinter(this).Print(call);
                break;
            case JsonArrayCall call:
                new JsonPrinter(this).Print(call);
                break;
            case PatternMatches matches:
                output.Append("PATTERN(");
                Print(matches.Masks);
                output.Append(')');
                break;
            default:
                throw new InvalidOperationException($"no form for {expression.GetType().Name}");
        }
    }

    /// <summary>A point after a number would belong to the number.</summary>
    private void Base(Expression expression)
    {
        var number = expression is LongLiteral { Value: >= 0 } or DecimalLiteral or DoubleLiteral;
        output.Append(number ? "(" : "");
        Print(expression);
        output.Append(number ? ")" : "");
    }

    private void Primary(Expression expression)
    {
        if (expression is Subscript or Dereference or Cast or FunctionCall { Over: null, Filter: null, IgnoreNulls: null })
        {
            Print(expression);
            return;
        }

        if (expression is StringLiteral or NameExpression or Parameter or ScalarQuery or LongLiteral or IntervalLiteral)
        {
            Print(expression);
            return;
        }

        output.Append('(');
        Print(expression);
        output.Append(')');
    }

    private void Case(Case expression)
    {
        output.Append("(CASE");
        if (expression.Operand is not null)
        {
            output.Append(' ');
            Print(expression.Operand);
        }

        foreach (var clause in expression.Whens)
        {
            output.Append(" WHEN ");
            Print(clause.Condition);
            output.Append(" THEN ");
            Print(clause.Result);
        }

        if (expression.Else is not null)
        {
            output.Append(" ELSE ");
            Print(expression.Else);
        }

        output.Append(" END)");
    }

    private void Binary(Expression left, string symbol, Expression right)
    {
        output.Append('(');
        Print(left);
        output.Append(' ').Append(symbol).Append(' ');
        Print(right);
        output.Append(')');
    }

    public void Nested(Query query)
    {
        output.Append('(');
        Queries.Print(query);
        output.Append(')');
    }

    public static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
    };

    public static string Symbol(ArithmeticOperator arithmetic) => arithmetic switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        ArithmeticOperator.Modulo => "%",
        ArithmeticOperator.Concat => "||",
    };

    /// <summary>A word that can stand without quotes wherever a name can.</summary>
    /// <remarks>ALL is not reserved, but a select list or the arguments of a call would take it for the quantifier.</remarks>
    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || !(name[0] == '_' || char.IsLetter(name[0]))
            || TrinoDialect.Reserved.Contains(name.ToUpperInvariant()) || name.Equals("ALL", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return name.All(letter => letter == '_' || char.IsLetterOrDigit(letter));
    }
}
