using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Printing;

/// <summary>Writes the statements that change rows.</summary>
internal sealed class RowPrinter(ExpressionPrinter printer)
{
    public bool Print(Statement statement)
    {
        switch (statement)
        {
            case Delete delete:
                Head("DELETE FROM ", delete.Table, delete.Alias);
                Where(delete.Where);
                return true;
            case Update update:
                Head("UPDATE ", update.Table, update.Alias);
                Assignments(" SET ", update.Assignments);
                Where(update.Where);
                return true;
            case Merge merge:
                Merge(merge);
                return true;
            case Optimize optimize:
                Head("OPTIMIZE ", optimize.Table, null);
                printer.Output.Append(" REWRITE DATA USING BIN_PACK");
                Where(optimize.Where);
                return true;
            case Truncate truncate:
                Head("TRUNCATE TABLE ", truncate.Table, null);
                return true;
            case Vacuum vacuum:
                Head("VACUUM ", vacuum.Table, null);
                return true;
            default:
                return false;
        }
    }

    private void Merge(Merge merge)
    {
        Head("MERGE INTO ", merge.Table, merge.Alias);
        printer.Output.Append(" USING ");
        printer.Queries.Relation(merge.Source);
        printer.Output.Append(" ON ");
        printer.Print(merge.On);
        foreach (var step in merge.Cases)
        {
            printer.Output.Append(step is MergeInsert ? " WHEN NOT MATCHED" : " WHEN MATCHED");
            if (step.Condition is not null)
            {
                printer.Output.Append(" AND ");
                printer.Print(step.Condition);
            }

            printer.Output.Append(" THEN ");
            Case(step);
        }
    }

    private void Case(MergeCase step)
    {
        switch (step)
        {
            case MergeUpdate update:
                Assignments("UPDATE SET ", update.Assignments);
                break;
            case MergeInsert insert:
                printer.Output.Append("INSERT ");
                if (!insert.Columns.IsEmpty)
                {
                    printer.Names(insert.Columns);
                    printer.Output.Append(' ');
                }

                printer.Output.Append("VALUES (");
                printer.List(insert.Values);
                printer.Output.Append(')');
                break;
            default:
                printer.Output.Append("DELETE");
                break;
        }
    }

    private void Assignments(string head, ImmutableArray<Assignment> assignments)
    {
        printer.Output.Append(head);
        printer.Join(assignments, assignment =>
        {
            printer.Name(assignment.Column);
            printer.Output.Append(" = ");
            printer.Print(assignment.Value);
        });
    }

    private void Head(string head, QualifiedName table, Identifier? alias)
    {
        printer.Output.Append(head);
        printer.Name(table);
        if (alias is not null)
        {
            printer.Output.Append(" AS ");
            printer.Name(alias);
        }
    }

    private void Where(Expression? condition)
    {
        if (condition is not null)
        {
            printer.Output.Append(" WHERE ");
            printer.Print(condition);
        }
    }
}
