using System.Collections.Immutable;
using System.Text;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Printing;

/// <summary>Writes any statement back in its dialect: parsing the text gives the same tree.</summary>
public static class SqlPrinter
{
    public static string Print(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var hive = IsHive(statement);
        var output = new StringBuilder();
        var expressions = new ExpressionPrinter(output, hive);
        if (hive)
        {
            new HivePrinter(expressions).Print(statement);
        }
        else
        {
            Print(statement, expressions);
        }

        return output.ToString();
    }

    public static string Print(Query query)
    {
        var output = new StringBuilder();
        new ExpressionPrinter(output).Queries.Print(query);
        return output.ToString();
    }

    public static string Print(Expression expression)
    {
        var output = new StringBuilder();
        new ExpressionPrinter(output).Print(expression);
        return output.ToString();
    }

    /// <summary>A type in Trino's form, or Hive's.</summary>
    public static string Print(TypeSyntax type, bool hive = false)
    {
        var output = new StringBuilder();
        new ExpressionPrinter(output, hive).Type(type);
        return output.ToString();
    }

    private static bool IsHive(Statement statement) => statement is CreateDatabase or AlterDatabase or DropDatabase or CreateTable or DropTable
        or MsckRepair or AlterTable or ShowDatabases or ShowTables or ShowViews or ShowColumns or ShowPartitions
        or ShowCreateTable or ShowCreateView or ShowTableProperties or ShowFunctions or Describe or DescribeView or DescribePrepared;

    private static void Print(Statement statement, ExpressionPrinter printer)
    {
        var output = printer.Output;
        switch (statement)
        {
            case QueryStatement query:
                printer.Queries.Print(query.Query);
                break;
            case Explain explain:
                Explain(explain, printer);
                break;
            case Prepare prepare:
                output.Append("PREPARE ");
                printer.Name(prepare.Name);
                output.Append(" FROM ").Append(Print(prepare.Statement));
                break;
            case Execute execute:
                output.Append("EXECUTE ");
                printer.Name(execute.Name);
                if (!execute.Arguments.IsEmpty)
                {
                    output.Append(" USING ");
                    printer.List(execute.Arguments);
                }

                break;
            case ExecuteImmediate execute:
                output.Append("EXECUTE IMMEDIATE ");
                printer.Text(execute.Text);
                if (!execute.Arguments.IsEmpty)
                {
                    output.Append(" USING ");
                    printer.List(execute.Arguments);
                }

                break;
            case Deallocate deallocate:
                output.Append("DEALLOCATE PREPARE ");
                printer.Name(deallocate.Name);
                break;
            case InsertInto insert:
                output.Append("INSERT INTO ");
                printer.Name(insert.Table);
                Columns(insert.Columns, printer);
                output.Append(' ');
                printer.Queries.Print(insert.Query);
                break;
            case Unload unload:
                output.Append("UNLOAD ");
                printer.Nested(unload.Query);
                output.Append(" TO ");
                printer.Text(unload.Location);
                Properties(unload.Properties, printer);
                break;
            case CreateTableAs create:
                TableAs(create, printer);
                break;
            case CreateView view:
                View(view, printer);
                break;
            case DropView drop:
                output.Append(drop.IfExists ? "DROP VIEW IF EXISTS " : "DROP VIEW ");
                printer.Name(drop.Name);
                break;
            default:
                if (!new RowPrinter(printer).Print(statement))
                {
                    throw new InvalidOperationException($"no form for {statement.GetType().Name}");
                }

                break;
        }
    }

    private static void Explain(Explain explain, ExpressionPrinter printer)
    {
        var options = string.Join(
            ", ",
            new[] { explain.Type is null ? null : $"TYPE {explain.Type}", explain.Format is null ? null : $"FORMAT {explain.Format}" }
                .Where(option => option is not null));
        printer.Output.Append("EXPLAIN ").Append(explain.Analyze ? "ANALYZE " : "").Append(explain.Verbose ? "VERBOSE " : "")
            .Append(options.Length == 0 ? "" : $"({options}) ").Append(Print(explain.Statement));
    }

    private static void TableAs(CreateTableAs create, ExpressionPrinter printer)
    {
        var output = printer.Output;
        output.Append(create.IfNotExists ? "CREATE TABLE IF NOT EXISTS " : "CREATE TABLE ");
        printer.Name(create.Name);
        Columns(create.Columns, printer);
        Comment(create.Comment, printer);
        Properties(create.Properties, printer);
        output.Append(" AS ");
        printer.Queries.Print(create.Query);
        output.Append(create.WithData ? "" : " WITH NO DATA");
    }

    private static void View(CreateView view, ExpressionPrinter printer)
    {
        var output = printer.Output;
        output.Append(view.OrReplace ? "CREATE OR REPLACE VIEW " : "CREATE VIEW ");
        printer.Name(view.Name);
        Columns(view.Columns, printer);
        Comment(view.Comment, printer);
        output.Append(view.Security is null ? "" : $" SECURITY {view.Security}").Append(" AS ");
        printer.Queries.Print(view.Query);
    }

    private static void Columns(ImmutableArray<Identifier> columns, ExpressionPrinter printer)
    {
        if (!columns.IsEmpty)
        {
            printer.Output.Append(' ');
            printer.Names(columns);
        }
    }

    private static void Comment(string? comment, ExpressionPrinter printer)
    {
        if (comment is not null)
        {
            printer.Output.Append(" COMMENT ");
            printer.Text(comment);
        }
    }

    private static void Properties(ImmutableArray<Property> properties, ExpressionPrinter printer)
    {
        if (properties.IsEmpty)
        {
            return;
        }

        printer.Output.Append(" WITH (");
        printer.Join(properties, property =>
        {
            printer.Name(property.Name);
            printer.Output.Append(" = ");
            printer.Print(property.Value);
        });
        printer.Output.Append(')');
    }
}
