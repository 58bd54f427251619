using System.Collections.Immutable;
using System.Globalization;
using Weir.Contracts;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Iceberg;

/// <summary>INSERT into Iceberg tables and CREATE TABLE AS of them.</summary>
internal sealed class IcebergWrites(
    IcebergTables tables, ITableCatalog catalog, IObjectStore objects, QueryEngine engine, QueryCompiler compiler, IdSource ids, TimeProvider clock)
{
    public static bool IsIceberg(CreateTableAs create) => create.Properties.Any(property =>
        TableNames.Lower(property.Name) == IcebergTables.TypeParameter && property.Value is StringLiteral text
        && text.Value.Equals("ICEBERG", StringComparison.OrdinalIgnoreCase));

    public async ValueTask<ExecutionResult> InsertAsync(
        StatementContext context, CatalogTable entry, InsertInto insert, ImmutableArray<Expression> parameters)
    {
        var table = (await tables.LoadAsync(context.Call, entry, context.CancellationToken)).Metadata;
        return await WriteAsync(
            context,
            table,
            scanner =>
            {
                var places = Places(table.Schema, insert.Columns);
                var query = compiler.Bind(context, insert.Query, parameters, scanner);
                Check(table.Schema, places, query);
                var target = places.Select(at => new Engines.Sql.ResultColumn(CompiledChange.ValueColumn(at), ColumnTypes.Sql(table.Schema.Fields[at].Type))).ToArray();
                var given = compiler.Ready(context, query, scanner).LowerAs(compiler.Planner(context, scanner), target, context.Lowering);
                QueryCompiler.RequireAllowed(context, scanner);
                var missing = table.Schema.Fields.Select((field, at) => (field, at)).Where(pair => !places.Contains(pair.at))
                    .Select(pair => $", CAST(NULL AS {DuckTypes.Name(ColumnTypes.Sql(pair.field.Type))}) AS {CompiledChange.ValueColumn(pair.at)}");
                return $"SELECT *{string.Concat(missing)} FROM ({given}) AS g";
            },
            async files => await tables.CommitAsync(context.Call, entry.Database, entry.Name, Append(context, files), context.CancellationToken));
    }

    public async ValueTask<ExecutionResult> CreateTableAsync(StatementContext context, CreateTableAs create, ImmutableArray<Expression> parameters)
    {
        var (database, name) = TableNames.Resolve(context, create.Name);
        if (catalog.FindDatabase(context.Call, database) is null)
        {
            throw QueryFailure.User($"SCHEMA_NOT_FOUND: Schema '{database}' does not exist");
        }

        if (catalog.FindTable(context.Call, database, name) is not null)
        {
            return create.IfNotExists
                ? new ExecutionResult { UpdateCount = 0 }
                : throw QueryFailure.User($"TABLE_ALREADY_EXISTS: Table 'awsdatacatalog.{database}.{name}' already exists");
        }

        var (location, partitioning, options) = Options(create.Properties);
        await foreach (var _ in objects.ListAsync(context.Call, location.Bucket, location.AsFolder().Key, null, context.CancellationToken))
        {
            throw QueryFailure.User(
                $"HIVE_PATH_ALREADY_EXISTS: Target directory for table already exists: {location}. You may need to manually clean the data at location before retrying.");
        }

        var columns = await engine.UseAsync(context, (_, scanner) => Columns(create, compiler.Bind(context, create.Query, parameters, scanner)));
        var table = NewTable.Of(ids, clock, location.ToString(), columns, partitioning, options);
        return await WriteAsync(
            context,
            table,
            scanner => create.WithData
                ? compiler.CompileAs(
                    context, create.Query, parameters, scanner,
                    [.. table.Schema.Fields.Select((field, at) => new Engines.Sql.ResultColumn(CompiledChange.ValueColumn(at), ColumnTypes.Sql(field.Type)))])
                : null,
            async files => await tables.CreateAsync(
                context.Call, database, name, create.Comment, table, files.Count == 0 ? null : Append(context, files), context.CancellationToken),
            commitsNothing: true);
    }

    /// <param name="query">The rows as columns <c>v0</c> …; null for none.</param>
    /// <param name="commitsNothing">Commit even when there are no rows.</param>
    private async ValueTask<ExecutionResult> WriteAsync(
        StatementContext context, TableMetadata table, Func<TableScanner, string?> query, Func<List<NewFile>, ValueTask> commit, bool commitsNothing = false)
    {
        var directory = Path.Combine(engine.WorkDirectory, context.Execution.Id);
        LocalDisk.Instance.CreateDirectory(directory);
        var published = new NewFiles(objects, context.Call);
        try
        {
            var files = await engine.UseAsync(context, (_, scanner) =>
            {
                var start = clock.GetTimestamp();
                var text = query(scanner);
                var planned = clock.GetTimestamp();
                var written = text is null ? [] : new RowWriter(scanner, table, directory, ids, context.CancellationToken).Rows(text);
                context.Statistics = context.Statistics with
                {
                    PlanningMillis = (long)clock.GetElapsedTime(start, planned).TotalMilliseconds,
                    EngineMillis = (long)clock.GetElapsedTime(planned).TotalMilliseconds,
                    ScannedBytes = scanner.Bytes,
                    OutputRows = written.Sum(file => file.File.RecordCount),
                    OutputBytes = written.Sum(file => file.File.SizeBytes),
                };
                return written;
            });
            await published.PublishAsync(files, context.CancellationToken);
            if (files.Count > 0 || commitsNothing)
            {
                await commit(files);
            }

            return new() { UpdateCount = files.Sum(file => file.File.RecordCount) };
        }
        catch
        {
            await published.DiscardAsync();
            throw;
        }
        finally
        {
            LocalDisk.Instance.DeleteDirectory(directory);
        }
    }

    private SnapshotChange Append(StatementContext context, List<NewFile> files) => new(clock)
    {
        Operation = "append",
        Added = files.ConvertAll(file => file.File),
        Summary = IcebergTables.SummaryOf(context),
    };

    /// <summary>Which of the table's columns the query's are, in order.</summary>
    private static int[] Places(Schema schema, ImmutableArray<Identifier> named)
    {
        if (named.IsEmpty)
        {
            return [.. Enumerable.Range(0, schema.Fields.Length)];
        }

        var places = named.Select(name => schema.Find(name.Value) is { } field
            ? schema.Fields.IndexOf(field)
            : throw QueryFailure.User($"COLUMN_NOT_FOUND: Insert column name does not exist in target table: {TableNames.Lower(name)}")).ToArray();
        return places.Distinct().Count() == places.Length
            ? places
            : throw QueryFailure.User("DUPLICATE_COLUMN_NAME: Insert column name is specified more than once");
    }

    private static void Check(Schema schema, int[] places, CompiledQuery query)
    {
        var types = places.Select(at => ColumnTypes.Sql(schema.Fields[at].Type)).ToArray();
        if (types.Length != query.Columns.Length
            || !types.Zip(query.Columns).All(pair => Coercion.CanStore(pair.Second.Type, pair.First)))
        {
            throw QueryFailure.User(
                $"TYPE_MISMATCH: Insert query has mismatched column types: Table: [{string.Join<SqlType>(", ", types)}], Query: [{string.Join(", ", query.Columns.Select(column => column.Type))}]");
        }
    }

    private static ImmutableArray<NestedField> Columns(CreateTableAs create, CompiledQuery query)
    {
        if (!create.Columns.IsEmpty && create.Columns.Length != query.Columns.Length)
        {
            throw QueryFailure.User($"MISMATCHED_COLUMN_ALIASES: Column alias list has {create.Columns.Length} entries but query has {query.Columns.Length} columns");
        }

        var names = query.Columns.Select((column, at) => create.Columns.IsEmpty ? column.Name.ToLowerInvariant() : TableNames.Lower(create.Columns[at])).ToArray();
        for (var at = 0; at < names.Length; at++)
        {
            if (create.Columns.IsEmpty && names[at] == string.Create(CultureInfo.InvariantCulture, $"_col{at}"))
            {
                throw QueryFailure.User($"MISSING_COLUMN_NAME: Column name not specified at position {at + 1}");
            }
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw QueryFailure.User($"DUPLICATE_COLUMN_NAME: Column name '{twice.Key}' specified more than once");
        }

        return [.. query.Columns.Select((column, at) => new NestedField(0, names[at], ColumnTypes.Of(column.Type, names[at])))];
    }

    private static (S3Address Location, List<(string, Transform)> Partitioning, ImmutableSortedDictionary<string, string> Options) Options(ImmutableArray<Property> properties)
    {
        S3Address? location = null;
        var (partitioning, options) = (new List<(string, Transform)>(), new List<KeyValuePair<string, string>>());
        foreach (var property in properties)
        {
            switch (TableNames.Lower(property.Name))
            {
                case IcebergTables.TypeParameter:
                    break;
                case "is_external" when Text(property) == "false":
                    break;
                case "is_external":
                    throw QueryFailure.User("INVALID_TABLE_PROPERTY: is_external must be false for an Iceberg table");
                case "location":
                    location = S3Address.TryParse(Text(property)) ?? throw QueryFailure.User($"INVALID_TABLE_PROPERTY: {Text(property)} is not an S3 location");
                    break;
                case "partitioning":
                    partitioning.AddRange(property.Value is ArrayConstructor list
                        ? list.Items.Select(item => TableOptions.Partition(item is StringLiteral text
                            ? text.Value
                            : throw QueryFailure.User("INVALID_TABLE_PROPERTY: partitioning must be an array of strings")))
                        : throw QueryFailure.User("INVALID_TABLE_PROPERTY: partitioning must be an array of strings"));
                    break;
                default:
                    options.Add(new(property.Name.Value, Text(property)));
                    break;
            }
        }

        return (location ?? throw QueryFailure.User("INVALID_TABLE_PROPERTY: an Iceberg table needs the property location"), partitioning, TableOptions.Of(options));
    }

    private static string Text(Property property) => property.Value switch
    {
        StringLiteral text => text.Value,
        BooleanLiteral truth => truth.Value ? "true" : "false",
        LongLiteral number => number.Value.ToString(CultureInfo.InvariantCulture),
        ArrayConstructor => throw QueryFailure.User($"INVALID_TABLE_PROPERTY: Unsupported table property key: {property.Name.Value}"),
        _ => throw QueryFailure.User($"INVALID_TABLE_PROPERTY: the property {property.Name.Value} must be a constant"),
    };
}
