using System.Runtime.InteropServices;

namespace Weir.Engines.Blobs;

/// <summary>Who is reading which blob by its path, against who is removing it. In memory: readers do not survive a restart either.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class BlobLeases
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _leased = [];
    private readonly HashSet<string> _removing = [];

    /// <summary>Told when the last lease on a blob ended.</summary>
    public event Action? Released;

    public bool TryTake(string id)
    {
        lock (_lock)
        {
            if (_removing.Contains(id))
            {
                return false;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_leased, id, out _)++;
            return true;
        }
    }

    public void Release(string id)
    {
        lock (_lock)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_leased, id) > 0)
            {
                return;
            }

            _leased.Remove(id);
        }

        Released?.Invoke();
    }

    /// <summary>False while the blob is leased; after true no lease is given until <see cref="EndRemoval"/>.</summary>
    public bool TryBeginRemoval(string id)
    {
        lock (_lock)
        {
            return !_leased.ContainsKey(id) && _removing.Add(id);
        }
    }

    public void EndRemoval(string id)
    {
        lock (_lock)
        {
            _removing.Remove(id);
        }
    }
}

/// <summary>Holds a blob's file in place; dispose it when done reading.</summary>
public sealed class BlobLease : IDisposable
{
    private readonly Action _release;
    private int _isEnded;

    internal BlobLease(string id, string path, Action release) => (Id, Path, _release) = (id, path, release);

    public string Id { get; }

    public string Path { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0)
        {
            _release();
        }
    }
}
