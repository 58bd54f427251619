using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Kernel.Core;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Iceberg;

/// <summary>CREATE, ALTER, DROP, DESCRIBE and SHOW of Iceberg tables.</summary>
internal sealed class IcebergDefinitions(IcebergTables tables, ITableCatalog catalog, IdSource ids, TimeProvider clock)
{
    public static bool IsIceberg(CreateTable create) => create.Properties.Any(pair =>
        pair.Key.Equals(IcebergTables.TypeParameter, StringComparison.OrdinalIgnoreCase) && pair.Value.Equals("ICEBERG", StringComparison.OrdinalIgnoreCase));

    public async ValueTask<TextAnswer> CreateAsync(StatementContext context, CreateTable create)
    {
        var (database, name) = TableNames.Resolve(context, create.Name);
        if (catalog.FindDatabase(context.Call, database) is null)
        {
            throw CatalogErrors.DatabaseNotFound(database);
        }

        if (create.IsExternal)
        {
            throw QueryFailure.User("NOT_SUPPORTED: External keyword not supported for table type ICEBERG");
        }

        if (create.RowFormat is not null || create.StoredAs is not null || create.ClusteredBy is not null)
        {
            throw QueryFailure.User("NOT_SUPPORTED: an Iceberg table has no ROW FORMAT, STORED AS or CLUSTERED BY");
        }

        if (catalog.FindTable(context.Call, database, name) is not null)
        {
            return create.IfNotExists ? TextAnswer.Nothing : throw CatalogErrors.Task($"AlreadyExistsException(message:Table {name} already exists)");
        }

        var location = S3Address.TryParse(create.Location)
            ?? throw QueryFailure.User("INVALID_TABLE_PROPERTY: an Iceberg table needs a LOCATION in S3");
        var options = TableOptions.Of(Pairs(create.Properties.Where(pair => !pair.Key.Equals(IcebergTables.TypeParameter, StringComparison.OrdinalIgnoreCase))));
        var table = NewTable.Of(
            ids, clock, location.ToString(), Columns(create.Columns), [.. create.PartitionedBy.Select(TableOptions.Partition)], options);
        await tables.CreateAsync(context.Call, database, name, create.Comment, table, null, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> AlterAsync(StatementContext context, CatalogTable entry, AlterTable alter)
    {
        if (alter is RenameTable rename)
        {
            return await RenameAsync(context, entry, rename);
        }

        Func<TableMetadata, TableMetadata> change = alter switch
        {
            AddColumns { Partition: [] } add => table => SchemaChanges.Add(table, Columns(add.Columns)),
            DropColumn drop => table => SchemaChanges.Drop(table, drop.Column.Value),
            ChangeColumn column => table => SchemaChanges.Change(
                table, column.OldName.Value, TableNames.Lower(column.Column.Name), TypeOf(column.Column), column.Column.Comment, column.First, column.After?.Value),
            SetTableProperties set => table => table with { Properties = TableOptions.With(table.Properties, Pairs(set.Properties)) },
            UnsetTableProperties unset => table => table with
            {
                Properties = table.Properties.RemoveRange(unset.Keys.Select(key => TableOptions.KeyOf(key, table.Properties))),
            },
            _ => throw QueryFailure.User($"NOT_SUPPORTED: {SqlPrinter.Print(alter)} is not supported for Iceberg tables"),
        };
        await tables.CommitAsync(context.Call, entry.Database, entry.Name, new MetadataChange(change), context.CancellationToken);
        return TextAnswer.Nothing;
    }

    /// <summary>All rows go, as one snapshot; the files stay for the snapshots before.</summary>
    public async ValueTask<TextAnswer> TruncateAsync(StatementContext context, CatalogTable entry)
    {
        await tables.CommitAsync(context.Call, entry.Database, entry.Name, new Truncation(clock) { Summary = IcebergTables.SummaryOf(context) }, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    private async ValueTask<TextAnswer> RenameAsync(StatementContext context, CatalogTable entry, RenameTable rename)
    {
        var (database, name) = TableNames.Resolve(context, rename.NewName);
        if (catalog.FindDatabase(context.Call, database) is null)
        {
            throw CatalogErrors.DatabaseNotFound(database);
        }

        if (catalog.FindTable(context.Call, database, name) is not null)
        {
            throw CatalogErrors.Task($"AlreadyExistsException(message:Table {name} already exists)");
        }

        await catalog.RenameTableAsync(context.Call, entry.Database, entry.Name, database, name, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    /// <summary>First the catalog forgets the table, then its files go: cut off between, they are litter and nothing worse.</summary>
    public async ValueTask<TextAnswer> DropAsync(StatementContext context, CatalogTable entry)
    {
        var files = tables.Files(context.Call);
        HashSet<string> paths;
        try
        {
            paths = await Expiry.ReferencedAsync(files, await tables.LoadAsync(context.Call, entry, context.CancellationToken), context.CancellationToken);
        }
        catch (Exception error) when (error is QueryFailure or Engines.Iceberg.IcebergException)
        {
            paths = []; // a table whose metadata is lost can be dropped all the same
        }

        await catalog.DropTableAsync(context.Call, entry.Database, entry.Name, context.CancellationToken);
        FaultPoints.Hit("iceberg.after-drop");
        foreach (var path in paths.Where(path => path.Length > 0))
        {
            await files.DeleteAsync(path, context.CancellationToken);
        }

        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> DescribeAsync(StatementContext context, CatalogTable entry)
    {
        var table = (await tables.LoadAsync(context.Call, entry, context.CancellationToken)).Metadata;
        List<string> lines = ["# Table schema:\t\t", "# col_name\tdata_type\tcomment"];
        lines.AddRange(table.Schema.Fields.Select(field => $"{field.Name}\t{ColumnTypes.Shown(field.Type)}\t{field.Doc}"));
        lines.AddRange(["\t\t", "# Partition spec:\t\t", "# field_name\tfield_transform\tcolumn_name"]);
        lines.AddRange(table.Spec.Fields.Select(field => $"{field.Name}\t{field.Transform}\t{NameOf(table, field)}"));
        return TextAnswer.Of(["col_name", "data_type", "comment"], lines);
    }

    public async ValueTask<TextAnswer> ShowCreateAsync(StatementContext context, CatalogTable entry)
    {
        var table = (await tables.LoadAsync(context.Call, entry, context.CancellationToken)).Metadata;
        List<string> lines = [$"CREATE TABLE {entry.Database}.{entry.Name} ("];
        var columns = table.Schema.Fields.Select(field => $"  {field.Name} {ColumnTypes.Shown(field.Type)}{(field.Doc is null ? "" : $" COMMENT {Quoted(field.Doc)}")}").ToArray();
        lines.AddRange(columns.Select((column, at) => column + (at < columns.Length - 1 ? "," : ")")));
        if (entry.Description is { Length: > 0 } comment)
        {
            lines.Add($"COMMENT {Quoted(comment)}");
        }

        if (table.Spec.IsPartitioned)
        {
            var parts = table.Spec.Fields.Where(field => field.Transform.Kind != TransformKind.Void).Select(field => field.Transform.Kind switch
            {
                TransformKind.Identity => $"`{NameOf(table, field)}`",
                TransformKind.Bucket or TransformKind.Truncate => $"{field.Transform.Text.Split('[')[0]}({field.Transform.Argument}, `{NameOf(table, field)}`)",
                _ => $"{field.Transform}(`{NameOf(table, field)}`)",
            });
            lines.Add($"PARTITIONED BY ({string.Join(", ", parts)})");
        }

        lines.Add($"LOCATION '{table.Location}'");
        lines.Add("TBLPROPERTIES (");
        var properties = TableOptions.Shown(table.Properties).Select(pair => $"  {Quoted(pair.Key)}={Quoted(pair.Value)}").ToArray();
        lines.AddRange(properties.Select((property, at) => property + (at < properties.Length - 1 ? "," : "")));
        lines.Add(");");
        return TextAnswer.Of("createtab_stmt", lines);
    }

    /// <param name="wanted">The one property asked for; null for all.</param>
    public async ValueTask<TextAnswer> ShowPropertiesAsync(StatementContext context, CatalogTable entry, string? wanted)
    {
        var table = (await tables.LoadAsync(context.Call, entry, context.CancellationToken)).Metadata;
        var shown = TableOptions.Shown(table.Properties).Where(pair => wanted is null || pair.Key.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        var lines = shown.Select(pair => wanted is null ? $"{pair.Key}\t{pair.Value}" : pair.Value).ToArray();
        return wanted is not null && lines.Length == 0
            ? TextAnswer.Of(["prpt_name", "prpt_value"], [$"Table {entry.Database}.{entry.Name} does not have property: {wanted}"])
            : TextAnswer.Of(["prpt_name", "prpt_value"], lines);
    }

    /// <summary>What FORMATTED adds: where the table lies, its owner and properties, those of the table format among them.</summary>
    public async ValueTask<TextAnswer> DescribeFormattedAsync(StatementContext context, CatalogTable entry)
    {
        var table = (await tables.LoadAsync(context.Call, entry, context.CancellationToken)).Metadata;
        var parameters = new Dictionary<string, string>(entry.Parameters, StringComparer.Ordinal);
        foreach (var (key, value) in TableOptions.Shown(table.Properties).Skip(1))
        {
            parameters[key] = value;
        }

        return TextAnswer.Of(["col_name", "data_type", "comment"], DescribeLayout.Formatted(entry with { Parameters = parameters }, null));
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(IEnumerable<StringPair> properties) =>
        properties.Select(pair => KeyValuePair.Create(pair.Key, pair.Value));

    private static string NameOf(TableMetadata table, Engines.Iceberg.Partitioning.PartitionField field) => table.FieldEver(field.SourceId)?.Name ?? "";

    private static string Quoted(string text) => $"'{text.Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static ImmutableArray<NestedField> Columns(IEnumerable<ColumnDefinition> columns)
    {
        ImmutableArray<NestedField> fields = [.. columns.Select(column => new NestedField(0, TableNames.Lower(column.Name), TypeOf(column)) { Doc = column.Comment })];
        var twice = fields.GroupBy(field => field.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? fields : throw QueryFailure.User($"FAILED: SemanticException [Error 10036]: Duplicate column name: {twice.Key}");
    }

    private static IcebergType TypeOf(ColumnDefinition column)
    {
        // Hive's decimal without digits has ten.
        var type = SqlTypes.Resolve(column.Type);
        if (ColumnTypes.Unlisted(type) is { } unlisted)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: Type not supported for Iceberg: {unlisted} (column {column.Name.Value})");
        }

        return type.Kind == SqlTypeKind.Decimal && column.Type.Arguments.IsEmpty
            ? PrimitiveType.Decimal(10, 0)
            : ColumnTypes.Of(type, column.Name.Value);
    }
}
