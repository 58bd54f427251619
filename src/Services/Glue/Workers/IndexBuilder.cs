using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Workers;

/// <summary>Enters the partitions there are in new indexes, a piece to a transaction. What a stop cuts off is begun again: entering twice is harmless.</summary>
internal sealed class IndexBuilder(CatalogStore catalog, ILogger<IndexBuilder> logger) : BackgroundService
{
    private readonly SemaphoreSlim _work = new(1);

    public void Wake() => _work.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _work.WaitAsync(stoppingToken);
            try
            {
                await BuildAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.IndexFailed(exception);
            }
        }
    }

    internal async Task BuildAsync(CancellationToken cancellationToken)
    {
        foreach (var (place, database, table, index) in catalog.State.Read(catalog.Indexes.Unfinished))
        {
            IReadOnlyList<string>? after = null;
            do
            {
                var from = after;
                after = await catalog.State.WriteAsync(
                    state => Enter(state, place, database, table, index.Name, from), cancellationToken);
                FaultPoints.Hit("glue.index-piece");
            }
            while (after is not null);
        }
    }

    /// <summary>The next partitions; null when all are in, or the index is gone.</summary>
    private IReadOnlyList<string>? Enter(
        IStateWriter state, CatalogPlace place, string database, string table, string name, IReadOnlyList<string>? after)
    {
        if (catalog.Indexes.Find(state, place, database, table, name) is not { } index)
        {
            return null;
        }

        var (partitions, last) = catalog.PartitionPiece(
            state, place, database, table, after, GlueLimits.IndexEntriesPerWrite, isWanted: null);
        foreach (var partition in partitions)
        {
            catalog.Indexes.Enter(state, place, database, table, index, partition.Values);
        }

        if (last is null)
        {
            catalog.Indexes.Put(state, place, database, table, index with { Status = PartitionIndexState.Active });
        }

        return last;
    }
}
