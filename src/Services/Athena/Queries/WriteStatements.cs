using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Kernel.State;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Results;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>CREATE TABLE AS, INSERT INTO and UNLOAD: rows become files, files become objects, and last of all the catalog knows.</summary>
internal sealed class WriteStatements(
    FileWriter writer, FilePublisher publisher, ITableCatalog catalog, IObjectStore objects, IStateStore store)
{
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
                ? Count(0)
                : throw QueryFailure.User($"TABLE_ALREADY_EXISTS: Table 'awsdatacatalog.{database}.{name}' already exists");
        }

        var options = WriteOptions.Read(create.Properties);
        RequireFreePlace(context, options);
        var location = options.ExternalLocation ?? S3Address.TryParse(context.Execution.OutputLocation)!.Value.AsFolder();
        await RequireEmptyAsync(context, location, $"Target directory for table '{database}.{name}' already exists");
        return await writer.WriteAsync(
            context, create.Query, parameters, options, create.WithData, columns => NewTables.Columns(columns, create.Columns, options, create.At),
            async rows =>
            {
                var table = NewTables.Of(context, create.Comment, database, name, options, location, rows.Columns);
                var target = new PublishTarget(location, table, IsNew: true) { PartitionedBy = options.PartitionedBy };
                await publisher.PublishAsync(context, target, rows, options);
                return Count(rows.Rows);
            });
    }

    public async ValueTask<ExecutionResult> InsertAsync(StatementContext context, InsertInto insert, ImmutableArray<Expression> parameters)
    {
        var (database, name) = TableNames.Resolve(context, insert.Table);
        var table = catalog.FindTable(context.Call, database, name)
            ?? throw new SqlException(SqlErrorCode.TableNotFound, $"Table 'awsdatacatalog.{database}.{name}' does not exist", insert.At);
        CatalogErrors.RequireLed(table);
        var location = S3Address.TryParse(table.Storage.Location)?.AsFolder();
        if (ViewText.IsView(table))
        {
            throw new SqlException(SqlErrorCode.NotSupported, "Inserting into views is not supported", insert.At);
        }

        if (location is null)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: '{database}.{name}' cannot be inserted into");
        }

        var options = InsertTarget.Options(table);
        return await writer.WriteAsync(
            context, insert.Query, parameters, options, withData: true, columns => InsertTarget.Columns(table, insert, columns),
            async rows =>
            {
                var target = new PublishTarget(location.Value, table, IsNew: false) { PartitionedBy = options.PartitionedBy };
                await publisher.PublishAsync(context, target, rows, options);
                return Count(rows.Rows);
            });
    }

    public async ValueTask<ExecutionResult> UnloadAsync(StatementContext context, Unload unload, ImmutableArray<Expression> parameters)
    {
        var options = WriteOptions.ReadUnload(unload.Properties);
        var location = WriteOptions.Location(unload.Location);
        await RequireEmptyAsync(context, location, "Target directory for table already exists");
        return await writer.WriteAsync(
            context, unload.Query, parameters, options, withData: true, columns => NewTables.Columns(columns, [], options, unload.At),
            async rows =>
            {
                var target = new PublishTarget(location, Table: null, IsNew: false) { PartitionedBy = options.PartitionedBy };
                await publisher.PublishAsync(context, target, rows, options);
                return Count(rows.Rows);
            });
    }

    private static ExecutionResult Count(long rows) =>
        new() { UpdateCount = rows, Columns = [ResultColumns.Of("rows", SqlType.BigInt)] };

    /// <summary>A workgroup that says where results go says it of tables too.</summary>
    private void RequireFreePlace(StatementContext context, WriteOptions options)
    {
        var group = store.Read(state => WorkGroups.Find(state, context.Call, context.Execution.WorkGroup));
        if (options.ExternalLocation is not null && group?.Settings is { Enforce: true, OutputLocation: not null })
        {
            throw QueryFailure.User(
                "The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena Workgroup that enforces a centralized output location for all queries. Please remove the 'external_location' property and resubmit the query.");
        }
    }

    private async ValueTask RequireEmptyAsync(StatementContext context, S3Address location, string problem)
    {
        await foreach (var _ in objects.ListAsync(context.Call, location.Bucket, location.Key, null, context.CancellationToken))
        {
            var place = location.ToString().TrimEnd('/');
            throw QueryFailure.User(
                $"HIVE_PATH_ALREADY_EXISTS: {problem}: {place}. You may need to manually clean the data at location '{place}' before retrying. Athena will not delete data in your account.");
        }
    }
}
