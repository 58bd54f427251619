using Weir.Engines.Iceberg.Metadata;
using Weir.Kernel.Core;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>Where a catalog keeps which metadata file is a table's current one.</summary>
public interface ITablePointer
{
    /// <summary>The current metadata file's path.</summary>
    ValueTask<string> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Makes another the current one, atomically and durably, if it still is the expected one.</summary>
    ValueTask<bool> SwapAsync(string expected, string next, TableMetadata table, CancellationToken cancellationToken);
}

/// <summary>A table's metadata and the file it was read from.</summary>
public sealed record LoadedTable(TableMetadata Metadata, string Path);

/// <summary>Makes changes the table's next state: optimistically, again and again until it wins or must give up.</summary>
public sealed class TableCommitter(ITableFiles files, IdSource ids, TimeProvider clock)
{
    public async ValueTask<LoadedTable> CommitAsync(ITablePointer pointer, TableChange change, CancellationToken cancellationToken)
    {
        var commit = new CommitFiles(files, ids);
        for (var attempt = 0; attempt < IcebergLimits.CommitAttemptsMax; attempt++)
        {
            try
            {
                var current = await LoadAsync(await pointer.ReadAsync(cancellationToken), cancellationToken);
                var changed = await change.ApplyAsync(current.Metadata, commit, cancellationToken);
                if (ReferenceEquals(changed, current.Metadata))
                {
                    return current;
                }

                var next = Next(changed, current, clock);
                var path = await commit.WriteMetadataAsync(next, current.Path, cancellationToken);
                FaultPoints.Hit("iceberg.before-swap");

                // From here on nobody may stop it: whether it won must be known.
                if (await pointer.SwapAsync(current.Path, path, next, CancellationToken.None))
                {
                    FaultPoints.Hit("iceberg.after-swap");
                    commit.Keep();
                    return new(next, path);
                }
            }
            catch
            {
                await commit.DiscardAsync();
                throw;
            }

            await commit.DiscardAsync();
        }

        throw new IcebergException(IcebergProblem.Conflict, "the table changes too fast: the commit lost the race too often");
    }

    /// <summary>Writes the first metadata of a table that no catalog knows yet.</summary>
    public async ValueTask<LoadedTable> CreateAsync(TableMetadata table, CancellationToken cancellationToken) =>
        new(table, await new CommitFiles(files, ids).WriteMetadataAsync(table, null, cancellationToken));

    public async ValueTask<LoadedTable> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var content = await files.ReadAsync(path, cancellationToken);
        try
        {
            return new(MetadataJson.Read(content), path);
        }
        catch (IcebergException error)
        {
            throw new IcebergException(error.Problem, $"{path}: {error.Message}", error);
        }
    }

    /// <summary>Later than the metadata before, which is remembered.</summary>
    public static TableMetadata Next(TableMetadata changed, LoadedTable before, TimeProvider clock)
    {
        var now = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), before.Metadata.LastUpdatedMillis);
        var log = changed.MetadataLog.Add(new(before.Metadata.LastUpdatedMillis, before.Path));
        return changed with
        {
            LastUpdatedMillis = Math.Max(now, changed.LastUpdatedMillis),
            MetadataLog = log.Length > IcebergLimits.MetadataLogMax ? log.RemoveRange(0, log.Length - IcebergLimits.MetadataLogMax) : log,
        };
    }
}
