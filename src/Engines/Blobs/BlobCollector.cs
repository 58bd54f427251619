using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.State;

namespace Weir.Engines.Blobs;

/// <summary>Removes files nobody needs: blobs whose last reference went, and, once after the start, what an earlier run left unfinished.</summary>
/// <remarks>Late is harmless. A blob of this run is never an orphan: its commit may still be on its way.</remarks>
public sealed class BlobCollector : BackgroundService
{
    private readonly BlobStore _store;
    private readonly IStateStore _state;
    private readonly TimeProvider _clock;
    private readonly ILogger<BlobCollector> _logger;
    private readonly SemaphoreSlim _wake = new(0, 1);

    public BlobCollector(BlobStore store, IStateStore state, TimeProvider clock, ILogger<BlobCollector> logger)
    {
        (_store, _state, _clock, _logger) = (store, state, clock, logger);
        _store.Leases.Released += Wake;
    }

    /// <summary>Says that a transaction released blobs.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // already awake
        }
    }

    /// <summary>Removes the files of unreferenced blobs that nobody leases; returns how many went.</summary>
    public async Task<int> RemovePendingAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        var from = default(StateKey);
        while (true)
        {
            var batch = _state.Read(state => state.Scan(BlobIndex.Pending, from, default).Take(BlobLimits.RemovalsPerTransaction)
                .Select(entry => entry.Key).ToList());
            if (batch.Count == 0)
            {
                return removed;
            }

            removed += await RemoveAsync(batch, cancellationToken);
            from = new([.. batch[^1].Bytes, 0]);
        }
    }

    /// <summary>Removes temporary and unreferenced files of earlier runs; returns how many there were.</summary>
    public int RemoveOrphans(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var path in BlobVerifier.Files(_store.Layout))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var id = Path.GetFileName(path);
            if (BlobLayout.IsId(id) && !_store.Layout.IsOfThisRun(id) && IsOrphan(path, id) && _store.DropFile(path))
            {
                removed++;
            }
        }

        return removed;
    }

    public override void Dispose()
    {
        _store.Leases.Released -= Wake;
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(BlobLimits.CollectAfterStart, _clock, stoppingToken);
        await TryAsync(() =>
        {
            var orphans = RemoveOrphans(stoppingToken);
            if (orphans > 0)
            {
                _logger.OrphansRemoved(orphans);
            }

            return Task.CompletedTask;
        });

        while (!stoppingToken.IsCancellationRequested)
        {
            if (await TryAsync(() => RemovePendingAsync(stoppingToken)))
            {
                await _wake.WaitAsync(stoppingToken);
            }
            else
            {
                await Task.Delay(BlobLimits.RemoveRetry, _clock, stoppingToken);
            }
        }
    }

    private async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
#pragma warning disable CA1031 // collecting is never urgent enough to stop the program
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _logger.CannotCollect(failure);
            return false;
        }
    }

    private bool IsOrphan(string path, string id) =>
        Path.GetDirectoryName(path) == _store.Layout.Temporary
        || _state.Read(state => BlobIndex.Find(state, id) is null && state.Get(BlobIndex.Pending, StateKey.Of(id)) is null);

    private async Task<int> RemoveAsync(List<StateKey> batch, CancellationToken cancellationToken)
    {
        var gone = new List<StateKey>(batch.Count);
        try
        {
            foreach (var key in batch)
            {
                var id = key.ToString();
                if (_store.Leases.TryBeginRemoval(id))
                {
                    if (_store.DropFile(_store.Layout.PathOf(id)))
                    {
                        gone.Add(key);
                    }
                    else
                    {
                        _store.Leases.EndRemoval(id);
                    }
                }
            }

            if (gone.Count > 0)
            {
                await _state.WriteAsync(state => gone.Count(key => state.Delete(BlobIndex.Pending, key)), cancellationToken);
            }
        }
        finally
        {
            gone.ForEach(key => _store.Leases.EndRemoval(key.ToString()));
        }

        return gone.Count;
    }
}
