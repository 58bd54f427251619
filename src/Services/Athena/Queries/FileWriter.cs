using System.Collections.Immutable;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;

namespace Weir.Services.Athena.Queries;

/// <summary>Runs the query of a statement that writes: its rows become local files in a directory of the statement's own.</summary>
internal sealed class FileWriter(QueryEngine engine, QueryCompiler compiler, WeirSettings settings, TimeProvider clock)
{
    /// <param name="withData">False: only the columns are wanted.</param>
    /// <param name="arrange">From the query's columns to those written.</param>
    /// <param name="use">Takes the files away; what it leaves is deleted.</param>
    public async ValueTask<T> WriteAsync<T>(
        StatementContext context, Query query, ImmutableArray<Expression> parameters, WriteOptions options, bool withData,
        Func<IReadOnlyList<(string Name, SqlType Type)>, IReadOnlyList<WriteColumn>> arrange, Func<WrittenFiles, ValueTask<T>> use)
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
                    ? Write(connection, compiled, arranged, options, directory, context)
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
            var files = rows == 0 ? [] : WrittenFiles.Below(directory).ToArray();
            RequireFewPartitions(files);
            return await use(new(columns, rows, files));
        }
        finally
        {
            LocalDisk.Instance.DeleteDirectory(directory);
        }
    }

    private static long Write(
        DuckConnection connection, PlannedQuery query, IReadOnlyList<WriteColumn> columns, WriteOptions options, string directory,
        StatementContext context) => options.Format switch
        {
            "ORC" => RowFiles.Write(
                connection, query, columns, options, directory, context.Execution.Id,
                (stream, fields) => new OrcRowFile(stream, fields, options), context.CancellationToken),
            "AVRO" => RowFiles.Write(
                connection, query, columns, options, directory, context.Execution.Id,
                (stream, fields) => new AvroRowFile(stream, fields, options), context.CancellationToken),
            "ION" => RowFiles.Write(
                connection, query, columns, options, directory, context.Execution.Id,
                (stream, fields) => new IonRowFile(stream, fields, options), context.CancellationToken),
            _ => Copy(connection, query, columns, options, directory, context),
        };

    /// <summary>The engine writes; compressions that it does not know are ours, file by file.</summary>
    private static long Copy(
        DuckConnection connection, PlannedQuery query, IReadOnlyList<WriteColumn> columns, WriteOptions options, string directory,
        StatementContext context)
    {
        var rows = connection.Execute(CopyText.Of(query, columns, options, directory, context.Execution.Id), context.CancellationToken);
        if (options.WholeFile is Compression.None or Compression.Gzip or Compression.Zstd)
        {
            return rows;
        }

        foreach (var file in WrittenFiles.Below(directory).ToArray())
        {
            var compressed = file.Path + options.Ending;
            using (var plain = DiskBytes.OpenStream(file.Path))
            using (var target = CompressedFile.Compress(DiskBytes.Create(compressed), options.WholeFile))
            {
                var buffer = new byte[128 << 10];
                for (var count = plain.Read(buffer); count > 0; count = plain.Read(buffer))
                {
                    context.CancellationToken.ThrowIfCancellationRequested();
                    target.Write(buffer, 0, count);
                }
            }

            LocalDisk.Instance.Rename(compressed, file.Path);
        }

        return rows;
    }

    private void RequireFewPartitions(IEnumerable<WrittenFile> files)
    {
        var max = settings.AthenaPartitionsMax;
        if (files.Where(file => file.Partition.Count > 0 || file.Bucket is not null)
            .DistinctBy(file => string.Join('\0', file.Partition.Append($"{file.Bucket}"))).Skip(max).Any())
        {
            throw QueryFailure.User($"HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of {max} open writers for partitions/buckets");
        }
    }
}
