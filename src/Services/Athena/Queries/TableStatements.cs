using System.Globalization;
using Weir.Contracts;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Queries;

/// <summary>CREATE EXTERNAL TABLE, DROP TABLE, and the ALTER TABLE statements that change a table.</summary>
internal sealed class TableStatements(ITableCatalog catalog, TimeProvider clock)
{
    public async ValueTask<TextAnswer> CreateAsync(StatementContext context, CreateTable statement)
    {
        var (database, name) = TableNames.Resolve(context, statement.Name);
        RequireDatabase(context, database);
        if (!statement.IsExternal)
        {
            throw QueryFailure.User("NOT_SUPPORTED: only EXTERNAL tables can be created this way, or Iceberg tables: TBLPROPERTIES ('table_type'='ICEBERG')");
        }

        if (catalog.FindTable(context.Call, database, name) is not null)
        {
            return statement.IfNotExists
                ? TextAnswer.Nothing
                : throw CatalogErrors.Task($"AlreadyExistsException(message:Table {name} already exists)");
        }

        var keys = statement.PartitionedBy.Select(field => new CatalogColumn(
            TableNames.Lower(field.Name),
            field.Type is { } type ? HiveType(type) : throw QueryFailure.User("NOT_SUPPORTED: partition transforms are for Iceberg tables"),
            field.Comment)).ToArray();
        var columns = Columns(statement.Columns);
        RequireDistinct(columns.Concat(keys));
        var parameters = statement.Properties.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        parameters["EXTERNAL"] = "TRUE";
        parameters["transient_lastDdlTime"] = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (statement.Comment is not null)
        {
            parameters["comment"] = statement.Comment;
        }

        var table = new CatalogTable
        {
            Database = database,
            Name = name,
            Description = statement.Comment,
            Owner = "hadoop",
            TableType = "EXTERNAL_TABLE",
            Storage = StorageFormats.Of(statement, columns),
            PartitionKeys = keys,
            Parameters = parameters,
        };
        await catalog.CreateTableAsync(context.Call, table, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> DropAsync(StatementContext context, DropTable statement)
    {
        var (database, name) = TableNames.Resolve(context, statement.Name);
        if (catalog.FindTable(context.Call, database, name) is not { } table)
        {
            return statement.IfExists ? TextAnswer.Nothing : throw CatalogErrors.TableNotFound(name);
        }

        if (ViewText.IsView(table) && !table.IsLink)
        {
            throw QueryFailure.User($"FAILED: SemanticException [Error 10129]: Cannot drop a view with DROP TABLE: {name}");
        }

        await catalog.DropTableAsync(context.Call, database, name, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> DropViewAsync(StatementContext context, DropView statement)
    {
        var (database, name) = TableNames.Resolve(context, statement.Name);
        if (catalog.FindTable(context.Call, database, name) is not { } view || !ViewText.IsView(view))
        {
            return statement.IfExists ? TextAnswer.Nothing : throw QueryFailure.User($"TABLE_NOT_FOUND: line 1:1: View '{name}' does not exist");
        }

        await catalog.DropTableAsync(context.Call, database, name, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> AlterAsync(StatementContext context, AlterTable statement)
    {
        var table = RequireTable(context, statement.Table);
        var storage = table.Storage;
        var changed = statement switch
        {
            SetTableProperties set => table with { Parameters = Merge(table.Parameters, set.Properties) },
            UnsetTableProperties unset => table with { Parameters = Without(table.Parameters, unset.Keys) },
            SetLocation { Partition: [] } set => table with { Storage = storage with { Location = set.Location } },
            AddColumns { Partition: [] } add => table with { Storage = storage with { Columns = [.. storage.Columns, .. Columns(add.Columns)] } },
            ReplaceColumns { Partition: [] } replace => table with { Storage = storage with { Columns = Columns(replace.Columns) } },
            ChangeColumn change => table with { Storage = storage with { Columns = Change(storage.Columns, change) } },
            _ => throw QueryFailure.User($"NOT_SUPPORTED: {SqlPrinter.Print(statement)} is not supported"),
        };
        RequireDistinct(changed.Storage.Columns.Concat(changed.PartitionKeys));
        await catalog.UpdateTableAsync(context.Call, changed, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    public CatalogTable RequireTable(StatementContext context, QualifiedName written)
    {
        var (database, name) = TableNames.Resolve(context, written);
        var table = catalog.FindTable(context.Call, database, name) ?? throw CatalogErrors.TableNotFound(name);
        CatalogErrors.RequireLed(table);
        return table;
    }

    public void RequireDatabase(StatementContext context, string database)
    {
        if (catalog.FindDatabase(context.Call, database) is null)
        {
            throw CatalogErrors.DatabaseNotFound(database);
        }
    }

    public static CatalogColumn[] Columns(IEnumerable<ColumnDefinition> columns) =>
        [.. columns.Select(column => new CatalogColumn(TableNames.Lower(column.Name), HiveType(column.Type), column.Comment))];

    private static string HiveType(TypeSyntax type)
    {
        // Resolving refuses what is no type; decimal without digits means Hive's ten.
        var resolved = SqlTypes.Resolve(type);
        return resolved.Kind == SqlTypeKind.Decimal && type.Arguments.IsEmpty ? "decimal(10,0)" : resolved.ToHive();
    }

    public static void RequireDistinct(IEnumerable<CatalogColumn> columns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (!seen.Add(column.Name))
            {
                throw QueryFailure.User($"FAILED: SemanticException [Error 10036]: Duplicate column name: {column.Name}");
            }
        }
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> current, IEnumerable<StringPair> changes)
    {
        var merged = new Dictionary<string, string>(current, StringComparer.Ordinal);
        foreach (var pair in changes)
        {
            merged[pair.Key] = pair.Value;
        }

        return merged;
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> current, IReadOnlyCollection<string> keys) =>
        current.Where(pair => !keys.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static List<CatalogColumn> Change(IReadOnlyList<CatalogColumn> columns, ChangeColumn change)
    {
        var list = columns.ToList();
        var at = list.FindIndex(column => column.Name == TableNames.Lower(change.OldName));
        if (at < 0)
        {
            throw QueryFailure.User($"FAILED: SemanticException [Error 10002]: Invalid column reference {change.OldName.Value}");
        }

        var column = new CatalogColumn(TableNames.Lower(change.Column.Name), HiveType(change.Column.Type), change.Column.Comment ?? list[at].Comment);
        list.RemoveAt(at);
        var after = change.After is null ? -1 : list.FindIndex(other => other.Name == TableNames.Lower(change.After));
        list.Insert(change.First ? 0 : change.After is null ? at : after + 1, column);
        return list;
    }
}
