using System.Collections.Immutable;
using System.Text;
using Weir.Contracts;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>CREATE TABLE AS, INSERT INTO and UNLOAD: rows become files, files become objects, and last of all the catalog knows.</summary>
internal sealed class WriteStatements(
    QueryEngine engine, QueryCompiler compiler, ITableCatalog catalog, IObjectStore objects, TextResults texts, TimeProvider clock)
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
                ? new ExecutionResult { UpdateCount = 0 }
                : throw QueryFailure.User($"TABLE_ALREADY_EXISTS: Table 'awsdatacatalog.{database}.{name}' already exists");
        }

        var options = WriteOptions.Read(create.Properties);
        var location = options.ExternalLocation ?? S3Address.TryParse(context.Execution.OutputLocation)!.Value.AsFolder();
        await RequireEmptyAsync(context, location);
        var written = await WriteAsync(
            context, create.Query, parameters, options, location, create.WithData,
            columns => Named(columns, create.Columns, options));
        var table = Table(context, create, database, name, options, location, written);
        try
        {
            FaultPoints.Hit("athena.before-register");
            await catalog.CreateTableAsync(context.Call, table, CancellationToken.None);
            await AddPartitionsAsync(context, table, written.Keys, CancellationToken.None);
        }
        catch
        {
            await RemoveAsync(context, location.Bucket, written.Keys);
            throw;
        }

        return new() { UpdateCount = written.Rows };
    }

    public async ValueTask<ExecutionResult> InsertAsync(StatementContext context, InsertInto insert, ImmutableArray<Expression> parameters)
    {
        var (database, name) = TableNames.Resolve(context, insert.Table);
        var table = catalog.FindTable(context.Call, database, name)
            ?? throw QueryFailure.User($"TABLE_NOT_FOUND: Table 'awsdatacatalog.{database}.{name}' does not exist");
        var location = S3Address.TryParse(table.Storage.Location)?.AsFolder();
        if (ViewText.IsView(table) || location is null)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: '{database}.{name}' cannot be inserted into");
        }

        var options = InsertTarget.Options(table);
        var written = await WriteAsync(
            context, insert.Query, parameters, options, location.Value, withData: true,
            columns => InsertTarget.Columns(table, insert.Columns, columns));
        try
        {
            await AddPartitionsAsync(context, table, written.Keys, context.CancellationToken);
        }
        catch
        {
            await RemoveAsync(context, location.Value.Bucket, written.Keys);
            throw;
        }

        return new() { UpdateCount = written.Rows };
    }

    public async ValueTask<ExecutionResult> UnloadAsync(StatementContext context, Unload unload, ImmutableArray<Expression> parameters)
    {
        var options = WriteOptions.Read(unload.Properties);
        var location = WriteOptions.Location(unload.Location);
        await RequireEmptyAsync(context, location);
        var written = await WriteAsync(
            context, unload.Query, parameters, options, location, withData: true, columns => Named(columns, [], options));
        return new() { UpdateCount = written.Rows };
    }

    private async ValueTask<Written> WriteAsync(
        StatementContext context, Query query, ImmutableArray<Expression> parameters, WriteOptions options, S3Address location, bool withData,
        Func<IReadOnlyList<(string Name, SqlType Type)>, IReadOnlyList<(string Name, SqlType Type, string Value)>> arrange)
    {
        var directory = Path.Combine(engine.WorkDirectory, context.Execution.Id);
        LocalDisk.Instance.CreateDirectory(directory);
        try
        {
            var (columns, rows) = await engine.UseAsync(context, (connection, scanner) =>
            {
                var start = clock.GetTimestamp();
                var compiled = compiler.Compile(context, query, parameters, scanner);
                var arranged = arrange(compiled.Columns);
                var planned = clock.GetTimestamp();
                var rows = withData
                    ? connection.Execute(CopyText.Of(compiled, arranged, options, directory, context.Execution.Id), context.CancellationToken)
                    : 0;
                context.Statistics = context.Statistics with
                {
                    PlanningMillis = (long)clock.GetElapsedTime(start, planned).TotalMilliseconds,
                    EngineMillis = (long)clock.GetElapsedTime(planned).TotalMilliseconds,
                    ScannedBytes = scanner.Bytes,
                    OutputRows = rows,
                };
                return (arranged, rows);
            });
            var keys = await PublishAsync(context, directory, location, options);
            return new(columns, rows, keys);
        }
        finally
        {
            LocalDisk.Instance.DeleteDirectory(directory);
        }
    }

    /// <summary>Moves the files into the store; when one fails, none stays.</summary>
    private async ValueTask<IReadOnlyList<string>> PublishAsync(
        StatementContext context, string directory, S3Address location, WriteOptions options)
    {
        var keys = new List<string>();
        try
        {
            foreach (var (path, folder) in Files(directory, ""))
            {
                var name = Path.GetFileNameWithoutExtension(path) + options.Ending;
                var key = location.AsFolder().Key + folder + name;
                await objects.PutFileAsync(context.Call, location.Bucket, key, path, ObjectAttributes.None, context.CancellationToken);
                keys.Add(key);
                FaultPoints.Hit("athena.after-publish-file");
            }

            var manifest = S3Address.TryParse(context.Execution.OutputFolder)!.Value.Under(ResultNames.Manifest(context.Execution.Id));
            var lines = string.Concat(keys.Select(key => $"s3://{location.Bucket}/{key}\n"));
            await texts.PutAsync(context, manifest, Encoding.UTF8.GetBytes(lines), "text/csv");
            context.Statistics = context.Statistics with { ManifestLocation = manifest.ToString() };
            return keys;
        }
        catch
        {
            await RemoveAsync(context, location.Bucket, keys);
            throw;
        }
    }

    private async ValueTask RemoveAsync(StatementContext context, string bucket, IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            await objects.DeleteAsync(context.Call, bucket, key, CancellationToken.None);
        }
    }

    private async ValueTask AddPartitionsAsync(
        StatementContext context, CatalogTable table, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        if (table.PartitionKeys.Count == 0)
        {
            return;
        }

        var root = S3Address.TryParse(table.Storage.Location)!.Value.AsFolder();
        var partitions = keys.Select(key => PartitionPaths.Parse(table, key.AsSpan(root.Key.Length)))
            .Where(parsed => parsed.Values is not null)
            .DistinctBy(parsed => parsed.Folder, StringComparer.Ordinal)
            .Select(parsed => new CatalogPartition
            {
                Values = parsed.Values!,
                Storage = table.Storage with { Location = root.Under(parsed.Folder + "/").ToString() },
            })
            .ToArray();
        if (partitions.Length > 0)
        {
            await catalog.AddPartitionsAsync(context.Call, table.Database, table.Name, partitions, cancellationToken);
        }
    }

    private async ValueTask RequireEmptyAsync(StatementContext context, S3Address location)
    {
        await foreach (var _ in objects.ListAsync(context.Call, location.Bucket, location.Key, null, context.CancellationToken))
        {
            throw QueryFailure.User(
                $"HIVE_PATH_ALREADY_EXISTS: Target directory for table already exists: {location}. You may need to manually clean the data at location before retrying.");
        }
    }

    private static CatalogTable Table(
        StatementContext context, CreateTableAs create, string database, string name, WriteOptions options, S3Address location, Written written)
    {
        var columns = written.Columns.Select(column => new CatalogColumn(column.Name, column.Type.ToHive())).ToArray();
        var storage = StorageFormats.Of(
            options.Format, [.. columns.Where(column => !options.PartitionedBy.Contains(column.Name))], location.ToString());
        if (options.Format == "TEXTFILE")
        {
            storage = storage with
            {
                SerdeParameters = new Dictionary<string, string>
                {
                    ["field.delim"] = options.FieldDelimiter,
                    ["serialization.format"] = options.FieldDelimiter,
                },
            };
        }

        var parameters = new Dictionary<string, string> { ["EXTERNAL"] = "TRUE", ["has_encrypted_data"] = "false" };
        if (options.Format == "PARQUET")
        {
            parameters["parquet.compression"] = options.Codec.ToUpperInvariant();
        }

        return new()
        {
            Database = database,
            Name = name,
            Description = create.Comment,
            Owner = context.Call.Account,
            TableType = "EXTERNAL_TABLE",
            Storage = storage,
            PartitionKeys = [.. columns.Where(column => options.PartitionedBy.Contains(column.Name))],
            Parameters = parameters,
        };
    }

    /// <summary>All columns under their names; those partitioned by must be the last, in that order.</summary>
    private static List<(string Name, SqlType Type, string Value)> Named(
        IReadOnlyList<(string Name, SqlType Type)> columns, ImmutableArray<Identifier> names, WriteOptions options)
    {
        if (!names.IsEmpty && names.Length != columns.Count)
        {
            throw QueryFailure.User($"MISMATCHED_COLUMN_ALIASES: Column alias list has {names.Length} entries but query has {columns.Count} columns");
        }

        var named = columns.Select((column, at) => (
            Name: names.IsEmpty ? column.Name.ToLowerInvariant() : TableNames.Lower(names[at]), column.Type, Value: CopyText.Column(at))).ToList();
        for (var at = 0; at < named.Count; at++)
        {
            RequireStorable(named[at].Name, named[at].Type);
            if (named[at].Name.StartsWith("_col", StringComparison.Ordinal))
            {
                throw QueryFailure.User($"MISSING_COLUMN_NAME: Column name not specified at position {at + 1}");
            }
        }

        var last = named.TakeLast(options.PartitionedBy.Length).Select(column => column.Name);
        if (!last.SequenceEqual(options.PartitionedBy) || options.PartitionedBy.Length == named.Count)
        {
            throw QueryFailure.User(
                $"HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns in the table and in the same order as the table properties: [{string.Join(", ", options.PartitionedBy)}]");
        }

        return named;
    }

    private static void RequireStorable(string name, SqlType type)
    {
        if (type.Kind is SqlTypeKind.TimestampZoned or SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.IntervalDay
            or SqlTypeKind.IntervalYear or SqlTypeKind.Uuid or SqlTypeKind.Json or SqlTypeKind.Unknown)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: Unsupported Hive type: {type} (column {name})");
        }
    }

    private sealed record Written(IReadOnlyList<(string Name, SqlType Type, string Value)> Columns, long Rows, IReadOnlyList<string> Keys);

    private static IEnumerable<(string Path, string Folder)> Files(string directory, string folder)
    {
        foreach (var name in LocalDisk.Instance.ListFiles(directory))
        {
            yield return (Path.Combine(directory, name), folder);
        }

        foreach (var name in LocalDisk.Instance.ListDirectories(directory))
        {
            foreach (var file in Files(Path.Combine(directory, name), $"{folder}{name}/"))
            {
                yield return file;
            }
        }
    }
}
