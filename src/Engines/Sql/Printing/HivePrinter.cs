using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Printing;

/// <summary>Writes Hive's statements.</summary>
internal sealed class HivePrinter(ExpressionPrinter printer)
{
    private StringBuilder Output => printer.Output;

    public void Print(Statement statement)
    {
        switch (statement)
        {
            case CreateDatabase create:
                Output.Append(create.SaidSchema ? "CREATE SCHEMA " : "CREATE DATABASE ").Append(create.IfNotExists ? "IF NOT EXISTS " : "");
                printer.Name(create.Name);
                Clause(" COMMENT ", create.Comment);
                Clause(" LOCATION ", create.Location);
                Pairs(" WITH DBPROPERTIES ", create.Properties);
                break;
            case AlterDatabase alter:
                Output.Append(alter.SaidSchema ? "ALTER SCHEMA " : "ALTER DATABASE ");
                printer.Name(alter.Name);
                Pairs(" SET DBPROPERTIES ", alter.Properties);
                break;
            case DropDatabase drop:
                Output.Append(drop.SaidSchema ? "DROP SCHEMA " : "DROP DATABASE ").Append(drop.IfExists ? "IF EXISTS " : "");
                printer.Name(drop.Name);
                Output.Append(drop.Cascade ? " CASCADE" : "");
                break;
            case CreateTable create:
                Table(create);
                break;
            case DropTable drop:
                Named(drop.IfExists ? "DROP TABLE IF EXISTS " : "DROP TABLE ", drop.Name);
                break;
            case MsckRepair repair:
                Named("MSCK REPAIR TABLE ", repair.Table);
                break;
            case AlterTable alter:
                Named("ALTER TABLE ", alter.Table);
                Alter(alter);
                break;
            default:
                Show(statement);
                break;
        }
    }

    private void Show(Statement statement)
    {
        switch (statement)
        {
            case ShowDatabases show:
                Output.Append(show.SaidSchemas ? "SHOW SCHEMAS" : "SHOW DATABASES");
                Clause(" LIKE ", show.Pattern);
                break;
            case ShowTables show:
                ShowIn("SHOW TABLES", show.Database, show.Pattern);
                break;
            case ShowViews show:
                ShowIn("SHOW VIEWS", show.Database, show.Pattern);
                break;
            case ShowColumns show:
                Named("SHOW COLUMNS IN ", show.Table);
                break;
            case ShowPartitions show:
                Named("SHOW PARTITIONS ", show.Table);
                Partition(show.Partition);
                break;
            case ShowCreateTable show:
                Named("SHOW CREATE TABLE ", show.Name);
                break;
            case ShowCreateView show:
                Named("SHOW CREATE VIEW ", show.Name);
                break;
            case ShowTableProperties show:
                Named("SHOW TBLPROPERTIES ", show.Table);
                if (show.Property is not null)
                {
                    Clause(" (", show.Property);
                    Output.Append(')');
                }

                break;
            case ShowFunctions show:
                Output.Append("SHOW FUNCTIONS");
                Clause(" LIKE ", show.Pattern);
                break;
            case Describe describe:
                Named(describe.Mode is null ? "DESCRIBE " : $"DESCRIBE {describe.Mode} ", describe.Table);
                Partition(describe.Partition);
                if (describe.Column is not null)
                {
                    Named(" ", describe.Column);
                }

                break;
            case DescribeView describe:
                Named("DESCRIBE VIEW ", describe.View);
                break;
            case DescribePrepared describe:
                Output.Append(describe.IsInput ? "DESCRIBE INPUT " : "DESCRIBE OUTPUT ");
                printer.Name(describe.Name);
                break;
            default:
                throw new InvalidOperationException($"no form for {statement.GetType().Name}");
        }
    }

    private void ShowIn(string head, Identifier? database, string? pattern)
    {
        Output.Append(head);
        if (database is not null)
        {
            Output.Append(" IN ");
            printer.Name(database);
        }

        Clause(" LIKE ", pattern);
    }

    private void Table(CreateTable create)
    {
        Named((create.IsExternal ? "CREATE EXTERNAL TABLE " : "CREATE TABLE ") + (create.IfNotExists ? "IF NOT EXISTS " : ""), create.Name);
        if (!create.Columns.IsEmpty)
        {
            Columns(" ", create.Columns);
        }

        Clause(" COMMENT ", create.Comment);
        if (!create.PartitionedBy.IsEmpty)
        {
            Output.Append(" PARTITIONED BY (");
            printer.Join(create.PartitionedBy, PartitionField);
            Output.Append(')');
        }

        if (create.ClusteredBy is { } clustering)
        {
            Output.Append(" CLUSTERED BY ");
            printer.Names(clustering.Columns);
            if (!clustering.SortedBy.IsEmpty)
            {
                Output.Append(" SORTED BY (");
                printer.Join(clustering.SortedBy, item =>
                {
                    printer.Print(item.Key);
                    Output.Append(item.Descending ? " DESC" : "");
                });
                Output.Append(')');
            }

            Output.Append(CultureInfo.InvariantCulture, $" INTO {clustering.Buckets} BUCKETS");
        }

        RowFormat(create.RowFormat);
        if (create.StoredAs is { Format: { } format })
        {
            Output.Append(" STORED AS ");
            printer.Name(new Identifier(format));
        }
        else if (create.StoredAs is { } stored)
        {
            Clause(" STORED AS INPUTFORMAT ", stored.InputFormat);
            Clause(" OUTPUTFORMAT ", stored.OutputFormat);
        }

        Clause(" LOCATION ", create.Location);
        Pairs(" TBLPROPERTIES ", create.Properties);
    }

    private void RowFormat(RowFormat? format)
    {
        switch (format)
        {
            case SerdeFormat serde:
                Clause(" ROW FORMAT SERDE ", serde.Serde);
                Pairs(" WITH SERDEPROPERTIES ", serde.Properties);
                break;
            case DelimitedFormat delimited:
                Output.Append(" ROW FORMAT DELIMITED");
                Clause(" FIELDS TERMINATED BY ", delimited.FieldsTerminatedBy);
                Clause(" ESCAPED BY ", delimited.EscapedBy);
                Clause(" COLLECTION ITEMS TERMINATED BY ", delimited.CollectionItemsTerminatedBy);
                Clause(" MAP KEYS TERMINATED BY ", delimited.MapKeysTerminatedBy);
                Clause(" LINES TERMINATED BY ", delimited.LinesTerminatedBy);
                Clause(" NULL DEFINED AS ", delimited.NullDefinedAs);
                break;
            default:
                break;
        }
    }

    private void Alter(AlterTable alter)
    {
        switch (alter)
        {
            case AddPartitions add:
                Output.Append(add.IfNotExists ? " ADD IF NOT EXISTS" : " ADD");
                foreach (var partition in add.Partitions)
                {
                    Partition(partition.Values);
                    Clause(" LOCATION ", partition.Location);
                }

                break;
            case DropPartitions drop:
                Output.Append(drop.IfExists ? " DROP IF EXISTS" : " DROP");
                printer.Join(drop.Partitions, Partition, ",");
                break;
            case RenamePartition rename:
                Partition(rename.From);
                Output.Append(" RENAME TO");
                Partition(rename.To);
                break;
            case SetLocation set:
                Partition(set.Partition);
                Clause(" SET LOCATION ", set.Location);
                break;
            case AddColumns add:
                Partition(add.Partition);
                Columns(" ADD COLUMNS ", add.Columns);
                break;
            case ReplaceColumns replace:
                Partition(replace.Partition);
                Columns(" REPLACE COLUMNS ", replace.Columns);
                break;
            case ChangeColumn change:
                Output.Append(" CHANGE COLUMN ");
                printer.Name(change.OldName);
                Output.Append(' ');
                Column(change.Column);
                Output.Append(change.First ? " FIRST" : "");
                if (change.After is not null)
                {
                    Output.Append(" AFTER ");
                    printer.Name(change.After);
                }

                break;
            case DropColumn drop:
                Output.Append(" DROP COLUMN ");
                printer.Name(drop.Column);
                break;
            case RenameTable rename:
                Named(" RENAME TO ", rename.NewName);
                break;
            case SetTableProperties set:
                Pairs(" SET TBLPROPERTIES ", set.Properties);
                break;
            case UnsetTableProperties unset:
                Output.Append(unset.IfExists ? " UNSET TBLPROPERTIES IF EXISTS (" : " UNSET TBLPROPERTIES (");
                printer.Join(unset.Keys, printer.Text);
                Output.Append(')');
                break;
            default:
                throw new InvalidOperationException($"no form for {alter.GetType().Name}");
        }
    }

    private void PartitionField(PartitionField field)
    {
        if (field.Transform is not null)
        {
            printer.Name(field.Transform);
            Output.Append('(').Append(field.TransformArgument is { } argument ? $"{argument}, " : "");
            printer.Name(field.Name);
            Output.Append(')');
            return;
        }

        printer.Name(field.Name);
        if (field.Type is not null)
        {
            Output.Append(' ');
            printer.Type(field.Type);
            Clause(" COMMENT ", field.Comment);
        }
    }

    private void Partition(ImmutableArray<PartitionValue> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        Output.Append(" PARTITION (");
        printer.Join(values, value =>
        {
            printer.Name(value.Column);
            if (value.Value is null)
            {
                return;
            }

            Output.Append(' ').Append(ExpressionPrinter.Symbol(value.Operator)).Append(' ');
            if (value.IsString)
            {
                printer.Text(value.Value);
            }
            else
            {
                Output.Append(value.Value);
            }
        });
        Output.Append(')');
    }

    private void Columns(string head, ImmutableArray<ColumnDefinition> columns)
    {
        Output.Append(head).Append('(');
        printer.Join(columns, Column);
        Output.Append(')');
    }

    private void Column(ColumnDefinition column)
    {
        printer.Name(column.Name);
        Output.Append(' ');
        printer.Type(column.Type);
        Clause(" COMMENT ", column.Comment);
    }

    private void Pairs(string head, ImmutableArray<StringPair> pairs)
    {
        if (pairs.IsEmpty)
        {
            return;
        }

        Output.Append(head).Append('(');
        printer.Join(pairs, pair =>
        {
            printer.Text(pair.Key);
            Output.Append(" = ");
            printer.Text(pair.Value);
        });
        Output.Append(')');
    }

    private void Clause(string head, string? text)
    {
        if (text is not null)
        {
            Output.Append(head);
            printer.Text(text);
        }
    }

    private void Named(string head, QualifiedName name)
    {
        Output.Append(head);
        printer.Name(name);
    }
}
