using System.Globalization;
using System.Text;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>Where a statement's files go.</summary>
/// <param name="Table">The table they belong to; null for an UNLOAD.</param>
/// <param name="IsNew">The table is made after its files are there.</param>
internal sealed record PublishTarget(S3Address Location, CatalogTable? Table, bool IsNew)
{
    /// <summary>Names of partition columns.</summary>
    public IReadOnlyList<string> PartitionedBy { get; init; } = [];
}

/// <summary>Makes a statement's files objects and its partitions known, so that all of it happens or none does.</summary>
internal sealed class FilePublisher(
    IObjectStore objects, ITableCatalog catalog, TextResults texts, WriteJournal journal, IdSource ids)
{
    /// <param name="rows">Files nobody sees yet; they are moved away.</param>
    public async ValueTask PublishAsync(StatementContext context, PublishTarget target, WrittenFiles rows, WriteOptions options)
    {
        var known = target is { Table: { } table, IsNew: false } ? KnownPartitions(context, table, rows) : [];
        var prefix = EngineName(context.Execution);
        var moves = rows.Files.Select(file =>
        {
            var name = (file.Bucket is { } bucket ? $"{bucket:D6}_0_{prefix}" : $"{prefix}_{ids.NewId()}") + options.Ending;
            return (file.Path, Address: Folder(target, known, file.Partition).Under(name));
        }).ToArray();
        if (moves.Any(move => move.Address.Bucket != target.Location.Bucket))
        {
            throw QueryFailure.User("NOT_SUPPORTED: partitions of the table lie in several buckets");
        }

        var fresh = rows.Files.Select(file => file.Partition).Where(values => values.Count > 0 && !known.ContainsKey(Joined(values)))
            .DistinctBy(Joined).ToArray();
        var intent = new WriteIntent
        {
            Id = context.Execution.Id,
            Account = context.Execution.Account,
            Region = context.Execution.Region,
            Bucket = target.Location.Bucket,
            Keys = [.. moves.Select(move => move.Address.Key)],
            Database = target.Table?.Database,
            Table = target.Table?.Name,
            NewTableLocation = target.IsNew ? target.Table?.Storage.Location : null,
            NewPartitions = fresh,
        };
        await journal.BeginAsync(intent, context.CancellationToken);
        try
        {
            FaultPoints.Hit("athena.after-intent");
            var attributes = new ObjectAttributes { IsEncrypted = context.IsEncrypted };
            foreach (var (path, address) in moves)
            {
                await objects.PutFileAsync(context.Call, address.Bucket, address.Key, path, attributes, context.CancellationToken);
                FaultPoints.Hit("athena.after-publish-file");
            }

            await WriteManifestAsync(context, moves.Select(move => move.Address));
            FaultPoints.Hit("athena.before-register");
            await RegisterAsync(context, target, fresh);
            FaultPoints.Hit("athena.after-register");
        }
        catch
        {
            await journal.UndoAsync(intent, CancellationToken.None);
            throw;
        }
    }

    private async ValueTask RegisterAsync(StatementContext context, PublishTarget target, IReadOnlyList<IReadOnlyList<string>> fresh)
    {
        if (target.Table is not { } table)
        {
            return;
        }

        if (target.IsNew)
        {
            await catalog.CreateTableAsync(context.Call, table, context.CancellationToken);
        }

        foreach (var some in fresh.Chunk(100))
        {
            var partitions = some.Select(values => new CatalogPartition
            {
                Values = values,
                Storage = table.Storage with { Location = PartitionPaths.Location(table, values) },
            });
            await catalog.AddPartitionsAsync(context.Call, table.Database, table.Name, [.. partitions], context.CancellationToken);
        }
    }

    /// <summary>Partitions that are there already may lie anywhere: their rows go where they are.</summary>
    private Dictionary<string, string?> KnownPartitions(StatementContext context, CatalogTable table, WrittenFiles rows)
    {
        var wanted = rows.Files.Where(file => file.Partition.Count > 0).Select(file => Joined(file.Partition)).ToHashSet(StringComparer.Ordinal);
        return wanted.Count == 0
            ? []
            : catalog.ListPartitions(context.Call, table.Database, table.Name, values => wanted.Contains(Joined(values)))
                .ToDictionary(partition => Joined(partition.Values), partition => partition.Storage.Location, StringComparer.Ordinal);
    }

    private static S3Address Folder(PublishTarget target, Dictionary<string, string?> known, IReadOnlyList<string> partition)
    {
        if (partition.Count == 0)
        {
            return target.Location.AsFolder();
        }

        return known.TryGetValue(Joined(partition), out var location) && S3Address.TryParse(location) is { } own
            ? own.AsFolder()
            : target.Location.Under(PartitionPaths.Name(target.PartitionedBy, partition)).AsFolder();
    }

    private async ValueTask WriteManifestAsync(StatementContext context, IEnumerable<S3Address> files)
    {
        var manifest = S3Address.TryParse(context.Execution.OutputFolder)!.Value.Under(ResultNames.Manifest(context.Execution.Id));
        var lines = string.Concat(files.Select(file => $"{file}\n"));
        await texts.PutAsync(context, manifest, Encoding.UTF8.GetBytes(lines), "text/csv");
        context.Statistics = context.Statistics with { ManifestLocation = manifest.ToString() };
    }

    /// <summary>As the engine behind Athena names its queries: time, a number of five digits, five letters.</summary>
    public static string EngineName(ExecutionState execution)
    {
        var id = Convert.FromHexString(execution.Id.Replace("-", "", StringComparison.Ordinal));
        var number = (id[0] << 8) | id[1];
        var letters = string.Concat(id.Skip(2).Take(5).Select(part => (char)('a' + (part % 26))));
        return string.Create(CultureInfo.InvariantCulture, $"{execution.SubmittedAt.UtcDateTime:yyyyMMdd_HHmmss}_{number:D5}_{letters}");
    }

    private static string Joined(IEnumerable<string> values) => string.Join('\0', values);
}
