using System.Text;
using Weir.Contracts;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Queries;

/// <summary>DESCRIBE, SHOW COLUMNS, SHOW CREATE TABLE, SHOW CREATE VIEW and SHOW TBLPROPERTIES, laid out as Athena does.</summary>
internal sealed class DescribeStatements(TableStatements tables, PartitionStatements partitions)
{
    private const int CellWidth = 20;

    private static readonly string[] DescribeColumns = ["col_name", "data_type", "comment"];

    public TextAnswer Describe(StatementContext context, Describe statement)
    {
        var table = tables.RequireTable(context, statement.Table);
        var partition = statement.Partition.IsEmpty ? null : partitions.Require(context, table, statement.Partition);
        if (statement.Column is { } wanted)
        {
            var column = table.Storage.Columns.Concat(table.PartitionKeys).FirstOrDefault(column => column.Name.Equals(wanted.Lower, StringComparison.OrdinalIgnoreCase))
                ?? throw QueryFailure.User($"FAILED: SemanticException [Error 10002]: Invalid column reference {wanted.Lower}");
            return TextAnswer.Of(DescribeColumns, [Line(column)]);
        }

        if (ViewText.IsView(table))
        {
            return DescribeView(table);
        }

        if (statement.Mode == "FORMATTED")
        {
            return TextAnswer.Of(DescribeColumns, DescribeLayout.Formatted(table, partition));
        }

        var lines = table.Storage.Columns.Concat(table.PartitionKeys).Select(Line).ToList();
        if (table.PartitionKeys.Count > 0)
        {
            lines.Add("\t \t ");
            lines.Add("# Partition Information\t \t ");
            lines.Add($"{"# col_name",-CellWidth}\t{"data_type",-CellWidth}\t{"comment",-CellWidth}");
            lines.Add("\t \t ");
            lines.AddRange(table.PartitionKeys.Select(Line));
        }

        if (statement.Mode is not null)
        {
            lines.Add("\t \t ");
            lines.Add(DescribeLayout.Extended(table, partition));
        }

        return TextAnswer.Of(DescribeColumns, lines);
    }

    public TextAnswer DescribeView(StatementContext context, DescribeView statement) => DescribeView(RequireView(context, statement.View));

    public TextAnswer ShowColumns(StatementContext context, ShowColumns statement)
    {
        var table = tables.RequireTable(context, statement.Table);
        return TextAnswer.Of("field", table.Storage.Columns.Concat(table.PartitionKeys).Select(column => $"{column.Name,-CellWidth}"));
    }

    public TextAnswer ShowProperties(StatementContext context, ShowTableProperties statement)
    {
        var table = tables.RequireTable(context, statement.Table);
        string[] columns = ["prpt_name", "prpt_value"];
        if (statement.Property is { } wanted)
        {
            return TextAnswer.Of(
                columns,
                [table.Parameters.GetValueOrDefault(wanted) ?? $"Table {table.Database}.{table.Name} does not have property: {wanted}"]);
        }

        return TextAnswer.Of(
            columns, table.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}\t{pair.Value}"));
    }

    public TextAnswer ShowCreateView(StatementContext context, ShowCreateView statement)
    {
        var table = RequireView(context, statement.Name);
        var view = ViewText.Decode(table.ViewOriginalText)
            ?? throw QueryFailure.User($"INVALID_VIEW: {table.Name} is not a view Athena wrote");
        return TextAnswer.Of("Create View", $"CREATE VIEW {table.Database}.{table.Name} AS\n{view.OriginalSql}".Split('\n'));
    }

    public TextAnswer ShowCreateTable(StatementContext context, ShowCreateTable statement)
    {
        var table = tables.RequireTable(context, statement.Name);
        if (ViewText.IsView(table))
        {
            throw QueryFailure.User($"FAILED: SemanticException: {table.Name} is a view: use SHOW CREATE VIEW");
        }

        return TextAnswer.Of("createtab_stmt", CreateText(table).TrimEnd('\n').Split('\n'));
    }

    private CatalogTable RequireView(StatementContext context, QualifiedName name)
    {
        var table = tables.RequireTable(context, name);
        return ViewText.IsView(table) ? table : throw QueryFailure.User($"FAILED: SemanticException {table.Name} is not a view");
    }

    private static TextAnswer DescribeView(CatalogTable table) => TextAnswer.Of(
        ["column", "type"],
        table.Storage.Columns.Select(column => $"{column.Name}\t{SqlTypes.Parse(column.Type)}"));

    private static string Line(CatalogColumn column) =>
        DescribeLayout.Line(column.Name, column.Type, column.Comment ?? "");

    private static string CreateText(CatalogTable table)
    {
        var text = new StringBuilder($"CREATE EXTERNAL TABLE `{table.Database}.{table.Name}`(\n");
        Columns(text, table.Storage.Columns);
        if (table.Parameters.GetValueOrDefault("comment") is { } comment)
        {
            text.Append($"COMMENT {Quoted(comment)}\n");
        }

        if (table.PartitionKeys.Count > 0)
        {
            text.Append("PARTITIONED BY ( \n");
            Columns(text, table.PartitionKeys);
        }

        var storage = table.Storage;
        text.Append($"ROW FORMAT SERDE \n  {Quoted(storage.SerializationLibrary ?? "")} \n");
        var parameters = storage.SerdeParameters.Where(pair => !(pair.Key == "serialization.format" && pair.Value == "1")).ToArray();
        if (parameters.Length > 0)
        {
            text.Append("WITH SERDEPROPERTIES ( \n");
            Pairs(text, parameters, " \n");
        }

        text.Append($"STORED AS INPUTFORMAT \n  {Quoted(storage.InputFormat ?? "")} \n");
        text.Append($"OUTPUTFORMAT \n  {Quoted(storage.OutputFormat ?? "")}\n");
        text.Append($"LOCATION\n  {Quoted(storage.Location ?? "")}\n");
        text.Append("TBLPROPERTIES (\n");
        Pairs(text, [.. table.Parameters.Where(pair => pair.Key is not ("EXTERNAL" or "comment"))], "\n");
        return text.ToString();
    }

    private static void Columns(StringBuilder text, IReadOnlyList<CatalogColumn> columns)
    {
        for (var at = 0; at < columns.Count; at++)
        {
            var column = columns[at];
            text.Append($"  `{column.Name}` {column.Type}");
            text.Append(column.Comment is { Length: > 0 } comment ? $" COMMENT {Quoted(comment)}" : "");
            text.Append(at < columns.Count - 1 ? ", \n" : ")\n");
        }
    }

    private static void Pairs(StringBuilder text, KeyValuePair<string, string>[] pairs, string end)
    {
        Array.Sort(pairs, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        text.Append(string.Join($",{end}", pairs.Select(pair => $"  {Quoted(pair.Key)}={Quoted(pair.Value)}"))).Append(')').Append(end);
    }

    /// <summary>A Hive string: control characters as the escapes they were written with.</summary>
    private static string Quoted(string text)
    {
        var output = new StringBuilder("'");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\\' => output.Append(@"\\"),
                '\'' => output.Append(@"\'"),
                '\t' => output.Append(@"\t"),
                '\n' => output.Append(@"\n"),
                < ' ' => output.Append(@"\u").Append(((int)letter).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)),
                _ => output.Append(letter),
            };
        }

        return output.Append('\'').ToString();
    }
}
