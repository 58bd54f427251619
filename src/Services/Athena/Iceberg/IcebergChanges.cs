using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Syntax;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Iceberg;

/// <summary>DELETE, UPDATE and MERGE: old rows become position deletes, new ones a data file, both one snapshot.</summary>
internal sealed class IcebergChanges(IcebergTables tables, IObjectStore objects, QueryEngine engine, QueryCompiler compiler, IdSource ids, TimeProvider clock)
{
    public async ValueTask<ExecutionResult> RunAsync(StatementContext context, Statement statement, ImmutableArray<Expression> parameters)
    {
        var directory = Path.Combine(engine.WorkDirectory, context.Execution.Id);
        LocalDisk.Instance.CreateDirectory(directory);
        var published = new NewFiles(objects, context.Call);
        try
        {
            var plan = await engine.UseAsync(context, (_, scanner) => Write(context, statement, parameters, scanner, directory));
            await published.PublishAsync(plan.Files, context.CancellationToken);
            if (plan.Files.Count > 0 || plan.Removed.Count > 0)
            {
                var change = new SnapshotChange(clock)
                {
                    Operation = plan.Files.Exists(file => file.File.Content == FileContent.Data) ? "overwrite" : "delete",
                    Added = plan.Files.ConvertAll(file => file.File),
                    Removed = plan.Removed,
                    StartId = plan.Source.Snapshot?.Id,
                    Touched = plan.Files.Select(file => file.File.ReferencedDataFile).OfType<string>().ToHashSet(StringComparer.Ordinal),
                    Read = plan.Source.Filter,
                    Summary = IcebergTables.SummaryOf(context),
                };
                await tables.CommitAsync(context.Call, plan.Source.Entry.Database, plan.Source.Entry.Name, change, context.CancellationToken);
            }

            return new() { UpdateCount = plan.Rows };
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

    private Plan Write(StatementContext context, Statement statement, ImmutableArray<Expression> parameters, TableScanner scanner, string directory)
    {
        var connection = scanner.Connection;
        var start = clock.GetTimestamp();
        var compiled = compiler.BindChange(context, statement, parameters, scanner);
        var source = (IcebergSource)compiled.Table.Handle!;
        var sql = compiled.Lower(compiler.Planner(context, scanner));
        QueryCompiler.RequireAllowed(context, scanner);
        var planned = clock.GetTimestamp();
        var changes = scanner.NewTable("weir_changes", "nothing INTEGER");
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {changes} AS {sql}", context.CancellationToken);
        if (statement is Merge)
        {
            RequireOnce(connection, changes, context.CancellationToken);
        }

        var counts = Counts(connection, changes, context.CancellationToken);
        var whole = counts.Where(entry => source.Scanned[(int)entry.Key] is { PositionDeletes.Count: 0, EqualityDeletes.Count: 0 } task && task.File.RecordCount == entry.Value)
            .Select(entry => entry.Key).ToHashSet();
        var targets = counts.Keys.Where(number => !whole.Contains(number)).ToDictionary(number => number, number => source.Scanned[(int)number].File);
        var writer = new RowWriter(scanner, source.Table.Metadata, directory, ids, context.CancellationToken);
        var files = new List<NewFile>();
        if (targets.Count > 0)
        {
            files.AddRange(writer.Deletes(
                $"SELECT {CompiledChange.FileColumn} AS number, {CompiledChange.PositionColumn} AS pos FROM {changes} WHERE {CompiledChange.ActionColumn} <> {(int)ChangeAction.Insert}",
                targets));
        }

        if (statement is not Delete)
        {
            files.AddRange(writer.Rows($"SELECT * FROM {changes} WHERE {CompiledChange.ActionColumn} <> {(int)ChangeAction.Delete}"));
        }

        var rows = Number(connection, $"SELECT count(*) FROM {changes}", context.CancellationToken);
        context.Statistics = context.Statistics with
        {
            PlanningMillis = (long)clock.GetElapsedTime(start, planned).TotalMilliseconds,
            EngineMillis = (long)clock.GetElapsedTime(planned).TotalMilliseconds,
            ScannedBytes = scanner.Bytes,
            OutputRows = rows,
        };
        return new(source, files, whole.Select(number => source.Scanned[(int)number].File.Path).ToHashSet(StringComparer.Ordinal), rows);
    }

    private static void RequireOnce(DuckConnection connection, string changes, CancellationToken cancellationToken)
    {
        var twice = Number(
            connection,
            $"SELECT count(*) FROM (SELECT 1 FROM {changes} WHERE {CompiledChange.ActionColumn} <> 0 GROUP BY {CompiledChange.FileColumn}, {CompiledChange.PositionColumn} HAVING count(*) > 1)",
            cancellationToken);
        if (twice > 0)
        {
            throw QueryFailure.User("MERGE_TARGET_ROW_MULTIPLE_MATCHES: One MERGE target table row matched more than one source row");
        }
    }

    /// <summary>How many rows of each file go.</summary>
    private static Dictionary<long, long> Counts(DuckConnection connection, string changes, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<long, long>();
        using var result = connection.Query(
            $"SELECT CAST({CompiledChange.FileColumn} AS BIGINT), count(*) FROM {changes} WHERE {CompiledChange.ActionColumn} <> 0 GROUP BY 1 ORDER BY 1", cancellationToken);
        while (result.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                counts[chunk[0].Values<long>()[row]] = chunk[1].Values<long>()[row];
            }
        }

        return counts;
    }

    private static long Number(DuckConnection connection, string query, CancellationToken cancellationToken)
    {
        using var result = connection.Query(query, cancellationToken);
        return result.NextChunk()![0].Values<long>()[0];
    }

    private sealed record Plan(IcebergSource Source, List<NewFile> Files, HashSet<string> Removed, long Rows);
}
