using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Printing;

/// <summary>Writes SQL/JSON.</summary>
internal sealed class JsonPrinter(ExpressionPrinter printer)
{
    public void Print(JsonPathCall call)
    {
        printer.Output.Append(call.Name).Append('(');
        Input(call.Input, call.InputFormat, call.Path);
        Passing(call.Passing);
        Returning(call.Returning, call.OutputFormat);
        Behaviour(call.Behaviour);
        printer.Output.Append(')');
    }

    public void Print(JsonObjectCall call)
    {
        printer.Output.Append("JSON_OBJECT(");
        printer.Join(call.Members, member =>
        {
            printer.Output.Append("KEY ");
            printer.Print(member.Key);
            printer.Output.Append(" VALUE ");
            printer.Print(member.Value);
            Format(member.Format);
        });
        printer.Output.Append(call.Members.IsEmpty ? "" : " ").Append(call.AbsentOnNull ? "ABSENT ON NULL" : "NULL ON NULL")
            .Append(call.UniqueKeys ? " WITH UNIQUE KEYS" : " WITHOUT UNIQUE KEYS");
        Returning(call.Returning, call.OutputFormat);
        printer.Output.Append(')');
    }

    public void Print(JsonArrayCall call)
    {
        printer.Output.Append("JSON_ARRAY(");
        printer.Join(call.Items, item =>
        {
            printer.Print(item.Value);
            Format(item.Format);
        });
        printer.Output.Append(call.Items.IsEmpty ? "" : " ").Append(call.NullOnNull ? "NULL ON NULL" : "ABSENT ON NULL");
        Returning(call.Returning, call.OutputFormat);
        printer.Output.Append(')');
    }

    public void Print(JsonTable table)
    {
        printer.Output.Append("JSON_TABLE(");
        Input(table.Input, table.InputFormat, table.Path);
        Named(table.PathName);
        Passing(table.Passing);
        Columns(table.Columns);
        var plan = string.Join(", ", new[] { table.Nesting, table.Siblings }.Where(word => word is not null));
        printer.Output.Append(plan.Length == 0 ? "" : $" PLAN DEFAULT ({plan})");
        if (table.Plan is { } specific)
        {
            printer.Output.Append(" PLAN (");
            Plan(specific);
            printer.Output.Append(')');
        }

        printer.Output.Append(table.OnError is null ? "" : $" {table.OnError} ON ERROR").Append(')');
    }

    private void Plan(JsonPlan plan)
    {
        switch (plan)
        {
            case JsonPlanPath path:
                printer.Name(path.Path);
                break;
            case JsonPlanParent parent:
                printer.Name(parent.Path);
                printer.Output.Append(parent.IsInner ? " INNER " : " OUTER ");
                Part(parent.Child);
                break;
            default:
                var siblings = (JsonPlanSiblings)plan;
                Part(siblings.Parts[0]);
                foreach (var part in siblings.Parts.Skip(1))
                {
                    printer.Output.Append(siblings.IsCross ? " CROSS " : " UNION ");
                    Part(part);
                }

                break;
        }
    }

    private void Part(JsonPlan plan)
    {
        printer.Output.Append(plan is JsonPlanPath ? "" : "(");
        Plan(plan);
        printer.Output.Append(plan is JsonPlanPath ? "" : ")");
    }

    private void Columns(ImmutableArray<JsonColumn> columns)
    {
        printer.Output.Append(" COLUMNS (");
        printer.Join(columns, Column);
        printer.Output.Append(')');
    }

    private void Column(JsonColumn column)
    {
        switch (column)
        {
            case JsonOrdinality ordinality:
                printer.Name(ordinality.Name);
                printer.Output.Append(" FOR ORDINALITY");
                break;
            case JsonValueColumn value:
                printer.Name(value.Name);
                printer.Output.Append(' ');
                printer.Type(value.Type);
                Format(value.Format);
                if (value.Path is not null)
                {
                    printer.Output.Append(" PATH ");
                    printer.Text(value.Path);
                }

                Behaviour(value.Behaviour);
                break;
            case JsonNestedColumns nested:
                printer.Output.Append("NESTED PATH ");
                printer.Text(nested.Path);
                Named(nested.PathName);
                Columns(nested.Columns);
                break;
            default:
                throw new InvalidOperationException($"no form for {column.GetType().Name}");
        }
    }

    private void Input(Expression input, string? format, string path)
    {
        printer.Print(input);
        Format(format);
        printer.Output.Append(", ");
        printer.Text(path);
    }

    private void Named(Identifier? name)
    {
        if (name is not null)
        {
            printer.Output.Append(" AS ");
            printer.Name(name);
        }
    }

    private void Passing(ImmutableArray<JsonArgument> arguments)
    {
        if (arguments.IsEmpty)
        {
            return;
        }

        printer.Output.Append(" PASSING ");
        printer.Join(arguments, argument =>
        {
            printer.Print(argument.Value);
            Format(argument.Format);
            Named(argument.Name);
        });
    }

    private void Format(string? format) => printer.Output.Append(format is null ? "" : $" FORMAT {format}");

    private void Returning(TypeSyntax? type, string? format)
    {
        if (type is not null)
        {
            printer.Output.Append(" RETURNING ");
            printer.Type(type);
            Format(format);
        }
    }

    private void Behaviour(JsonBehaviour behaviour)
    {
        printer.Output.Append(behaviour.Wrapper is null ? "" : $" {behaviour.Wrapper} ARRAY WRAPPER");
        printer.Output.Append(behaviour.Quotes is null ? "" : $" {behaviour.Quotes} QUOTES");
        On(behaviour.OnEmpty, behaviour.EmptyDefault, "EMPTY");
        On(behaviour.OnError, behaviour.ErrorDefault, "ERROR");
    }

    private void On(string? word, Expression? value, string what)
    {
        if (word is null)
        {
            return;
        }

        printer.Output.Append(' ').Append(word);
        if (value is not null)
        {
            printer.Output.Append(' ');
            printer.Print(value);
        }

        printer.Output.Append(" ON ").Append(what);
    }
}
