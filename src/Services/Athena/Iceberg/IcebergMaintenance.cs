using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Syntax;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Iceberg;

/// <summary>OPTIMIZE: small files and those with deletes become fewer. VACUUM: old snapshots and stray files go.</summary>
internal sealed class IcebergMaintenance(IcebergTables tables, IObjectStore objects, QueryEngine engine, QueryCompiler compiler, IdSource ids, TimeProvider clock)
{
    private const long RewriteFilesDefault = 5;
    private const long RewriteDeletesDefault = 2;
    private const long SnapshotAgeSecondsDefault = 432_000;

    /// <summary>A thousand years.</summary>
    private const long AgeSecondsMax = 31_556_952_000;

    public async ValueTask<ExecutionResult> OptimizeAsync(
        StatementContext context, CatalogTable entry, Optimize optimize, ImmutableArray<Expression> parameters)
    {
        var directory = Path.Combine(engine.WorkDirectory, context.Execution.Id);
        LocalDisk.Instance.CreateDirectory(directory);
        var published = new NewFiles(objects, context.Call);
        try
        {
            var change = await engine.UseAsync(context, (_, scanner) => Rewrite(context, optimize, parameters, scanner, directory));
            if (change is not null)
            {
                await published.PublishAsync(change.Value.Files, context.CancellationToken);
                await tables.CommitAsync(context.Call, entry.Database, entry.Name, change.Value.Change, context.CancellationToken);
            }

            return new() { UpdateCount = 0 };
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

    public async ValueTask<ExecutionResult> VacuumAsync(StatementContext context, CatalogTable entry)
    {
        var files = tables.Files(context.Call);
        var before = await tables.LoadAsync(context.Call, entry, context.CancellationToken);
        var old = await Expiry.ReferencedAsync(files, before, context.CancellationToken);
        var after = await tables.CommitAsync(context.Call, entry.Database, entry.Name, new MetadataChange(Expired), context.CancellationToken);
        var needed = await Expiry.ReferencedAsync(files, after, context.CancellationToken);

        // Writers name the same object in several ways: s3, s3a and s3n are one scheme.
        var kept = needed.Select(S3Address.TryParse).OfType<S3Address>().ToHashSet();
        foreach (var path in old.Where(path => S3Address.TryParse(path) is { } address && !kept.Contains(address)))
        {
            await files.DeleteAsync(path, context.CancellationToken);
        }

        await RemoveStrayAsync(context, after.Metadata, kept);
        return new() { UpdateCount = 0 };
    }

    private TableMetadata Expired(TableMetadata table)
    {
        // What other engines were told stands where Athena was told nothing.
        var keep = Expiry.Number(table, TableOptions.MinSnapshots, Expiry.Number(table, "history.expire.min-snapshots-to-keep", 1));
        var expired = Expiry.Expire(table, new(
            clock.GetUtcNow().ToUnixTimeMilliseconds(), (long)AgeOf(table).TotalMilliseconds, (int)Math.Clamp(keep, 1, int.MaxValue),
            Expiry.Number(table, "history.expire.max-ref-age-ms", long.MaxValue)));
        var metadataFiles = (int)Math.Clamp(Expiry.Number(table, TableOptions.MetadataFiles, 100), 1, 100_000);
        return expired.MetadataLog.Length > metadataFiles ? expired with { MetadataLog = [.. expired.MetadataLog.TakeLast(metadataFiles)] } : expired;
    }

    private static TimeSpan AgeOf(TableMetadata table) => TimeSpan.FromMilliseconds(Math.Clamp(
        Expiry.Number(table, TableOptions.SnapshotAge, -1) is >= 0 and var seconds
            ? Math.Min(seconds, AgeSecondsMax) * 1000
            : Expiry.Number(table, "history.expire.max-snapshot-age-ms", SnapshotAgeSecondsDefault * 1000),
        0,
        AgeSecondsMax * 1000));

    /// <summary>
    /// Files below the table's folders that nothing refers to. Young ones stay: they may be those of a statement that has not
    /// committed yet, and no statement runs longer than its limit.
    /// </summary>
    private async ValueTask RemoveStrayAsync(StatementContext context, TableMetadata table, HashSet<S3Address> needed)
    {
        var age = AgeOf(table);
        var cut = clock.GetUtcNow() - (age > AthenaLimits.DataQueryTimeout ? age : AthenaLimits.DataQueryTimeout);
        foreach (var folder in new[] { "data", "metadata" })
        {
            var address = StoreFiles.AddressOf($"{table.Location}/{folder}/");
            var stray = new List<string>();
            await foreach (var found in objects.ListAsync(context.Call, address.Bucket, address.Key, null, context.CancellationToken))
            {
                if (found.LastModified < cut && !needed.Contains(new(address.Bucket, found.Key)))
                {
                    stray.Add(found.Key);
                }
            }

            foreach (var key in stray)
            {
                await objects.DeleteAsync(context.Call, address.Bucket, key, context.CancellationToken);
            }
        }
    }

    private (List<NewFile> Files, SnapshotChange Change)? Rewrite(
        StatementContext context, Optimize optimize, ImmutableArray<Expression> parameters, TableScanner scanner, string directory)
    {
        // The condition is bound as a DELETE's would be: it must make sense for the table.
        var listener = new Listener();
        var compiled = compiler.BindChange(context, new Delete(optimize.Table, null, optimize.Where) { At = optimize.At }, parameters, scanner);
        compiled.Lower(listener);
        var source = (IcebergSource)compiled.Table.Handle!;
        if (source.Snapshot is not { } snapshot)
        {
            return null;
        }

        var table = source.Table.Metadata;
        var reader = new SnapshotFiles(tables.Files(context.Call), table);
        var filter = FilterText.Of(listener.Filter, source.Schema);
        var tasks = reader.PlanAsync(snapshot, filter, context.CancellationToken).AsTask().GetAwaiter().GetResult();
        var columns = source.Schema.Fields.Select(field => new SqlColumn(field.Name.ToLowerInvariant(), ColumnTypes.Sql(field.Type))).ToArray();
        var names = string.Join(", ", columns.Select((column, at) => $"{DuckSql.Name(column.Name)} AS {CompiledChange.ValueColumn(at)}"));
        var scan = new IcebergScan(tables, scanner, context.CancellationToken);
        var writer = new RowWriter(scanner, table, directory, ids, context.CancellationToken);
        var (files, removed) = (new List<NewFile>(), new HashSet<string>(StringComparer.Ordinal));
        tasks.RemoveAll(task => !FileColumns.CanMeet(listener.Filter, scan.Facts(source, task.File, null)));
        foreach (var group in Groups(table, tasks))
        {
            files.AddRange(writer.Rows($"SELECT {names} FROM {scan.Relation(source, group, columns, ColumnFilter.All)} AS r"));
            removed.UnionWith(group.Select(task => task.File.Path));
        }

        if (removed.Count == 0)
        {
            return null;
        }

        var live = reader.LiveAsync(snapshot, context.CancellationToken).AsTask().GetAwaiter().GetResult().ConvertAll(pair => pair.Entry.File);
        removed.UnionWith(Spent(live, removed, snapshot.SequenceNumber));
        context.Statistics = context.Statistics with { ScannedBytes = scanner.Bytes };
        return (files, new(clock)
        {
            Operation = "replace",
            Added = files.ConvertAll(file => file.File),
            Removed = removed,
            StartId = snapshot.Id,
            DataSequenceNumber = snapshot.SequenceNumber,
            Summary = IcebergTables.SummaryOf(context),
        });
    }

    /// <summary>Delete files that have nothing left to say: of rewritten files alone, or not newer than any row that stays.</summary>
    /// <param name="age">The sequence number that rewritten rows get.</param>
    private static string[] Spent(List<DataFile> live, HashSet<string> removed, long age)
    {
        var oldest = live.Where(file => file.Content == FileContent.Data && !removed.Contains(file.Path)).Select(file => file.SequenceNumber).Append(age).Min();
        return [.. live.Where(file => file.Content switch
        {
            FileContent.PositionDeletes => file.SequenceNumber < oldest || (file.ReferencedDataFile is { } target && removed.Contains(target)),
            FileContent.EqualityDeletes => file.SequenceNumber <= oldest,
            _ => false,
        }).Select(file => file.Path)];
    }

    /// <summary>Files of one partition that are worth a rewrite, in portions of a file's size.</summary>
    private static IEnumerable<List<ScanTask>> Groups(TableMetadata table, List<ScanTask> tasks)
    {
        var target = Expiry.Number(table, "write.target-file-size-bytes", AthenaLimits.RewriteBytesMax);
        var (min, max) = (Expiry.Number(table, TableOptions.RewriteMinBytes, target * 3 / 4), Expiry.Number(table, TableOptions.RewriteMaxBytes, target * 9 / 5));
        var filesAtLeast = Expiry.Number(table, TableOptions.RewriteFiles, RewriteFilesDefault);
        var deletesAtLeast = Expiry.Number(table, TableOptions.RewriteDeletes, RewriteDeletesDefault);
        var partitions = tasks.GroupBy(task => task.File.SpecId == table.DefaultSpecId
            ? string.Join('\u0001', task.File.Partition.Select(value => value is null ? "\u0002" : Engines.Iceberg.Types.Values.Text(PrimitiveType.String, value)))
            : "\u0003old");
        foreach (var partition in partitions)
        {
            var chosen = partition.Where(task => task.File.SizeBytes < min || task.File.SizeBytes > max || task.File.SpecId != table.DefaultSpecId || HasDeletes(task)).ToList();
            if (chosen.Count < filesAtLeast && !chosen.Exists(task => HasDeletes(task) || task.File.SpecId != table.DefaultSpecId))
            {
                continue;
            }

            var portion = new List<ScanTask>();
            var bytes = 0L;
            foreach (var task in chosen)
            {
                if (portion.Count > 0 && bytes + task.File.SizeBytes > AthenaLimits.RewriteBytesMax)
                {
                    yield return portion;
                    (portion, bytes) = ([], 0);
                }

                portion.Add(task);
                bytes += task.File.SizeBytes;
            }

            yield return portion;
        }

        bool HasDeletes(ScanTask task) => task.PositionDeletes.Count + task.EqualityDeletes.Count >= deletesAtLeast;
    }

    /// <summary>Hears which rows a condition is about, and plans nothing.</summary>
    private sealed class Listener : IScanPlanner
    {
        public ColumnFilter Filter { get; private set; } = ColumnFilter.All;

        public string Plan(ScanRequest request)
        {
            Filter = request.Columns.Any(column => column.IsHidden) ? request.Filter : Filter;
            return $"(SELECT {string.Join(", ", request.Columns.Select(column => $"NULL AS {DuckSql.Name(column.Name)}").DefaultIfEmpty("1 AS one"))})";
        }
    }
}
