using System.Globalization;
using Weir.Contracts;
using Weir.Engines.Delta;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Delta;

/// <summary>Statements on Delta tables, told from those on others: they are made known, shown and read, never written.</summary>
internal sealed class DeltaStatements(ITableCatalog catalog, DeltaTables tables, QueryEngine engine, TextResults texts, TimeProvider clock)
{
    private const string Reading = "org.apache.hadoop.mapred.SequenceFileInputFormat";
    private const string Writing = "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat";
    private const string Serde = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";

    /// <summary>Null: the statement is about no Delta table.</summary>
    public async ValueTask<ExecutionResult?> TryRunAsync(StatementContext context, Statement statement) => statement switch
    {
        CreateTable create when IsDelta(create) => await Text(context, CreateAsync(context, create)),
        ShowPartitions show when Find(context, show.Table) is { } table => await Text(context, PartitionsAsync(context, table, show)),
        ShowCreateTable show when Find(context, show.Name) is { } table => await Text(context, ValueTask.FromResult(Shown(table))),
        InsertInto insert when Find(context, insert.Table) is not null => throw QueryFailure.User("NOT_SUPPORTED: This connector does not support inserts"),
        Delete delete when Find(context, delete.Table) is not null => throw NoRowChanges(),
        Update update when Find(context, update.Table) is not null => throw NoRowChanges(),
        Merge merge when Find(context, merge.Table) is not null => throw NoRowChanges(),
        AlterTable alter when Find(context, alter.Table) is not null => throw Unsupported(alter),
        MsckRepair repair when Find(context, repair.Table) is not null => throw Unsupported(repair),
        Optimize optimize when Find(context, optimize.Table) is not null => throw Unsupported(optimize),
        Vacuum vacuum when Find(context, vacuum.Table) is not null => throw Unsupported(vacuum),
        _ => null,
    };

    private static bool IsDelta(CreateTable create) => create.Properties.Any(pair =>
        (pair.Key.Equals(DeltaTables.TypeParameter, StringComparison.OrdinalIgnoreCase) || pair.Key.Equals(DeltaTables.ProviderParameter, StringComparison.OrdinalIgnoreCase))
        && pair.Value.Equals("delta", StringComparison.OrdinalIgnoreCase));

    private static QueryFailure NoRowChanges() => QueryFailure.User("NOT_SUPPORTED: This connector does not support modifying table rows");

    private static QueryFailure Unsupported(Statement statement) =>
        QueryFailure.User($"NOT_SUPPORTED: {SqlPrinter.Print(statement)} is not supported for Delta Lake tables");

    private async ValueTask<ExecutionResult> Text(StatementContext context, ValueTask<TextAnswer> answer) => await texts.WriteAsync(context, await answer);

    /// <summary>The columns come from the log, and into the catalog for those who look only there.</summary>
    private async ValueTask<TextAnswer> CreateAsync(StatementContext context, CreateTable create)
    {
        var (database, name) = TableNames.Resolve(context, create.Name);
        if (catalog.FindDatabase(context.Call, database) is null)
        {
            throw CatalogErrors.DatabaseNotFound(database);
        }

        if (!create.IsExternal)
        {
            throw QueryFailure.User("NOT_SUPPORTED: Delta Lake tables are created with CREATE EXTERNAL TABLE");
        }

        if (!create.Columns.IsEmpty || !create.PartitionedBy.IsEmpty || create.RowFormat is not null || create.StoredAs is not null || create.ClusteredBy is not null)
        {
            throw QueryFailure.User("NOT_SUPPORTED: the columns and the format of a Delta Lake table come from its transaction log and cannot be specified");
        }

        if (catalog.FindTable(context.Call, database, name) is not null)
        {
            return create.IfNotExists ? TextAnswer.Nothing : throw CatalogErrors.Task($"AlreadyExistsException(message:Table {name} already exists)");
        }

        var location = create.Location ?? throw CatalogErrors.Task("MetaException(message:No location specified for the table: an s3:// LOCATION is required)");
        var snapshot = await LoadAsync(context, (connection, cancellationToken) => tables.LoadAsync(context.Call, connection, location, cancellationToken));
        await catalog.CreateTableAsync(context.Call, Entry(database, name, create, snapshot), context.CancellationToken);
        return TextAnswer.Nothing;
    }

    private CatalogTable Entry(string database, string name, CreateTable create, DeltaSnapshot snapshot)
    {
        var parameters = create.Properties.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        parameters["EXTERNAL"] = "TRUE";
        parameters[DeltaTables.ProviderParameter] = "delta";
        parameters["transient_lastDdlTime"] = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (create.Comment is not null)
        {
            parameters["comment"] = create.Comment;
        }

        var keys = snapshot.PartitionFields;
        return new()
        {
            Database = database,
            Name = name,
            Description = create.Comment,
            Owner = "hadoop",
            TableType = "EXTERNAL_TABLE",
            Storage = new()
            {
                Columns = [.. snapshot.Schema.Fields.Where(field => !keys.Contains(field)).Select(Column)],
                Location = create.Location,
                InputFormat = Reading,
                OutputFormat = Writing,
                SerializationLibrary = Serde,
                SerdeParameters = new Dictionary<string, string> { ["serialization.format"] = "1", [DeltaTables.PathParameter] = create.Location! },
            },
            PartitionKeys = [.. keys.Select(Column)],
            Parameters = parameters,
        };
    }

    private static CatalogColumn Column(Engines.Delta.Types.DeltaField field) => new(field.Name.ToLowerInvariant(), field.Type.ToHive(), field.Comment);

    private async ValueTask<TextAnswer> PartitionsAsync(StatementContext context, CatalogTable table, ShowPartitions show)
    {
        var snapshot = await LoadAsync(context, (connection, cancellationToken) => tables.LoadAsync(context.Call, connection, table, cancellationToken));
        var keys = snapshot.PartitionFields;
        if (keys.Count == 0)
        {
            throw QueryFailure.User($"FAILED: SemanticException [Error 10241]: Table {table.Name} is not a partitioned table");
        }

        string[] names = [.. keys.Select(key => key.Name.ToLowerInvariant())];
        var found = snapshot.Files.Select(file => keys.Select(key => DeltaSnapshot.PartitionValue(file, key) ?? "__HIVE_DEFAULT_PARTITION__").ToArray())
            .Where(values => show.Partition.All(wanted => Array.IndexOf(names, TableNames.Lower(wanted.Column)) is var at and >= 0 && (wanted.Value is null || values[at] == wanted.Value)))
            .Select(values => PartitionPaths.Name(names, values)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return TextAnswer.Of("partition", found);
    }

    /// <summary>What would make the table known again.</summary>
    private static TextAnswer Shown(CatalogTable table) => TextAnswer.Of(
        "createtab_stmt",
        [
            $"CREATE EXTERNAL TABLE `{table.Database}.{table.Name}`",
            "LOCATION",
            $"  '{table.Storage.SerdeParameters.GetValueOrDefault(DeltaTables.PathParameter) ?? table.Storage.Location}'",
            "TBLPROPERTIES (",
            "  'table_type'='DELTA')",
        ]);

    private ValueTask<DeltaSnapshot> LoadAsync(StatementContext context, Func<Engines.DuckDb.DuckConnection, CancellationToken, ValueTask<DeltaSnapshot>> load) =>
        engine.UseAsync(context, (connection, _) => load(connection, context.CancellationToken).AsTask().GetAwaiter().GetResult());

    private CatalogTable? Find(StatementContext context, QualifiedName written)
    {
        var (database, name) = TableNames.Resolve(context, written);
        return catalog.FindTable(context.Call, database, name) is { } table && DeltaTables.IsDelta(table) ? table : null;
    }
}
