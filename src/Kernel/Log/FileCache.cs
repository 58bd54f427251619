using Weir.Kernel.Storage;

namespace Weir.Kernel.Log;

/// <summary>Keeps the files in use open, and a bounded number of idle ones. Safe from any thread.</summary>
internal sealed class FileCache(IDisk disk, int idleMax) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _uses;

    public Lease Open(string path, bool create = false)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(path, out var entry))
            {
                entry = new(path, disk.Open(path, create));
                _entries.Add(path, entry);
            }

            entry.Leases++;
            entry.LastUse = ++_uses;
            return new(this, entry);
        }
    }

    /// <summary>To be called before a file is deleted; those who still read it keep their handle.</summary>
    public void Forget(string path)
    {
        lock (_gate)
        {
            if (_entries.Remove(path, out var entry))
            {
                entry.Forgotten = true;
                CloseWhenIdle(entry);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Values)
            {
                entry.File.Dispose();
            }

            _entries.Clear();
        }
    }

    private static void CloseWhenIdle(Entry entry)
    {
        if (entry.Leases == 0)
        {
            entry.File.Dispose();
        }
    }

    private void Release(Entry entry)
    {
        lock (_gate)
        {
            entry.Leases--;
            if (entry.Forgotten)
            {
                CloseWhenIdle(entry);
            }
            else if (_entries.Count > idleMax && LeastRecentIdle() is { } idle)
            {
                _entries.Remove(idle.Path);
                idle.File.Dispose();
            }
        }
    }

    private Entry? LeastRecentIdle() => _entries.Values.Where(entry => entry.Leases == 0).MinBy(entry => entry.LastUse);

    internal sealed class Entry(string path, IDiskFile file)
    {
        public string Path { get; } = path;
        public IDiskFile File { get; } = file;
        public int Leases { get; set; }
        public long LastUse { get; set; }
        public bool Forgotten { get; set; }
    }

    /// <summary>Use of an open file until disposed. Dispose once.</summary>
    internal readonly struct Lease(FileCache cache, Entry entry) : IDisposable
    {
        public IDiskFile File => entry.File;

        public void Dispose() => cache.Release(entry);
    }
}
