using System.Collections.Immutable;
using System.Globalization;
using System.IO.Pipelines;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Results;
using Weir.Services.Athena.Scans;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>SELECT and CREATE VIEW: what binds a query.</summary>
internal sealed class SelectStatements(
    QueryEngine engine, QueryCompiler compiler, ITableCatalog catalog, IObjectStore objects, TextResults texts, TimeProvider clock)
{
    /// <summary>Rows go to the result object while they are computed.</summary>
    public async ValueTask<ExecutionResult> RunAsync(StatementContext context, Query query, ImmutableArray<Expression> parameters)
    {
        var address = S3Address.TryParse(context.Execution.OutputLocation)!.Value;
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 4 << 20, resumeWriterThreshold: 2 << 20, useSynchronizationContext: false));
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var stored = objects.PutAsync(
            context.Call, address.Bucket, address.Key, pipe.Reader.AsStream(),
            new() { ContentType = "application/octet-stream", IsEncrypted = context.IsEncrypted }, giveUp.Token).AsTask();
        try
        {
            var result = await engine.UseAsync(context, (connection, scanner) => Run(context, query, parameters, connection, scanner, pipe.Writer));
            var metadata = ResultMetadata.Write(context.Execution.Id, result.Columns);
            await Task.WhenAll(
                stored, texts.PutAsync(context, address with { Key = address.Key + ".metadata" }, metadata, "binary/octet-stream"));
            return result;
        }
        catch (Exception error)
        {
            // The reader fails with the query's error, so that no half result becomes an object.
            await pipe.Writer.CompleteAsync(error);
            await giveUp.CancelAsync();
            await ((Task)stored).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stored.IsFaulted && error is IOException && stored.Exception?.InnerException is { } cause)
            {
                throw cause;
            }

            throw;
        }
    }

    public async ValueTask<TextAnswer> CreateViewAsync(StatementContext context, CreateView create)
    {
        var (database, name) = TableNames.Resolve(context, create.Name);
        if (catalog.FindDatabase(context.Call, database) is null)
        {
            throw QueryFailure.User($"SCHEMA_NOT_FOUND: Schema '{database}' does not exist");
        }

        var existing = catalog.FindTable(context.Call, database, name);
        if (existing is not null && !create.OrReplace)
        {
            throw QueryFailure.User($"ALREADY_EXISTS: View already exists: 'awsdatacatalog.{database}.{name}'");
        }

        if (existing is not null && !ViewText.IsView(existing))
        {
            throw QueryFailure.User($"NOT_SUPPORTED: '{database}.{name}' is a table, not a view");
        }

        var columns = ViewColumns(create, await engine.UseAsync(context, (_, scanner) => compiler.Bind(context, create.Query, [], scanner).Columns));
        var text = create.QueryText.Length > 0 ? create.QueryText : SqlPrinter.Print(create.Query);
        var view = ViewText.Table(database, name, text, create.Comment, columns, context.Database);
        await (existing is null
            ? catalog.CreateTableAsync(context.Call, view, context.CancellationToken)
            : catalog.UpdateTableAsync(context.Call, view, context.CancellationToken));
        return TextAnswer.Nothing;
    }

    private static List<(string Name, SqlType Type)> ViewColumns(CreateView create, ImmutableArray<Engines.Sql.ResultColumn> columns)
    {
        if (!create.Columns.IsEmpty && create.Columns.Length != columns.Length)
        {
            throw new SqlException(
                SqlErrorCode.MismatchedColumnAliases, $"Column alias list has {create.Columns.Length} entries but query has {columns.Length} columns", create.At);
        }

        var named = columns.Select((column, at) => (create.Columns.IsEmpty ? column.Name : TableNames.Lower(create.Columns[at]), column.Type)).ToList();
        for (var at = 0; at < named.Count; at++)
        {
            var name = named[at].Item1;
            if (create.Columns.IsEmpty && name == string.Create(CultureInfo.InvariantCulture, $"_col{at}"))
            {
                throw new SqlException(SqlErrorCode.MissingColumnName, $"Column name not specified at position {at + 1}", create.At);
            }

            if (named.FindIndex(other => other.Item1 == name) < at)
            {
                throw new SqlException(SqlErrorCode.DuplicateColumnName, $"Column name '{name}' specified more than once", create.At);
            }
        }

        return named;
    }

    private ExecutionResult Run(
        StatementContext context, Query query, ImmutableArray<Expression> parameters, DuckConnection connection, TableScanner scanner,
        PipeWriter output)
    {
        var start = clock.GetTimestamp();
        var compiled = compiler.Compile(context, query, parameters, scanner);
        var planned = clock.GetTimestamp();
        var csv = new CsvResult(output, compiled.Columns);
        csv.WriteHeader();
        using (var rows = connection.Query(compiled.Sql, context.CancellationToken))
        {
            while (rows.NextChunk() is { } chunk)
            {
                csv.Write(chunk);
                RequireFewBytes(context, scanner);
            }
        }

        RequireFewBytes(context, scanner);
        csv.Complete();
        output.Complete();
        context.Statistics = context.Statistics with
        {
            PlanningMillis = (long)clock.GetElapsedTime(start, planned).TotalMilliseconds,
            EngineMillis = (long)clock.GetElapsedTime(planned).TotalMilliseconds,
            ScannedBytes = scanner.Bytes,
            OutputRows = csv.Rows,
            OutputBytes = csv.Bytes,
        };
        return new()
        {
            Kind = ResultKind.Csv,
            Columns = [.. compiled.Columns.Select(column => ResultColumns.Of(column.Name, column.Type))],
        };
    }

    /// <summary>What some readers read is known only as they go.</summary>
    private static void RequireFewBytes(StatementContext context, TableScanner scanner)
    {
        if (scanner.Bytes > context.BytesMax)
        {
            throw new QueryCancelled("Bytes scanned limit was exceeded");
        }
    }
}
