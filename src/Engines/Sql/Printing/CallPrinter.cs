using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Printing;

/// <summary>Writes calls and what may follow them.</summary>
internal sealed class CallPrinter(ExpressionPrinter printer)
{
    public void Print(FunctionCall call)
    {
        var output = printer.Output;
        if (call.Processing is not null)
        {
            output.Append(call.Processing).Append(' ');
        }

        var word = call.Name.Parts is [{ Quoted: false } only] ? only.Value.ToUpperInvariant() : "";
        if (word is "TRIM" or "NORMALIZE" or "LISTAGG" or "GROUPING")
        {
            output.Append(word).Append(word == "GROUPING" ? " " : "");
        }
        else
        {
            printer.Name(call.Name);
        }

        output.Append('(');
        if (word == "TRIM" && call.Modifier is not null)
        {
            output.Append(call.Modifier).Append(' ');
            if (call.Arguments is [var text, var letters])
            {
                printer.Print(letters);
                output.Append(" FROM ");
                printer.Print(text);
            }
            else
            {
                output.Append("FROM ");
                printer.Print(call.Arguments[0]);
            }
        }
        else
        {
            Arguments(call, word);
        }

        output.Append(')');
        After(call);
    }

    private void Arguments(FunctionCall call, string word)
    {
        var output = printer.Output;
        if (call.StarOf is not null)
        {
            printer.Name(call.StarOf);
            output.Append('.');
        }

        output.Append(call.IsStar ? "*" : call.IsDistinct ? "DISTINCT " : "");
        printer.List(call.Arguments);
        if (!call.OrderBy.IsEmpty)
        {
            output.Append(' ');
            OrderBy(call.OrderBy);
        }

        if (word == "NORMALIZE")
        {
            output.Append(", ").Append(call.Modifier);
        }
        else if (word == "LISTAGG" && call.Modifier is not null)
        {
            output.Append(" ON OVERFLOW ").Append(call.Modifier);
        }
    }

    private void After(FunctionCall call)
    {
        var output = printer.Output;
        if (!call.WithinGroup.IsEmpty)
        {
            output.Append(" WITHIN GROUP (");
            OrderBy(call.WithinGroup);
            output.Append(')');
        }

        if (call.Filter is not null)
        {
            output.Append(" FILTER (WHERE ");
            printer.Print(call.Filter);
            output.Append(')');
        }

        if (call.IgnoreNulls is { } ignore)
        {
            output.Append(ignore ? " IGNORE NULLS" : " RESPECT NULLS");
        }

        if (call.Over is not null)
        {
            output.Append(" OVER ");
            Window(call.Over);
        }
    }

    public void OrderBy(ImmutableArray<SortItem> items)
    {
        printer.Output.Append("ORDER BY ");
        printer.Join(items, Sort);
    }

    public void Sort(SortItem item)
    {
        printer.Print(item.Key);
        printer.Output.Append(item.Descending ? " DESC" : " ASC");
        if (item.NullsFirst is { } first)
        {
            printer.Output.Append(first ? " NULLS FIRST" : " NULLS LAST");
        }
    }

    public void Window(WindowReference reference)
    {
        if (reference is WindowName { Name: var name })
        {
            printer.Name(name);
            return;
        }

        var output = printer.Output;
        var window = (WindowSpecification)reference;
        output.Append('(');
        var gap = "";
        if (window.Existing is not null)
        {
            printer.Name(window.Existing);
            gap = " ";
        }

        if (!window.PartitionBy.IsEmpty)
        {
            output.Append(gap).Append("PARTITION BY ");
            printer.List(window.PartitionBy);
            gap = " ";
        }

        if (!window.OrderBy.IsEmpty)
        {
            output.Append(gap);
            OrderBy(window.OrderBy);
            gap = " ";
        }

        if (window.Frame is { } frame)
        {
            output.Append(gap).Append(frame.Unit.ToString().ToUpperInvariant()).Append(' ');
            if (frame.Finish is null)
            {
                Bound(frame.Start);
            }
            else
            {
                output.Append("BETWEEN ");
                Bound(frame.Start);
                output.Append(" AND ");
                Bound(frame.Finish);
            }
        }

        output.Append(')');
    }

    private void Bound(FrameBound bound)
    {
        if (bound.Offset is not null)
        {
            printer.Print(bound.Offset);
            printer.Output.Append(' ');
        }

        printer.Output.Append(bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBoundKind.Preceding => "PRECEDING",
            FrameBoundKind.CurrentRow => "CURRENT ROW",
            FrameBoundKind.Following => "FOLLOWING",
            FrameBoundKind.UnboundedFollowing => "UNBOUNDED FOLLOWING",
        });
    }
}
