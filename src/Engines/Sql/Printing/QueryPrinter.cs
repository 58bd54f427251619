using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Printing;

/// <summary>Writes queries.</summary>
internal sealed class QueryPrinter(ExpressionPrinter printer)
{
    private readonly CallPrinter _calls = new(printer);

    private StringBuilder Output => printer.Output;

    public void Print(Query query)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SqlException(SqlErrorCode.StackOverflow, "statement is too large", query.At);
        }

        if (query.With is { } with)
        {
            Output.Append(with.IsRecursive ? "WITH RECURSIVE " : "WITH ");
            printer.Join(with.Queries, Named);
            Output.Append(' ');
        }

        Body(query.Body);
        if (!query.OrderBy.IsEmpty)
        {
            Output.Append(' ');
            _calls.OrderBy(query.OrderBy);
        }

        if (query.Offset is not null)
        {
            Output.Append(" OFFSET ");
            printer.Print(query.Offset);
            Output.Append(" ROWS");
        }

        if (query.Limit is not null)
        {
            Output.Append(query.WithTies ? " FETCH FIRST " : " LIMIT ");
            printer.Print(query.Limit);
            Output.Append(query.WithTies ? " ROWS WITH TIES" : "");
        }
    }

    private void Named(NamedQuery named)
    {
        printer.Name(named.Name);
        Columns(named.Columns);
        Output.Append(" AS ");
        printer.Nested(named.Query);
    }

    private void Columns(ImmutableArray<Identifier> columns)
    {
        if (!columns.IsEmpty)
        {
            Output.Append(' ');
            printer.Names(columns);
        }
    }

    private void Body(QueryBody body)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SqlException(SqlErrorCode.StackOverflow, "statement is too large", body.At);
        }

        switch (body)
        {
            case Select select:
                Select(select);
                break;
            case SetOperation operation:
                Operand(operation.Left, operation, isLeft: true);
                Output.Append(' ').Append(operation.Operator.ToString().ToUpperInvariant())
                    .Append(operation.IsDistinct ? " " : " ALL ");
                Operand(operation.Right, operation, isLeft: false);
                break;
            case Values values:
                Output.Append("VALUES ");
                printer.List(values.Rows);
                break;
            case TableBody table:
                Output.Append("TABLE ");
                printer.Name(table.Name);
                break;
            case NestedQuery nested:
                printer.Nested(nested.Query);
                break;
            default:
                throw new InvalidOperationException($"no form for {body.GetType().Name}");
        }
    }

    /// <summary>The tree shows parentheses as nested queries; the rest is left-deep, INTERSECT binding tighter.</summary>
    private void Operand(QueryBody body, SetOperation parent, bool isLeft)
    {
        var natural = body is not SetOperation child
            || (isLeft && (parent.Operator != SetOperator.Intersect || child.Operator == SetOperator.Intersect))
            || (!isLeft && parent.Operator != SetOperator.Intersect && child.Operator == SetOperator.Intersect);
        Output.Append(natural ? "" : "(");
        Body(body);
        Output.Append(natural ? "" : ")");
    }

    private void Select(Select select)
    {
        Output.Append(select.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        printer.Join(select.Items, Item);
        if (!select.From.IsEmpty)
        {
            Output.Append(" FROM ");
            printer.Join(select.From, Relation);
        }

        if (select.Where is not null)
        {
            Output.Append(" WHERE ");
            printer.Print(select.Where);
        }

        if (select.GroupBy is { } groupBy)
        {
            Output.Append(groupBy.IsDistinct ? " GROUP BY DISTINCT " : " GROUP BY ");
            printer.Join(groupBy.Elements, Grouping);
        }

        if (select.Having is not null)
        {
            Output.Append(" HAVING ");
            printer.Print(select.Having);
        }

        if (!select.Windows.IsEmpty)
        {
            Output.Append(" WINDOW ");
            printer.Join(select.Windows, window =>
            {
                printer.Name(window.Name);
                Output.Append(" AS ");
                _calls.Window(window.Window);
            });
        }
    }

    private void Item(SelectItem item)
    {
        switch (item)
        {
            case SelectExpression { Alias: null } plain:
                printer.Print(plain.Expression);
                break;
            case SelectExpression aliased:
                printer.Print(aliased.Expression);
                Output.Append(" AS ");
                printer.Name(aliased.Alias);
                break;
            case SelectStar star:
                if (star.Target is not null)
                {
                    printer.Print(star.Target);
                    Output.Append('.');
                }

                Output.Append('*');
                if (!star.Aliases.IsEmpty)
                {
                    Output.Append(" AS ");
                    printer.Names(star.Aliases);
                }

                break;
            default:
                throw new InvalidOperationException($"no form for {item.GetType().Name}");
        }
    }

    private void Grouping(GroupingElement element)
    {
        switch (element.Kind)
        {
            case GroupingKind.Simple when element.Sets[0].Length != 1:
                Set(element.Sets[0]);
                break;
            case GroupingKind.Simple:
                printer.Print(element.Sets[0][0]);
                break;
            case GroupingKind.GroupingSets:
                Output.Append("GROUPING SETS ");
                Sets(element.Sets);
                break;
            case GroupingKind.Cube:
                Output.Append("CUBE ");
                Sets(element.Sets);
                break;
            case GroupingKind.Rollup:
                Output.Append("ROLLUP ");
                Sets(element.Sets);
                break;
        }
    }

    private void Sets(ImmutableArray<ImmutableArray<Expression>> sets)
    {
        Output.Append('(');
        printer.Join(sets, Set);
        Output.Append(')');
    }

    private void Set(ImmutableArray<Expression> set)
    {
        // A query has parentheses of its own; more would nest it.
        if (set is [ScalarQuery scalar])
        {
            printer.Print(scalar);
            return;
        }

        Output.Append('(');
        printer.List(set);
        Output.Append(')');
    }

    public void Relation(Relation relation)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SqlException(SqlErrorCode.StackOverflow, "statement is too large", relation.At);
        }

        switch (relation)
        {
            case TableRelation table:
                printer.Name(table.Name);
                if (table.AsOf is not null)
                {
                    Output.Append(table.AsOfVersion ? " FOR VERSION AS OF " : " FOR TIMESTAMP AS OF ");
                    printer.Print(table.AsOf);
                }

                break;
            case AliasedRelation aliased:
                Operand(aliased.Relation, nested: aliased.Relation is Syntax.Join or AliasedRelation or Sampled);
                Output.Append(" AS ");
                printer.Name(aliased.Alias);
                Columns(aliased.Columns);
                break;
            case Join join:
                Joined(join);
                break;
            case SubqueryRelation subquery:
                printer.Nested(subquery.Query);
                break;
            case Lateral lateral:
                Output.Append("LATERAL ");
                printer.Nested(lateral.Query);
                break;
            case MatchRecognize match:
                Operand(match.Input, nested: match.Input is Syntax.Join or Sampled or MatchRecognize or AliasedRelation { Relation: MatchRecognize });
                new PatternPrinter(printer).Print(match);
                break;
            case JsonTable table:
                new JsonPrinter(printer).Print(table);
                break;
            case TableFunction call:
                Output.Append("TABLE(");
                printer.Name(call.Name);
                Output.Append('(');
                printer.Join(call.Arguments, Argument);
                Output.Append("))");
                break;
            case Unnest unnest:
                Output.Append("UNNEST(");
                printer.List(unnest.Arguments);
                Output.Append(unnest.WithOrdinality ? ") WITH ORDINALITY" : ")");
                break;
            case Sampled sampled:
                Operand(sampled.Relation, nested: sampled.Relation is Syntax.Join or Sampled);
                Output.Append(sampled.IsSystem ? " TABLESAMPLE SYSTEM (" : " TABLESAMPLE BERNOULLI (");
                printer.Print(sampled.Percentage);
                Output.Append(')');
                break;
            default:
                throw new InvalidOperationException($"no form for {relation.GetType().Name}");
        }
    }

    private void Argument(TableArgument argument)
    {
        if (argument.Name is not null)
        {
            printer.Name(argument.Name);
            Output.Append(" => ");
        }

        switch (argument.Value)
        {
            case Descriptor descriptor:
                Output.Append("DESCRIPTOR");
                printer.Names(descriptor.Columns);
                break;
            case SubqueryRelation { Query: var query }:
                Output.Append("TABLE");
                printer.Nested(query);
                break;
            case Relation relation:
                Output.Append("TABLE(");
                Relation(relation);
                Output.Append(')');
                break;
            default:
                printer.Print((Expression)argument.Value);
                break;
        }
    }

    private void Operand(Relation relation, bool nested)
    {
        Output.Append(nested ? "(" : "");
        Relation(relation);
        Output.Append(nested ? ")" : "");
    }

    private void Joined(Join join)
    {
        Operand(join.Left, nested: false);
        Output.Append(join.IsNatural ? " NATURAL " : " ").Append(join.Kind.ToString().ToUpperInvariant()).Append(" JOIN ");
        Operand(join.Right, nested: join.Right is Syntax.Join);
        if (join.On is not null)
        {
            Output.Append(" ON ");
            printer.Print(join.On);
        }
        else if (!join.Using.IsEmpty)
        {
            Output.Append(" USING ");
            printer.Names(join.Using);
        }
    }
}
